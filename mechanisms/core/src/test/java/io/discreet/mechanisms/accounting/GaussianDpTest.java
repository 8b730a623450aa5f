package io.discreet.mechanisms.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.discreet.mechanisms.reference.DecimalCurve;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.numbers.gamma.Erfcx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianDpTest {

  static List<double[]> grid() {
    List<double[]> grid = new ArrayList<>();
    for (double epsilon : new double[] {0.001, 0.0173, 0.1, 0.5, 1, 3.7, 12, 27, 50}) {
      for (double delta : new double[] {1e-15, 2e-12, 1e-9, 3e-6, 0.01, 0.1}) {
        grid.add(new double[] {epsilon, delta});
      }
    }
    return grid;
  }

  /** Where a μ or a δ has its first bits far behind the point. */
  static List<double[]> smallBudgets() {
    return List.of(
        new double[] {1e-9, 1e-15},
        new double[] {1e-6, 1e-40},
        new double[] {1e-30, 1e-35},
        new double[] {1e-13, 0.3},
        new double[] {1, 1e-45});
  }

  @ParameterizedTest
  @MethodSource({"grid", "smallBudgets"})
  void delta_ofTheMuAllowed_isWithinTheBudgetAndNotByMuch(double[] budget) {
    double mu = GaussianDp.mu(budget[0], budget[1]);
    BigDecimal allowed = new BigDecimal(budget[1]);
    assertThat(DecimalCurve.delta(mu, budget[0])).isLessThanOrEqualTo(allowed);
    assertThat(DecimalCurve.delta(Math.nextUp(mu), budget[0])).isGreaterThan(allowed);
  }

  @ParameterizedTest
  @MethodSource({"grid", "smallBudgets"})
  void delta_ofTheEpsilonReported_isWithinTheBudgetAndNotByMuch(double[] budget) {
    double mu = GaussianDp.mu(budget[0], budget[1]) * 0.7;
    double epsilon = GaussianDp.epsilon(mu, budget[1]);
    BigDecimal allowed = new BigDecimal(budget[1]);
    assertThat(epsilon).isLessThan(budget[0]);
    assertThat(DecimalCurve.delta(mu, epsilon)).isLessThanOrEqualTo(allowed);
    if (epsilon > 0) {
      assertThat(DecimalCurve.delta(mu, Math.nextDown(epsilon))).isGreaterThan(allowed);
    }
  }

  @ParameterizedTest
  @MethodSource({"grid", "smallBudgets"})
  void delta_ofAnyPair_isTheTrueValueRoundedUp(double[] budget) {
    double mu = GaussianDp.mu(budget[0], budget[1]) * 1.3;
    double delta = GaussianDp.delta(mu, budget[0]);
    BigDecimal exact = DecimalCurve.delta(mu, budget[0]);
    assertThat(new BigDecimal(delta)).isGreaterThanOrEqualTo(exact);
    assertThat(new BigDecimal(Math.nextDown(delta))).isLessThan(exact);
  }

  @Test
  void epsilon_extremes_areSafe() {
    assertThat(GaussianDp.epsilon(0, 1e-9)).isZero();
    assertThat(GaussianDp.epsilon(1e-12, 1e-9)).isZero();
    assertThat(GaussianDp.epsilon(4096, 1e-9)).isBetween(8.0e6, 8.5e6);
    assertThat(GaussianDp.mu(1e-12, 1e-300)).isBetween(0.0, 1e-12);
    assertThat(GaussianDp.mu(1e300, 1e-9)).isEqualTo(GaussianDp.mu(GaussianDp.MAX_EPSILON, 1e-9));
    assertThat(GaussianDp.mu(1e6, Math.nextDown(1.0))).isBetween(1414.0, 1440.0);
    assertThat(GaussianDp.delta(0, 0)).isZero();
    assertThat(GaussianDp.delta(1, 1e9)).isEqualTo(Double.MIN_VALUE);
    assertThat(GaussianDp.delta(1, Double.MAX_VALUE)).isEqualTo(Double.MIN_VALUE);
    assertThat(GaussianDp.mu(Double.MAX_VALUE, 1e-9)).isEqualTo(GaussianDp.mu(1e300, 1e-9));
    assertThat(GaussianDp.delta(1e-300, 1)).isEqualTo(Double.MIN_VALUE);
    assertThat(GaussianDp.delta(4096, 0)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 0, -1, Double.POSITIVE_INFINITY})
  void mu_epsilonOutOfRange_isRefused(double epsilon) {
    assertThatThrownBy(() -> GaussianDp.mu(epsilon, 1e-6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("epsilon")
        .hasMessageContaining(String.valueOf(epsilon));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 0, -1e-9, 1, 2, Double.POSITIVE_INFINITY})
  void conversions_deltaOutOfRange_areRefused(double delta) {
    assertThatThrownBy(() -> GaussianDp.mu(1, delta))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("delta");
    assertThatThrownBy(() -> GaussianDp.epsilon(1, delta))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("delta");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -1e-9, 4097, Double.POSITIVE_INFINITY})
  void conversions_muOutOfRange_areRefused(double mu) {
    assertThatThrownBy(() -> GaussianDp.delta(mu, 1)).hasMessageContaining("mu must be");
    assertThatThrownBy(() -> GaussianDp.epsilon(mu, 1e-6)).hasMessageContaining("mu must be");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -1e-9, Double.POSITIVE_INFINITY})
  void delta_epsilonOutOfRange_isRefused(double epsilon) {
    assertThatThrownBy(() -> GaussianDp.delta(1, epsilon)).hasMessageContaining("epsilon must be");
  }

  /**
   * Where ε is large beside μ, and where both are large: φ(a) (R(a) − R(b)) of Mills' ratio R
   * cancels in neither.
   */
  @ParameterizedTest
  @CsvSource({
    "8, 20",
    "10, 30",
    "50, 300",
    "50, 1200",
    "4096, 8388000",
    "0.5, 10",
    "1, 20",
    "0.3, 11",
    "2, 70"
  })
  void delta_largeEpsilonOrFarTail_isThatOfTheCurve(double mu, double epsilon) {
    double a = epsilon / mu - mu / 2;
    double density = Math.exp(-a * a / 2) / Math.sqrt(2 * Math.PI);
    double expected = density * (mills(a) - mills(a + mu));
    assertThat(GaussianDp.delta(mu, epsilon)).isCloseTo(expected, withinPercentage(1e-8));
  }

  private static double mills(double x) {
    return Math.sqrt(Math.PI / 2) * Erfcx.value(x / Math.sqrt(2));
  }
}
