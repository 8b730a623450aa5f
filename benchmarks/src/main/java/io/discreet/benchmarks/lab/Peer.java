package io.discreet.benchmarks.lab;

import java.util.function.LongFunction;

/** Another library that answers the same questions; found as a service where the build has it. */
interface Peer {

  /** What figures call it. */
  String words();

  /**
   * Asks one question of every segment, with Gaussian noise.
   *
   * @param data each customer in one segment
   * @param bounds the same as ours
   * @return the answers, in the order of the segments, by the seed of their noise
   */
  LongFunction<double[]> answers(DataSet data, Question question, Bounds bounds);

  /**
   * What bounds a customer's influence.
   *
   * @param maxRows how many rows of a customer count
   * @param greatest the end of the range of amounts, which begins at 0, in pounds
   * @param clamp the most that a customer counts for in a sum, in pounds
   */
  record Bounds(double epsilon, double delta, int maxRows, double greatest, double clamp) {}
}
