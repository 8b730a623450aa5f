package io.discreet.benchmarks.quantiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discreet.mechanisms.noise.RoundedGaussian;
import io.discreet.mechanisms.noise.SecureBits;
import io.discreet.mechanisms.quantiles.LeafCounts;
import io.discreet.mechanisms.quantiles.NoisyQuantiles;
import io.discreet.mechanisms.quantiles.QuantileTree;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That each benchmark computes what its figure is printed for. */
class QuantileBenchmarksTest {

  @ParameterizedTest
  @EnumSource(MadeUpValues.class)
  void feedAndRelease_everyKind_findTheMedianOfItsValues(MadeUpValues values) {
    QuantileFeedBenchmark benchmark = new QuantileFeedBenchmark();
    benchmark.data = values.name();
    benchmark.makeUpValues();
    long[] rows = values.rows(QuantileFeedBenchmark.VALUES, 1);
    Arrays.sort(rows);
    // The middle rank of a million is off by at most 64 nodes' noise of 10: under 1 % of the rows.
    assertThat(benchmark.releaseAndRead()).isBetween(rows[490_000] - 2.0, rows[510_000] + 2.0);
    assertRanks(benchmark.feed(), rows);
    assertThat(rows[0]).isNotNegative();
    assertThat(rows[rows.length - 1]).isLessThanOrEqualTo(MadeUpValues.GREATEST);
  }

  /** Without noise to speak of, counts give the ranks themselves, to within a leaf of 2 values. */
  static void assertRanks(LeafCounts counts, long[] sorted) {
    NoisyQuantiles exact =
        new QuantileTree(0, MadeUpValues.GREATEST)
            .release(counts, new RoundedGaussian(0.1), SecureBits.fromOperatingSystem())
            .quantiles();
    for (int percent = 5; percent < 100; percent += 15) {
      int rank = sorted.length / 100 * percent;
      assertThat(exact.quantile(percent / 100.0))
          .isBetween(sorted[rank - 1_000] - 2.0, sorted[rank + 1_000] + 2.0);
    }
  }

  @Test
  void errors_ofEstimatesThatAreOffByAKnownAmount_areThatAmount() {
    long[] rows = LongStream.rangeClosed(1, 1_000).map(i -> 100 * (1_001 - i)).toArray();
    QuantileErrors exact = QuantileErrors.of(rows, q -> 100 * Math.ceil(1_000 * q));
    assertThat(exact.value()).isZero();
    assertThat(exact.rank()).isZero();
    QuantileErrors off = QuantileErrors.of(rows, q -> 100 * Math.ceil(1_000 * q) + 350);
    assertThat(off.value()).isEqualTo(350, within(1e-9));
    assertThat(off.rank()).isEqualTo(0.003, within(1e-9));
  }
}
