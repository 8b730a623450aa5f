package io.discreet.mechanisms.noise;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/** Pearson's test of draws against a symmetric pmf that is known from a reference table. */
final class ChiSquare {

  private final double statistic;
  private final int cells;

  private ChiSquare(double statistic, int cells) {
    this.statistic = statistic;
    this.cells = cells;
  }

  /** Tests {@code draws} against the pmf of 0, ±1, ±2, …; cells that expect under 10 are pooled. */
  static ChiSquare of(long[] draws, List<BigDecimal> pmf) {
    int n = draws.length;
    int last = 0;
    while (last + 1 < pmf.size() && pmf.get(last + 1).doubleValue() * n >= 10) {
      last++;
    }
    long[] counts = new long[2 * last + 2];
    for (long draw : draws) {
      counts[Math.abs(draw) > last ? 2 * last + 1 : (int) draw + last]++;
    }
    List<Double> probabilities = new ArrayList<>();
    double rest = 1;
    for (int x = -last; x <= last; x++) {
      double probability = pmf.get(Math.abs(x)).doubleValue();
      probabilities.add(probability);
      rest -= probability;
    }
    probabilities.add(Math.max(rest, 0));
    double sum = 0;
    int cells = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = probabilities.get(i) * n;
      if (expected >= 5) {
        sum += (counts[i] - expected) * (counts[i] - expected) / expected;
        cells++;
      }
    }
    return new ChiSquare(sum, cells);
  }

  /** The odds of a statistic this large if the draws have the pmf. */
  double falseAlarm() {
    return 1 - new ChiSquaredDistribution(cells - 1.0).cumulativeProbability(statistic);
  }
}
