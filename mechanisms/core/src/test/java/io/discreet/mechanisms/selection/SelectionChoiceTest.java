package io.discreet.mechanisms.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.accounting.PureDp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionChoiceTest {

  private static long units(double mu) {
    return (long) (mu * mu * Currency.UNITS_PER_ONE);
  }

  @Test
  void namingMost_anyPrice_staysWithinIt() {
    for (double mu : new double[] {0.001, 0.02, 0.3, 1, 4, 8, 11}) {
      for (double delta : new double[] {0.1, 1e-5, 1e-9, 1e-15}) {
        for (int l0 : new int[] {1, 2, 7, 60}) {
          SegmentSelection choice = SelectionChoice.namingMost(units(mu), delta, l0);
          assertThat(choice.l0()).isEqualTo(l0);
          for (int k : new int[] {1, l0}) {
            assertThat(choice.costUnits(k))
                .as("%s at mu %s, l0 %d", choice, mu, l0)
                .isBetween(1L, units(mu));
            assertThat(choice.delta(k)).isLessThanOrEqualTo(delta);
          }
        }
      }
    }
  }

  /** Thresholds that the two mechanisms reach at one price: the lower one is taken. */
  @ParameterizedTest
  @CsvSource({
    "0.1, 1e-7, 1, gaussian-threshold",
    "1, 1e-7, 5, gaussian-threshold",
    "1, 1e-2, 1, gaussian-threshold",
    "8, 3e-5, 1, truncated-geometric",
    "16, 3e-5, 4, truncated-geometric"
  })
  void namingMost_anyPrice_takesTheLowerThreshold(
      double mu, double delta, int l0, String mechanism) {
    SegmentSelection taken = SelectionChoice.namingMost(units(mu), delta, l0);
    assertThat(taken.mechanism()).isEqualTo(mechanism);
    double sigma = Currency.gaussian().noiseScale(l0, units(mu));
    double gaussian = NoisyThreshold.counting(sigma, l0, delta).meanThreshold();
    double epsilon = PureDp.epsilonPerStep(units(mu), l0);
    double geometric = new TruncatedGeometric(epsilon, delta / l0, l0).meanThreshold();
    assertThat(taken.meanThreshold())
        .isLessThanOrEqualTo(gaussian)
        .isLessThanOrEqualTo(geometric * (1 + 1e-12));
  }

  @Test
  void parameters_outOfRange_areRefused() {
    assertThatThrownBy(() -> SelectionChoice.namingMost(0, 0.1, 1)).hasMessageContaining("1 unit");
    assertThatThrownBy(() -> SelectionChoice.namingMost(1L << 40, 0, 1))
        .hasMessageContaining("delta");
    assertThatThrownBy(() -> SelectionChoice.namingMost(1L << 40, 0.1, 0))
        .hasMessageContaining("l0");
  }
}
