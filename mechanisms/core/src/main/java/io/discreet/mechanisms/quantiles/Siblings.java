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
 *       Silverman 2004, by a few steps of expectation and maximization with hard assignment). All
 *       stay where noise alone explains how the children differ, or where the parent's total shows
 *       that more was left out than noise explains.
 *   <li><b>How different are the others.</b> {@link HaarShrinkage}.
 *   <li><b>None below 0.</b> The nearest counts of the parent's total that are at least 0.
 * </ol>
 *
 * <p>Unlike least squares this is biased, towards few or even children; intervals are not made of
 * it. Post-processing: sees noisy counts only. Not thread-safe.
 */
final class Siblings {

  private static final int B = QuantileTree.BRANCHING;
  private static final int STEPS = 6;

  /** How many standard deviations noise is taken to explain. */
  private static final double EXPLAINED = 2;

  private final double error;
  private final HaarShrinkage shrinkage;
  private final boolean[] occupied = new boolean[B];
  private int children;

  /**
   * @param error the standard deviation of each child's noise, above 0
   */
  Siblings(double error) {
    this.error = error;
    this.shrinkage = new HaarShrinkage(error);
  }

  /**
   * Replaces the children of the root, whose total only they tell, and returns it: at least 0.
   * Where it is above 0 but within its own noise, they sum to as much as noise explains, lest few
   * of them get what rows there may be; where it is 0, they are all 0.
   *
   * @param counts at least one
   * @param widthOfLast how wide the last child is, over the others
   */
  double fitTop(double[] counts, double widthOfLast) {
    children = counts.length;
    occupy(counts, widthOfLast);
    double rows = Math.max(0, sum(counts));
    double noise = EXPLAINED * error * Math.sqrt(children);
    shrink(counts, widthOfLast, rows == 0 ? 0 : Math.max(noise, rows));
    return rows;
  }

  /**
   * Replaces the children of a node of this total.
   *
   * @param counts at least one
   * @param widthOfLast how wide the last child is, over the others
   */
  void fit(double[] counts, double widthOfLast, double total) {
    children = counts.length;
    occupy(counts, widthOfLast);
    if (total - sum(counts) > error * Math.sqrt(children - size())) {
      Arrays.fill(occupied, 0, children, true);
    }
    shrink(counts, widthOfLast, total);
  }

  private void occupy(double[] counts, double widthOfLast) {
    shrinkage.measure(counts, widthOfLast);
    int differences = children - 1;
    double explained = differences + EXPLAINED * Math.sqrt(2.0 * differences);
    if (shrinkage.chiSquare() <= explained) {
      Arrays.fill(occupied, 0, children, true);
      return;
    }
    double threshold = error;
    for (int step = 0; step < STEPS; step++) {
      for (int i = 0; i < children; i++) {
        occupied[i] = counts[i] > threshold;
      }
      double next = threshold(sum(counts));
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

  private void shrink(double[] counts, double widthOfLast, double total) {
    if (total == 0) {
      Arrays.fill(counts, 0); // the only counts of that total
      return;
    }
    double[] stay = new double[size()];
    int next = 0;
    for (int i = 0; i < children; i++) {
      if (occupied[i]) {
        stay[next++] = counts[i];
      }
    }
    shrinkage.measure(stay, occupied[children - 1] ? widthOfLast : 1);
    shrinkage.shrink(total);
    project(stay, total);
    next = 0;
    for (int i = 0; i < children; i++) {
      counts[i] = occupied[i] ? stay[next++] : 0;
    }
  }

  /** Lowers all equally, but not below 0, until they sum to the total. */
  private static void project(double[] counts, double total) {
    double[] sorted = counts.clone();
    Arrays.sort(sorted);
    double sum = 0;
    double excess = 0;
    for (int most = 1; most <= sorted.length; most++) {
      double next = sorted[sorted.length - most];
      if (next <= excess) {
        break;
      }
      sum += next;
      excess = Math.max(0, (sum - total) / most);
    }
    for (int i = 0; i < counts.length; i++) {
      counts[i] = Math.max(0, counts[i] - excess);
    }
  }

  private int size() {
    int size = 0;
    for (int i = 0; i < children; i++) {
      size += occupied[i] ? 1 : 0;
    }
    return size;
  }

  private double sum(double[] counts) {
    double sum = 0;
    for (int i = 0; i < children; i++) {
      sum += occupied[i] ? counts[i] : 0;
    }
    return sum;
  }
}
