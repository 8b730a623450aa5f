package io.discreet.benchmarks.selection;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That both sides name a total as often as (ε, δ) allows, by the way that the class doc names. */
class GoogleSelectionBenchmarkTest {

  /** The library's threshold is no integer, so that it is up to one customer beside ours. */
  private static final int BESIDE = 1;

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void select_bothSides_nameEachTotalAsOftenAsDefined(int l0) {
    GoogleSelectionBenchmark benchmark = new GoogleSelectionBenchmark();
    benchmark.l0 = l0;
    benchmark.makeSelections();
    IntToDoubleFunction odds =
        l0 == 1 ? SelectionBenchmarkTest.geometric(l0) : SelectionBenchmarkTest.threshold(l0);
    SelectionBenchmarkTest.assertFits(benchmark.ours(), odds, odds);
    SelectionBenchmarkTest.assertFits(
        benchmark.google(),
        n -> n <= BESIDE ? 0 : odds.applyAsDouble(n - BESIDE),
        n -> n == 0 ? 0 : odds.applyAsDouble(Math.min(99, n + BESIDE)));
  }
}
