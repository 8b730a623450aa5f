package io.discreet.mechanisms.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.mechanisms.reference.DecimalCurve;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConcentratedDpTest {

  private static final MathContext DIGITS = new MathContext(100);

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
    assertThat(ConcentratedDp.epsilon(rho, budget[1])).isLessThan(budget[0]);
    assertIsLeastEpsilon(rho, budget[1]);
  }

  static List<double[]> smallBudgets() {
    return List.of(
        new double[] {1e-25, 1e-9},
        new double[] {1e-12, 1e-300},
        new double[] {1e-50, 0.5},
        new double[] {0.6, Double.MIN_VALUE},
        new double[] {1e6, 1e-9});
  }

  /** The best α is then far from 1 or next to it, and small numbers are left of large ones. */
  @ParameterizedTest
  @MethodSource("smallBudgets")
  void conversions_farFromTheUsual_areTight(double[] budget) {
    double rho = ConcentratedDp.rho(budget[0], budget[1]);
    assertThat(leastEpsilon(rho, budget[1])).isLessThanOrEqualTo(new BigDecimal(budget[0]));
    assertThat(leastEpsilon(rho * (1 + 1e-12), budget[1])).isGreaterThan(new BigDecimal(budget[0]));
    assertIsLeastEpsilon(rho, budget[1]);
    assertIsLeastEpsilon(2 * rho, budget[1]);
  }

  private static void assertIsLeastEpsilon(double rho, double delta) {
    double epsilon = ConcentratedDp.epsilon(rho, delta);
    BigDecimal least = leastEpsilon(rho, delta);
    if (least.signum() <= 0) {
      assertThat(epsilon).isZero();
    } else {
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
  void rhoOfGaussian_anyMu_isHalfTheSquareRoundedUp() {
    for (double x : new double[] {1e-160, 1e-9, 0.1, 1, 3.7, 4095.9}) {
      assertIsRoundedUp(ConcentratedDp.rhoOfGaussian(x), halfSquare(x));
    }
    assertThat(ConcentratedDp.rhoOfGaussian(0)).isZero();
    assertThat(ConcentratedDp.rhoOfGaussian(4096)).isEqualTo(ConcentratedDp.MAX_RHO);
  }

  @Test
  void rhoOfPure_anyEpsilon_isEpsilonTimesTanhOfItsHalfRoundedUp() {
    for (double x : new double[] {1e-8, 1e-3, 0.1, 1, 3.7, 30, 99.9}) {
      BigDecimal power = DecimalCurve.exp(new BigDecimal(x));
      BigDecimal tanh = power.subtract(BigDecimal.ONE).divide(power.add(BigDecimal.ONE), DIGITS);
      assertIsRoundedUp(ConcentratedDp.rhoOfPure(x), new BigDecimal(x).multiply(tanh));
    }
    for (double tiny : new double[] {1e-160, 1e-12, Math.nextDown(0x1p-30)}) {
      assertIsRoundedUp(ConcentratedDp.rhoOfPure(tiny), halfSquare(tiny));
    }
    assertThat(ConcentratedDp.rhoOfPure(0)).isZero();
  }

  /** Rényi divergence of randomized response of every order: at most ρα, and ρ towards order 1. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.3, 1, 2.5, 8, 30})
  void rhoOfPure_randomizedResponse_isBoundedAtEveryOrder(double epsilon) {
    double rho = ConcentratedDp.rhoOfPure(epsilon);
    double odds = Math.exp(-epsilon);
    for (double t = 1e-5; t < 1e4; t *= 1.1) {
      // ln((1 − q) e^(tε) + q e^(−tε)) / t with q = odds/(1 + odds), the large power taken out.
      double rest = -Math.expm1(-2 * t * epsilon) * odds / (1 + odds);
      double divergence = epsilon + Math.log1p(-rest) / t;
      assertThat(divergence).as("order %s", 1 + t).isLessThan(rho * (1 + t) * (1 + 1e-9));
      if (t < 2e-5) {
        assertThat(divergence).isGreaterThan(rho * (1 - 1e-9));
      }
    }
  }

  private static BigDecimal halfSquare(double x) {
    return new BigDecimal(x).pow(2).divide(BigDecimal.valueOf(2));
  }

  private static void assertIsRoundedUp(double actual, BigDecimal exact) {
    assertThat(new BigDecimal(actual)).isGreaterThanOrEqualTo(exact);
    assertThat(new BigDecimal(Math.nextDown(actual))).isLessThan(exact);
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
    assertThat(ConcentratedDp.rhoOfPure(0x1p20)).isEqualTo(0x1p20);
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
