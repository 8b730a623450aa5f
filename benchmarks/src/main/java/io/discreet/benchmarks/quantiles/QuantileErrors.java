package io.discreet.benchmarks.quantiles;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * How far estimated quantiles of some rows are off, on average over {@link #PARTS}.
 *
 * @param value the mean distance to the true quantile, the least value that at least a part q of
 *     the rows does not exceed
 * @param rank the mean distance of q to the ranks of the rows within {@link #SLACK} of the
 *     estimate, as a part of all rows
 */
record QuantileErrors(double value, double rank) {

  /** The quantiles that are asked for. */
  private static final double[] PARTS = {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95};

  /** What a tree of 65,536 leaves over 100,000 values cannot tell apart. */
  private static final double SLACK = 2;

  static QuantileErrors of(long[] rows, DoubleUnaryOperator quantiles) {
    long[] sorted = rows.clone();
    Arrays.sort(sorted);
    double value = 0;
    double rank = 0;
    for (double part : PARTS) {
      double estimate = quantiles.applyAsDouble(part);
      value += Math.abs(estimate - sorted[(int) Math.ceil(part * sorted.length) - 1]);
      double target = part * sorted.length;
      double least = countBelow(sorted, estimate - SLACK);
      double most = countBelow(sorted, estimate + SLACK);
      rank += Math.max(0, Math.max(least - target, target - most)) / sorted.length;
    }
    return new QuantileErrors(value / PARTS.length, rank / PARTS.length);
  }

  private static int countBelow(long[] sorted, double bound) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < bound) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
