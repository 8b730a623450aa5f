package io.discreet.mechanisms.quantiles;

import java.util.Arrays;

/**
 * Estimates the counts of a node's at most {@value QuantileTree#BRANCHING} children from noisy
 * ones: not below 0, empty where emptiness is likelier, and evened out as far as noise explains why
 * they differ.
 *
 * <ol>
 *   <li><b>Which are empty.</b> Counts are a mixture of empty children, whose count is noise, and
 *       others of exponential size. Share and mean size are those of the children taken as occupied
 *       so far; a child stays if at these the odds favour it (the empirical Bayes of Johnstone and
 *       Silverman 2004, by a few steps of expectation and maximization with hard assignment). Where
 *       the parent's total shows that more was left out than noise explains, all stay.
 *   <li><b>How different are the others.</b> They are shrunk towards their mean by the positive
 *       part of James and Stein 1961 in the form of Efron and Morris 1973, which has less squared
 *       error than the counts themselves wherever the truth lies.
 *   <li><b>None below 0.</b> The nearest counts of the parent's total that are at least 0.
 * </ol>
 *
 * <p>Unlike least squares this is biased, towards few or even children; intervals are not made of
 * it. Post-processing: sees noisy counts only. Not thread-safe.
 */
final class Siblings {

  private static final int B = QuantileTree.BRANCHING;
  private static final int STEPS = 6;

  /** Coordinates that the positive part gives up: the mean and two more. */
  private static final int SHRUNK_FROM = 3;

  private final double error;
  private final boolean[] occupied = new boolean[B];
  private int children;

  /**
   * @param error the standard deviation of each child's noise, above 0
   */
  Siblings(double error) {
    this.error = error;
  }

  /** Replaces the children of the root, whose total only they tell. */
  void fitTop(double[] counts) {
    children = counts.length;
    occupy(counts, 0);
    shrink(counts, 0, Math.max(0, sum(counts, 0)));
  }

  /**
   * Replaces the children of a node of this total.
   *
   * @param from where the first child is
   * @param children how many there are, at least 1
   */
  void fit(double[] counts, int from, int children, double total) {
    this.children = children;
    if (total == 0) {
      Arrays.fill(counts, from, from + children, 0); // the only counts of that total
      return;
    }
    occupy(counts, from);
    if (total - sum(counts, from) > error * Math.sqrt(children - size())) {
      Arrays.fill(occupied, 0, children, true);
    }
    shrink(counts, from, total);
  }

  private void occupy(double[] counts, int from) {
    double threshold = error;
    for (int step = 0; step < STEPS; step++) {
      for (int i = 0; i < children; i++) {
        occupied[i] = counts[from + i] > threshold;
      }
      double next = threshold(sum(counts, from));
      if (next == threshold) {
        break; // the same children again
      }
      threshold = next;
    }
    if (size() == 0) {
      Arrays.fill(occupied, 0, children, true);
    }
  }

  /** Where empty and occupied are equally likely for what is taken as occupied now. */
  private double threshold(double sum) {
    int size = size();
    // Neither kind is ruled out for having no member yet: that counts as half a member.
    double emptyToOccupied = Math.min(children - 0.5, children - size) / Math.max(0.5, size);
    double meanOverError = sum / Math.max(1, size) / error;
    double odds = emptyToOccupied * meanOverError / Math.sqrt(2 * Math.PI);
    return odds > 1 ? error * Math.sqrt(2 * Math.log(odds)) : Double.NEGATIVE_INFINITY;
  }

  private void shrink(double[] counts, int from, double total) {
    int size = size();
    double mean = sum(counts, from) / size;
    double squares = 0;
    for (int i = 0; i < children; i++) {
      double deviation = occupied[i] ? counts[from + i] - mean : 0;
      squares += deviation * deviation;
    }
    double noise = (size - SHRUNK_FROM) * error * error;
    double kept = noise <= 0 ? 1 : 1 - Math.min(1, noise / squares);
    for (int i = 0; i < children; i++) {
      counts[from + i] = occupied[i] ? total / size + kept * (counts[from + i] - mean) : 0;
    }
    project(counts, from, total);
  }

  /** Lowers the occupied children equally, but not below 0, until they sum to the total. */
  private void project(double[] counts, int from, double total) {
    double[] sorted = Arrays.copyOfRange(counts, from, from + children);
    Arrays.sort(sorted);
    double sum = 0;
    double excess = 0;
    for (int most = 1; most <= children; most++) {
      double next = sorted[children - most];
      if (next <= excess) {
        break;
      }
      sum += next;
      excess = Math.max(0, (sum - total) / most);
    }
    for (int i = 0; i < children; i++) {
      counts[from + i] = Math.max(0, counts[from + i] - excess);
    }
  }

  private int size() {
    int size = 0;
    for (int i = 0; i < children; i++) {
      size += occupied[i] ? 1 : 0;
    }
    return size;
  }

  private double sum(double[] counts, int from) {
    double sum = 0;
    for (int i = 0; i < children; i++) {
      sum += occupied[i] ? counts[from + i] : 0;
    }
    return sum;
  }
}
