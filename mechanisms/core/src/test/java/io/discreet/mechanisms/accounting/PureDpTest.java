package io.discreet.mechanisms.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.mechanisms.reference.DecimalCurve;
import java.math.BigDecimal;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PureDpTest {

  /** (1 + e^ε) Q(μ/2): at most 1 exactly where ε-DP implies μ-GDP. */
  private static BigDecimal odds(double epsilon, double mu) {
    BigDecimal half = new BigDecimal(mu).divide(BigDecimal.valueOf(2));
    return DecimalCurve.exp(new BigDecimal(epsilon))
        .add(BigDecimal.ONE)
        .multiply(DecimalCurve.upper(half));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 0.001, 0.0173, 0.5, 0.999, 1, 1.001, 3.7, 12, 50})
  void mu_anyEpsilon_isTheLeastDoubleThatIsImplied(double epsilon) {
    double mu = PureDp.mu(epsilon);
    assertThat(odds(epsilon, mu)).isLessThanOrEqualTo(BigDecimal.ONE);
    assertThat(odds(epsilon, Math.nextDown(mu))).isGreaterThan(BigDecimal.ONE);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 0.001, 0.0173, 0.5, 0.999, 1, 1.001, 3.7, 12, 19})
  void epsilon_anyMu_isTheLargestDoubleThatImpliesIt(double mu) {
    double epsilon = PureDp.epsilon(mu);
    assertThat(odds(epsilon, mu)).isLessThanOrEqualTo(BigDecimal.ONE);
    assertThat(odds(Math.nextUp(epsilon), mu)).isGreaterThan(BigDecimal.ONE);
  }

  /** Whatever t is, the lines of slope e^t and e^(t−ε) meet where μ-GDP lets them. */
  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.1, 1, 3, 8, 15})
  void muOfBoundedRange_anyPlaceOfTheRange_boundsTheKnee(double epsilon) {
    NormalDistribution normal = new NormalDistribution(null, 0, 1);
    double mu = PureDp.muOfBoundedRange(epsilon);
    double most = 0;
    for (int i = 1; i < 1000; i++) {
      double t = epsilon * i / 1000;
      double level = -Math.expm1(t - epsilon) / (Math.exp(t) - Math.exp(t - epsilon));
      double power = level * Math.exp(t);
      most = Math.max(most, inverse(normal, power) - inverse(normal, level));
    }
    assertThat(most).isBetween(mu * (1 - 1e-6), mu * (1 + 1e-9));
  }

  private static double inverse(NormalDistribution normal, double p) {
    return normal.inverseCumulativeProbability(p);
  }

  /** The lemma behind it: Φ(z)Φ(−z)/φ(z) falls with |z|, seen at the seam of its proof too. */
  @Test
  void muOfBoundedRange_slopeOfItsIntegrand_isNegative() {
    NormalDistribution normal = new NormalDistribution(null, 0, 1);
    for (double z = 0.001; z < 8; z += 0.001) {
      double hazard = normal.density(z) / normal.cumulativeProbability(-z);
      double mirrored = normal.density(z) / normal.cumulativeProbability(z);
      assertThat(mirrored + z - hazard).as("z %s", z).isNegative();
      if (z >= 0.3) {
        assertThat(2 / (z + Math.sqrt(z * z + 8))).as("z %s", z).isGreaterThan(mirrored);
      }
    }
  }

  @Test
  void epsilonPerStep_anyPrice_isAffordableAndNearlyAllOfIt() {
    for (double mu : new double[] {0.01, 0.3, 1, 4, 8}) {
      long units = (long) (mu * mu * Currency.UNITS_PER_ONE);
      for (int steps : new int[] {1, 3, 10}) {
        double each = PureDp.mu(PureDp.epsilonPerStep(units, steps));
        long cost = Currency.gaussian().costUnits(steps, Math.nextDown(1 / each));
        assertThat(cost).isBetween((long) ((double) units * (1 - 1e-9)) - 2, units);
      }
    }
    assertThat(PureDp.epsilonPerStep(1, Integer.MAX_VALUE)).isBetween(1e-12, 1e-10);
    assertThat(PureDp.epsilonPerStep(1L << 60, 1)).isBetween(454.0, 455.0);
    assertThatThrownBy(() -> PureDp.epsilonPerStep(0, 1)).hasMessageContaining("got 0 and 1");
    assertThatThrownBy(() -> PureDp.epsilonPerStep(1, 0)).hasMessageContaining("got 1 and 0");
  }

  @Test
  void conversions_ofExtremes_areSafe() {
    assertThat(PureDp.mu(0x1p-200)).isBetween(0x1.4p-200, 0x1.41p-200); // √(π/2) = 1.2533
    assertThat(PureDp.epsilon(0x1p-200)).isBetween(0x1.98p-201, 0x1.99p-201);
    assertThat(PureDp.mu(512)).isBetween(63.0, 64.0);
    assertThat(PureDp.epsilon(60)).isBetween(454.0, 455.0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -1, 0, 1e-300, 513, Double.POSITIVE_INFINITY})
  void conversions_outOfRange_areRefused(double bad) {
    assertThatThrownBy(() -> PureDp.mu(bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("epsilon must be from 2^-200 to 512, got " + bad);
    assertThatThrownBy(() -> PureDp.epsilon(bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mu must be from 2^-200 to 60, got " + bad);
  }
}
