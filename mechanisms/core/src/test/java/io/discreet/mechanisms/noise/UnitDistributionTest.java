package io.discreet.mechanisms.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.discreet.mechanisms.exact.Enclosure;
import org.apache.commons.numbers.gamma.Erfc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the searches of the noise start: near where they end, so that a draw is not slow. */
class UnitDistributionTest {

  @ParameterizedTest
  @ValueSource(doubles = {-1e-6, -0.3, -1, -7.5, -52, -400, -999})
  void quantileGuess_tailAmongTheDoubles_hasThatTail(double log2) {
    double tail = Math.pow(2, log2);
    double normal = UnitDistribution.NORMAL.quantileGuess(log2);
    assertThat(Erfc.value(normal / Math.sqrt(2))).isCloseTo(tail, withinPercentage(1e-9));
    double laplace = UnitDistribution.LAPLACE.quantileGuess(log2);
    assertThat(Math.exp(-laplace)).isCloseTo(tail, withinPercentage(1e-9));
  }

  /** 2 Q(x) is about e^(−x²/2) / (x √(π/2)). */
  @ParameterizedTest
  @ValueSource(doubles = {-1000, -1500, -4159})
  void quantileGuess_tailBelowEveryDouble_isWithinATenth(double log2) {
    double guess = UnitDistribution.NORMAL.quantileGuess(log2);
    double found = (guess * guess / 2 + Math.log(guess * Math.sqrt(Math.PI / 2))) / Math.log(2);
    double slope = guess / Math.log(2);
    assertThat((found + log2) / slope).isBetween(0.0, 0.12);
    assertThat(UnitDistribution.LAPLACE.quantileGuess(log2))
        .isEqualTo(-log2 * Math.log(2), within(1e-9));
  }

  @Test
  void quantileGuess_wholeTail_isZero() {
    assertThat(UnitDistribution.NORMAL.quantileGuess(0)).isZero();
    assertThat(UnitDistribution.LAPLACE.quantileGuess(0)).isZero();
  }

  /** Rounded up: half of a width that is stated must never be too small for its confidence. */
  @ParameterizedTest
  @ValueSource(doubles = {0.999, 0.5, 0.05, 1e-3, 1e-9, 1e-15, 1e-200})
  void differenceQuantile_anyRest_isOnTheSafeSide(double rest) {
    int bits = 800;
    Enclosure allowed = Enclosure.of(rest, bits);
    // Z − Z′ is √2 as wide as Z; a double's error of √2 is far below what is rounded up.
    double normal = UnitDistribution.NORMAL.differenceQuantile(rest);
    Enclosure normalTail = UnitDistribution.NORMAL.tail(Enclosure.of(normal / Math.sqrt(2), bits));
    assertThat(normalTail.isBelow(allowed)).isTrue();
    double laplace = UnitDistribution.LAPLACE.differenceQuantile(rest);
    Enclosure x = Enclosure.of(laplace, bits);
    Enclosure laplaceTail =
        UnitDistribution.LAPLACE.tail(x).times(x.dividedBy(2).plus(Enclosure.of(1, bits)));
    assertThat(laplaceTail.isBelow(allowed)).isTrue();
  }
}
