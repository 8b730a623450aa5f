package io.discreet.mechanisms.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discreet.mechanisms.reference.DecimalCurve;
import io.discreet.mechanisms.reference.ReferenceTable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConcentratedDpTest {

  private static final MathContext DIGITS = new MathContext(100);

  /** The tables' parameters are decimals; the doubles nearest to them move results by this much. */
  private static final double DECIMAL_SLACK = 2e-15;

  static List<double[]> grid() {
    return GaussianDpTest.grid();
  }

  /** The formula at one α, in 100 digits. */
  private static BigDecimal epsilonAt(double alpha, BigDecimal rho, double delta) {
    BigDecimal a = new BigDecimal(alpha);
    BigDecimal beyond = a.subtract(BigDecimal.ONE);
    BigDecimal log = DecimalCurve.log(a.multiply(new BigDecimal(delta))).negate();
    return rho.multiply(a)
        .add(log.divide(beyond, DIGITS))
        .add(DecimalCurve.log(beyond.divide(a, DIGITS)));
  }

  /** The formula at the best α, where ρ(α − 1)² = ln(1/(αδ)), found by damped iteration. */
  private static BigDecimal leastEpsilon(double rho, double delta) {
    double x = 1;
    for (int i = 0; i < 2000; i++) {
      double log = Math.max(-Math.log(delta) - Math.log1p(x), 1e-9);
      x = Math.sqrt(x * Math.sqrt(log / rho));
    }
    return epsilonAt(1 + x, new BigDecimal(rho), delta);
  }

  @Test
  void epsilon_everyRowOfTheTable_isTheReferenceRoundedUp() {
    for (double[] row :
        ReferenceTable.named("zcdp_to_approx_dp").doubles("rho", "delta", "eps_double_up")) {
      assertThat(ConcentratedDp.epsilon(row[0], row[1]))
          .as("rho %s, delta %s", row[0], row[1])
          .isEqualTo(row[2], within(row[2] * DECIMAL_SLACK));
    }
  }

  @Test
  void rho_everyRowOfTheTable_isTheReferenceRoundedDown() {
    for (double[] row :
        ReferenceTable.named("approx_dp_to_zcdp").doubles("eps", "delta", "rho_double_down")) {
      assertThat(ConcentratedDp.rho(row[0], row[1]))
          .as("epsilon %s, delta %s", row[0], row[1])
          .isEqualTo(row[2], within(row[2] * DECIMAL_SLACK));
    }
  }

  @ParameterizedTest
  @MethodSource("grid")
  void rho_anyBudget_impliesTheBudgetAndIsTight(double[] budget) {
    double rho = ConcentratedDp.rho(budget[0], budget[1]);
    BigDecimal allowed = new BigDecimal(budget[0]);
    assertThat(leastEpsilon(rho, budget[1])).isLessThanOrEqualTo(allowed);
    assertThat(leastEpsilon(rho * (1 + 1e-12), budget[1])).isGreaterThan(allowed);
  }

  @ParameterizedTest
  @MethodSource("grid")
  void epsilon_anyLoss_isImpliedAndTight(double[] budget) {
    double rho = 0.7 * ConcentratedDp.rho(budget[0], budget[1]);
    double epsilon = ConcentratedDp.epsilon(rho, budget[1]);
    BigDecimal least = leastEpsilon(rho, budget[1]);
    if (least.signum() <= 0) {
      assertThat(epsilon).isZero();
    } else {
      assertThat(epsilon).isLessThan(budget[0]);
      assertThat(new BigDecimal(epsilon)).isGreaterThanOrEqualTo(least);
      assertThat(new BigDecimal(epsilon * (1 - 1e-12))).isLessThan(least);
    }
  }

  @Test
  void conversions_thereAndBack_neverGain() {
    for (double[] budget : grid()) {
      double rho = ConcentratedDp.rho(budget[0], budget[1]);
      assertThat(ConcentratedDp.epsilon(rho, budget[1])).isLessThanOrEqualTo(budget[0]);
    }
  }

  @Test
  void rho_ofGaussianOrPure_isHalfTheSquareRoundedUp() {
    for (double x : new double[] {1e-160, 1e-9, 0.1, 1, 3.7, 4095.9}) {
      BigDecimal exact = new BigDecimal(x).pow(2).divide(BigDecimal.valueOf(2));
      for (double rho :
          new double[] {ConcentratedDp.rhoOfGaussian(x), ConcentratedDp.rhoOfPure(x)}) {
        assertThat(new BigDecimal(rho)).isGreaterThanOrEqualTo(exact);
        assertThat(new BigDecimal(Math.nextDown(rho))).isLessThan(exact);
      }
    }
    assertThat(ConcentratedDp.rhoOfGaussian(0)).isZero();
    assertThat(ConcentratedDp.rhoOfPure(0)).isZero();
    assertThat(ConcentratedDp.rhoOfGaussian(4096)).isEqualTo(ConcentratedDp.MAX_RHO);
  }

  /** The detour over ρ loses: the books are therefore kept in μ². */
  @Test
  void epsilon_ofAGaussian_isAboveItsExactEpsilon() {
    for (double mu : new double[] {0.01, 0.3, 1, 2}) {
      double rho = ConcentratedDp.rhoOfGaussian(mu);
      assertThat(ConcentratedDp.epsilon(rho, 1e-6)).isGreaterThan(GaussianDp.epsilon(mu, 1e-6));
    }
  }

  @Test
  void conversions_extremes_areSafe() {
    assertThat(ConcentratedDp.epsilon(0, 1e-9)).isZero();
    assertThat(ConcentratedDp.epsilon(Double.MIN_VALUE, 1e-300)).isBetween(0.0, 1e-28);
    assertThat(ConcentratedDp.epsilon(1e-9, 0.9)).isZero();
    assertThat(ConcentratedDp.epsilon(ConcentratedDp.MAX_RHO, 1e-9)).isBetween(8.38e6, 8.5e6);
    assertThat(ConcentratedDp.rho(1e-100, 1e-9)).isZero();
    assertThat(ConcentratedDp.rho(1e-12, 1e-300)).isBetween(0.0, 1e-26);
    assertThat(ConcentratedDp.rho(1e300, 1e-9))
        .isEqualTo(ConcentratedDp.rho(GaussianDp.MAX_EPSILON, 1e-9))
        .isBetween(1.0e6, 1.05e6);
  }

  @Test
  void conversions_endsOfTheRanges_belongToThem() {
    assertThat(ConcentratedDp.rhoOfPure(0x1p20)).isEqualTo(0x1p39);
    assertThat(ConcentratedDp.rho(Double.MAX_VALUE, 0.5)).isPositive();
    assertThat(ConcentratedDp.rho(0x1p-200, 0.5)).isPositive();
    assertThat(ConcentratedDp.rho(Math.nextDown(0x1p-200), 0.5)).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -1e-9, 1e9, Double.POSITIVE_INFINITY})
  void losses_outOfRange_areRefused(double bad) {
    assertThatThrownBy(() -> ConcentratedDp.epsilon(bad, 1e-6)).hasMessageContaining("rho must");
    assertThatThrownBy(() -> ConcentratedDp.rhoOfGaussian(bad)).hasMessageContaining("mu must");
    assertThatThrownBy(() -> ConcentratedDp.rhoOfPure(bad)).hasMessageContaining("epsilon must");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 0, -1, Double.POSITIVE_INFINITY})
  void rho_epsilonOutOfRange_isRefused(double bad) {
    assertThatThrownBy(() -> ConcentratedDp.rho(bad, 1e-6)).hasMessageContaining("epsilon must");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 0, -1e-9, 1, 2})
  void conversions_deltaOutOfRange_areRefused(double bad) {
    assertThatThrownBy(() -> ConcentratedDp.rho(1, bad)).hasMessageContaining("delta must");
    assertThatThrownBy(() -> ConcentratedDp.epsilon(1, bad)).hasMessageContaining("delta must");
  }
}
