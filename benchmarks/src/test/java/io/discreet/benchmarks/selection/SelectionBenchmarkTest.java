package io.discreet.benchmarks.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the benchmark computes what its figure is printed for. */
class SelectionBenchmarkTest {

  /** Thresholds are about 15 to 70 here; an empty segment has odds of 10⁻⁶ at most. */
  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void select_bothWays_nameTheLargeAndNotTheEmpty(int l0) {
    SelectionBenchmark benchmark = new SelectionBenchmark();
    benchmark.l0 = l0;
    benchmark.makeSelections();
    for (BitSet named :
        new BitSet[] {benchmark.truncatedGeometric(), benchmark.gaussianThreshold()}) {
      assertThat(named.cardinality()).isBetween(100, SelectionBenchmark.SEGMENTS - 300);
      long[] totals = SelectionBenchmark.totals();
      assertThat(named.stream().filter(i -> totals[i] == 0).count()).isLessThan(3);
    }
  }
}
