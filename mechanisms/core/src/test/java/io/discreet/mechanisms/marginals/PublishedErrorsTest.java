package io.discreet.mechanisms.marginals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discreet.mechanisms.accounting.Currency;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The published errors of workloads over the attributes of the Adult data, at μ = 1: root mean
 * squared error of a cell. Source: Xiao, He, Zhang and Kifer 2023; no data are needed.
 */
class PublishedErrorsTest {

  private static final Domain ADULT =
      Domain.of(85, 9, 100, 16, 7, 15, 6, 5, 2, 100, 100, 99, 42, 2);

  private static List<AttributeSet> marginals(Predicate<AttributeSet> asked) {
    return ADULT.all().subsets().stream().filter(asked).toList();
  }

  private static boolean isSmall(AttributeSet set) {
    double cells = 1;
    for (int attribute : set.attributes()) {
      cells *= ADULT.sizes().get(attribute);
    }
    return cells <= 5000;
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 3.047", "2, 2, 6.359", "3, 3, 10.515", "0, 3, 10.665"})
  void marginals_ofSomeAttributes_haveThePublishedError(int least, int most, double published) {
    MarginalPlan plan =
        plan(marginals(set -> set.size() >= least && set.size() <= most), Currency.UNITS_PER_ONE);
    assertThat(plan.rootMeanSquaredError()).isCloseTo(published, within(0.0005));
    assertThat(plan.costUnits()).isBetween(Currency.UNITS_PER_ONE - 1000, Currency.UNITS_PER_ONE);
  }

  @Test
  void marginals_ofAtMost5000Cells_haveThePublishedError() {
    MarginalPlan plan = plan(marginals(PublishedErrorsTest::isSmall), Currency.UNITS_PER_ONE);
    assertThat(plan.rootMeanSquaredError()).isCloseTo(9.945, within(0.0005));
  }

  /** The published comparison: each marginal with noise of its own, at the best split. */
  @ParameterizedTest
  @CsvSource({"1, 1, 3.162", "2, 2, 6.875", "3, 3, 11.891", "0, 3, 12.443"})
  void marginals_eachWithItsOwnNoise_haveThePublishedLargerError(
      int least, int most, double published) {
    List<AttributeSet> marginals = marginals(set -> set.size() >= least && set.size() <= most);
    assertThat(SeparateNoise.rootMeanSquaredError(ADULT, marginals, 1))
        .isCloseTo(published, within(0.0005));
  }

  @Test
  void marginals_ofAtMost5000CellsEachWithItsOwnNoise_haveThePublishedLargerError() {
    assertThat(
            SeparateNoise.rootMeanSquaredError(ADULT, marginals(PublishedErrorsTest::isSmall), 1))
        .isCloseTo(16.915, within(0.0005));
  }

  /** Errors scale with the budget: a quarter of the cost doubles them. */
  @Test
  void error_atAQuarterOfTheCost_isTwiceAsLarge() {
    List<AttributeSet> pairs = marginals(set -> set.size() == 2);
    assertThat(plan(pairs, Currency.UNITS_PER_ONE / 4).rootMeanSquaredError())
        .isCloseTo(2 * plan(pairs, Currency.UNITS_PER_ONE).rootMeanSquaredError(), within(1e-5));
  }

  private static MarginalPlan plan(List<AttributeSet> marginals, long units) {
    return MarginalPlan.leastSumOfVariances(Workload.of(ADULT, marginals), units);
  }
}
