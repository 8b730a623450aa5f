package io.discreet.benchmarks.quantiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That both sides were fed the values. */
class GoogleQuantileFeedBenchmarkTest {

  @ParameterizedTest
  @EnumSource(MadeUpValues.class)
  void feed_bothSides_knowTheRanksOfTheValues(MadeUpValues values) {
    GoogleQuantileFeedBenchmark benchmark = new GoogleQuantileFeedBenchmark();
    benchmark.data = values.name();
    benchmark.makeUpValues();
    long[] rows = values.rows(QuantileFeedBenchmark.VALUES, 1);
    Arrays.sort(rows);
    QuantileBenchmarksTest.assertRanks(benchmark.ours(), rows);
    // The noise of ε = 1 on a node is in the tens, 1 % of the rows are 10,000.
    assertThat(benchmark.google().computeResult(0.5))
        .isBetween(rows[490_000] - 2.0, rows[510_000] + 2.0);
  }
}
