package io.discreet.engine.personalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantilesTest {

  private static final NormalDistribution NORMAL = new NormalDistribution();

  @ParameterizedTest
  @ValueSource(doubles = {0.025, 0.0125, 0.003, 2.5e-4, 2.5e-6, 1e-12})
  void normalTail_probability_isBoundedFromTheSafeSide(double tail) {
    double exact = -NORMAL.inverseCumulativeProbability(tail);
    assertThat(Quantiles.normalTail(tail)).isBetween(exact, exact + 0.1);
  }

  @Test
  void z975_isTheQuantile() {
    assertThat(Quantiles.Z_975)
        .isCloseTo(NORMAL.inverseCumulativeProbability(0.975), within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 30, 1000})
  void chiSquared999_degrees_isTheQuantilewithinFivePercent(int degrees) {
    assertThat(Quantiles.chiSquared999(degrees))
        .isCloseTo(
            new ChiSquaredDistribution(degrees).inverseCumulativeProbability(0.999),
            Percentage.withPercentage(5));
  }
}
