package io.discreet.engine.personalize;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The share that each item is expected to have in one cell of some axes.
 *
 * @param share the posterior mean for each item, above 0; they add up to 1
 * @param variance of what the releases leave uncertain, at least 0
 * @param ownWeight how much of each mean rests on the cell's own counts, in [0, 1]
 * @param releases the ids of the releases behind them
 */
record ExpectedShares(double[] share, double[] variance, double[] ownWeight, Set<String> releases) {

  /** An even spread over so many items, as uncertain as shares can be. */
  static ExpectedShares even(int items) {
    double[] share = new double[items];
    double[] variance = new double[items];
    Arrays.fill(share, 1.0 / items);
    Arrays.fill(variance, 1.0 / items * (1 - 1.0 / items));
    return new ExpectedShares(share, variance, new double[items], Set.of());
  }

  /**
   * What a cell's parts say about it where they do not act upon each other: the product of the
   * shares over odd numbers of axes left out, divided by those over even numbers, scaled to add up
   * to 1. For two axes it is {@code share(a) · share(b) / share(all)}: the log-linear model without
   * the highest interaction (Bishop, Fienberg and Holland 1975).
   *
   * @param parts the cell with one or more of its axes left out, all of these
   * @param leftOut for each part how many axes it lacks; at least 1
   */
  static ExpectedShares withoutInteraction(List<ExpectedShares> parts, int[] leftOut) {
    int items = parts.get(0).share.length;
    double[] mean = new double[items];
    double[] relativeVariance = new double[items];
    Set<String> releases = new TreeSet<>();
    Arrays.fill(mean, 1);
    for (int part = 0; part < leftOut.length; part++) {
      ExpectedShares from = parts.get(part);
      releases.addAll(from.releases);
      for (int item = 0; item < items; item++) {
        double share = from.share[item];
        mean[item] = leftOut[part] % 2 == 1 ? mean[item] * share : mean[item] / share;
        relativeVariance[item] += from.variance[item] / (share * share);
      }
    }
    double total = Arrays.stream(mean).sum();
    double[] variance = new double[items];
    for (int item = 0; item < items; item++) {
      mean[item] /= total;
      variance[item] = mean[item] * mean[item] * relativeVariance[item];
    }
    return new ExpectedShares(mean, variance, new double[items], releases);
  }
}
