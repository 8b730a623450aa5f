package io.discreet.mechanisms.quantiles;

/**
 * Evens out neighbouring counts, scale by scale, as far as noise explains how they differ.
 *
 * <p>Counts are split into halves, the halves into quarters, and so on. What a half holds beyond
 * its even share of both is a contrast: its noise is known, and contrasts do not depend on each
 * other (the transform of Haar, here also of runs that no power of two counts). Where a contrast is
 * large against its noise it stays, and below it counts may still be even: a rank adds up
 * neighbours, and shrinking all of them towards one mean would move it as far as it moves them.
 *
 * <p>How much of a contrast is kept is decided for each scale by the mean square of its contrasts
 * (empirical Bayes, as Johnstone and Silverman 2005 threshold wavelets), which that of all scales
 * steadies, as a coarse scale has one or two. Kept is more than has the least squared error of the
 * counts, since what is given up adds up in a rank while noise cancels: the part was chosen by
 * measuring quantiles. Post-processing: sees noisy counts only. Not thread-safe.
 */
final class HaarShrinkage {

  /** Scales of {@value QuantileTree#BRANCHING} counts. */
  private static final int SCALES = 4;

  /** Of the noise in a mean square, the part that is taken off. */
  private static final double NOISE_PART = 0.6;

  /** The weight of the mean square of all scales, in contrasts. */
  private static final double STEADYING = 2;

  private final double error;
  private final double[] squares = new double[SCALES];
  private final int[] contrasts = new int[SCALES];

  private double[] counts = {};
  private double widthOfLast;

  /**
   * @param error the standard deviation of each count's noise, above 0
   */
  HaarShrinkage(double error) {
    this.error = error;
  }

  /**
   * Looks at counts of equal ranges.
   *
   * @param given at least one; replaced by {@link #shrink}
   * @param last how wide the last range is, over the others; above 0
   */
  void measure(double[] given, double last) {
    counts = given;
    widthOfLast = last;
    for (int scale = 0; scale < SCALES; scale++) {
      squares[scale] = 0;
      contrasts[scale] = 0;
    }
    measure(0, given.length, 0);
  }

  private void measure(int from, int end, int scale) {
    if (end - from > 1) {
      int middle = (from + end + 1) >>> 1;
      double share = share(from, middle, end);
      double beyond = contrast(from, middle, end);
      double variance =
          (middle - from) * (1 - share) * (1 - share) + (end - middle) * share * share;
      squares[scale] += beyond / error * (beyond / error) / variance;
      contrasts[scale]++;
      measure(from, middle, scale + 1);
      measure(middle, end, scale + 1);
    }
  }

  /** The sum of all squared contrasts over their variances: χ² of as many where counts are even. */
  double chiSquare() {
    double sum = 0;
    for (double square : squares) {
      sum += square;
    }
    return sum;
  }

  /** Replaces the counts, to sum to the total; some may be below 0. */
  void shrink(double total) {
    double all = chiSquare() / Math.max(1, counts.length - 1);
    double[] kept = new double[SCALES];
    for (int scale = 0; scale < SCALES; scale++) {
      double mean = (squares[scale] + STEADYING * all) / (contrasts[scale] + STEADYING);
      kept[scale] = mean <= NOISE_PART ? 0 : 1 - NOISE_PART / mean;
    }
    spread(0, counts.length, 0, kept, total);
  }

  private void spread(int from, int end, int scale, double[] kept, double total) {
    if (end - from == 1) {
      counts[from] = total;
      return;
    }
    int middle = (from + end + 1) >>> 1;
    double half = total * share(from, middle, end) + kept[scale] * contrast(from, middle, end);
    spread(from, middle, scale + 1, kept, half);
    spread(middle, end, scale + 1, kept, total - half);
  }

  /** What the first half holds beyond its even share of both. */
  private double contrast(int from, int middle, int end) {
    double share = share(from, middle, end);
    return (1 - share) * sum(from, middle) - share * sum(middle, end);
  }

  /** The first half's part of the width. */
  private double share(int from, int middle, int end) {
    double width = end - from - (end == counts.length ? 1 - widthOfLast : 0);
    return (middle - from) / width;
  }

  private double sum(int from, int end) {
    double sum = 0;
    for (int i = from; i < end; i++) {
      sum += counts[i];
    }
    return sum;
  }
}
