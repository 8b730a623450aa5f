package io.discreet.benchmarks.selection;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.mechanisms.accounting.Currency;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the benchmark computes what its figure is printed for. */
class SelectionBenchmarkTest {

  /** Sums of independent choices: 6.8 standard deviations and 10 have odds below 1e-10. */
  private static final double DEVIATIONS = 6.8;

  /** Totals are grouped by tens, so that a choice which is wrong for some of them shows. */
  private static final int GROUP = 10;

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void select_bothWays_nameEachTotalAsOftenAsDefined(int l0) {
    SelectionBenchmark benchmark = new SelectionBenchmark();
    benchmark.l0 = l0;
    benchmark.makeSelections();
    assertFits(benchmark.truncatedGeometric(), geometric(l0), geometric(l0));
    assertFits(benchmark.gaussianThreshold(), threshold(l0), threshold(l0));
  }

  /** The recurrence of Desfontaines et al. 2022, Theorem 1. */
  static IntToDoubleFunction geometric(int l0) {
    double epsilon = SelectionBenchmark.EPSILON / l0;
    double delta = SelectionBenchmark.DELTA / l0;
    double[] odds = new double[100];
    for (int n = 1; n < odds.length; n++) {
      double before = odds[n - 1];
      double slow = 1 - Math.exp(-epsilon) * (1 - before - delta);
      odds[n] = Math.min(1, Math.min(Math.exp(epsilon) * before + delta, slow));
    }
    return n -> odds[n];
  }

  /** A customer alone in l0 segments is seen in any of them with a probability of δ/2 at most. */
  static IntToDoubleFunction threshold(int l0) {
    double delta = SelectionBenchmark.DELTA / 2;
    Currency currency = Currency.gaussian();
    double sigma = currency.noiseScale(l0, currency.budgetUnits(SelectionBenchmark.EPSILON, delta));
    NormalDistribution noise = new NormalDistribution(0, sigma);
    int margin = 1;
    while (l0 * noise.cumulativeProbability(0.5 - margin) > delta) {
      margin++;
    }
    double least = 1 + margin;
    return n -> n == 0 ? 0 : noise.cumulativeProbability(n - least + 0.5);
  }

  /** Odds are of each total; those of {@code most} are nowhere less than those of {@code least}. */
  static void assertFits(BitSet named, IntToDoubleFunction least, IntToDoubleFunction most) {
    long[] totals = SelectionBenchmark.totals();
    for (int from = 0; from < 100; from += GROUP) {
      int low = from;
      int[] group =
          IntStream.range(0, totals.length)
              .filter(i -> totals[i] >= low && totals[i] < low + GROUP)
              .toArray();
      double[] few = Arrays.stream(group).mapToDouble(i -> odds(least, totals[i])).toArray();
      double[] many = Arrays.stream(group).mapToDouble(i -> odds(most, totals[i])).toArray();
      assertThat((double) Arrays.stream(group).filter(named::get).count())
          .as("totals from %d", low)
          .isBetween(
              Arrays.stream(few).sum() - slack(few), Arrays.stream(many).sum() + slack(many));
    }
    for (int i = 0; i < totals.length; i++) {
      if (odds(most, totals[i]) == 0) {
        assertThat(named.get(i)).as("a total of %d is named", totals[i]).isFalse();
      }
      if (odds(least, totals[i]) == 1) {
        assertThat(named.get(i)).as("a total of %d is named", totals[i]).isTrue();
      }
    }
  }

  private static double odds(IntToDoubleFunction odds, long total) {
    return odds.applyAsDouble((int) total);
  }

  private static double slack(double[] odds) {
    return 10 + DEVIATIONS * Math.sqrt(Arrays.stream(odds).map(p -> p * (1 - p)).sum());
  }
}
