package io.discreet.mechanisms.noise;

import java.math.BigDecimal;
import java.util.Arrays;
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

  /** Tests {@code draws} against the pmf of 0, ±1, ±2, …; cells that expect under 20 are pooled. */
  static ChiSquare of(long[] draws, List<BigDecimal> pmf) {
    int n = draws.length;
    int last = 0;
    while (last + 1 < pmf.size() && pmf.get(last + 1).doubleValue() * n >= 20) {
      last++;
    }
    long[] counts = new long[2 * last + 2];
    for (long draw : draws) {
      counts[Math.abs(draw) > last ? 2 * last + 1 : (int) draw + last]++;
    }
    double[] probabilities = new double[counts.length];
    double rest = 1;
    for (int x = -last; x <= last; x++) {
      probabilities[x + last] = pmf.get(Math.abs(x)).doubleValue();
      rest -= probabilities[x + last];
    }
    probabilities[2 * last + 1] = Math.max(rest, 0);
    return of(counts, probabilities);
  }

  /** Tests counts against the odds of their cells; cells that expect under 20 are left out. */
  static ChiSquare of(long[] counts, double[] probabilities) {
    long n = Arrays.stream(counts).sum();
    double sum = 0;
    int cells = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = probabilities[i] * n;
      if (expected >= 20) {
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
