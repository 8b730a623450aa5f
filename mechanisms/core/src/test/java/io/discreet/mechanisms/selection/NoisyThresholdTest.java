package io.discreet.mechanisms.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.noise.RoundedGaussian;
import io.discreet.mechanisms.reference.DecimalCurve;
import io.discreet.mechanisms.testing.InsecureSeededNoise;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoisyThresholdTest {

  private static final MathContext DIGITS = new MathContext(60);

  static List<NoisyThreshold> choices() {
    return List.of(
        NoisyThreshold.counting(0.1, 1, 1e-3),
        NoisyThreshold.counting(0.5, 3, 1e-6),
        NoisyThreshold.counting(7.3, 20, 1e-9),
        NoisyThreshold.counting(150, 5, 1e-15),
        NoisyThreshold.sharing(900, 40, 1000, 1e-7),
        NoisyThreshold.sharing(90, 300, 1000, 1e-5),
        NoisyThreshold.sharing(70_000, 1000, 1 << 16, 1e-9));
  }

  /** P(round(Z) ≥ k) in 60 digits, k ≥ 1; 0 where it is below 10⁻⁵⁰. */
  private static BigDecimal tail(double sigma, long k) {
    BigDecimal boundary = new BigDecimal(k).subtract(new BigDecimal("0.5"));
    BigDecimal x = boundary.divide(new BigDecimal(sigma), DIGITS);
    return x.compareTo(BigDecimal.valueOf(15)) > 0 ? BigDecimal.ZERO : DecimalCurve.upper(x);
  }

  private static BigDecimal exactDelta(NoisyThreshold choice, int t, long threshold) {
    return tail(choice.noise().scaleUnits(), threshold - choice.weight(t))
        .multiply(BigDecimal.valueOf(t));
  }

  @ParameterizedTest
  @MethodSource("choices")
  void delta_ofAnyNumberOfSegments_coversTheExactTailOfTheRoundedNoise(NoisyThreshold choice) {
    for (int t = 1; t <= choice.l0(); t += 1 + t / 8) {
      BigDecimal exact = exactDelta(choice, t, choice.threshold());
      assertThat(new BigDecimal(choice.delta(t))).isGreaterThanOrEqualTo(exact);
      assertThat(new BigDecimal(choice.delta(t) * (1 - 1e-14))).isLessThan(exact);
    }
    assertThat(choice.delta(0)).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 1e-3, 1e-9, 1e-15})
  void threshold_ofAnyDelta_isTheLeastThatKeepsIt(double delta) {
    for (NoisyThreshold choice :
        List.of(
            NoisyThreshold.counting(0.5, 4, delta),
            NoisyThreshold.counting(33.3, 9, delta),
            NoisyThreshold.sharing(50, 30, 100, delta),
            NoisyThreshold.sharing(4, 30, 100, delta))) {
      BigDecimal allowed = new BigDecimal(delta);
      boolean isLeast = false;
      for (int t = 1; t <= choice.l0(); t++) {
        assertThat(exactDelta(choice, t, choice.threshold())).isLessThanOrEqualTo(allowed);
        long margin = choice.threshold() - 1 - choice.weight(t);
        isLeast |=
            margin < 1
                || tail(choice.noise().scaleUnits(), margin)
                        .multiply(BigDecimal.valueOf(t))
                        .compareTo(allowed)
                    > 0;
      }
      assertThat(isLeast).as("%s", choice).isTrue();
    }
  }

  /** Where a tail is the δ itself, nothing is left to be safe about. */
  @Test
  void threshold_deltaOfExactlyATail_isTheCountOfThatTail() {
    for (long k : new long[] {1, 5, 40}) {
      double delta = new RoundedGaussian(7).tail(k);
      assertThat(NoisyThreshold.counting(7, 1, delta).threshold()).isEqualTo(k + 1);
      assertThat(NoisyThreshold.counting(7, 1, Math.nextDown(delta)).threshold()).isEqualTo(k + 2);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 1e-3, 1e-9, 1e-15, 1e-300})
  void guessedMargin_anyDelta_isAtMostOneOff(double delta) {
    for (double sigma : new double[] {0.1, 0.5, 33.3, 12_345}) {
      for (int l0 : new int[] {1, 4, 90}) {
        long margin = NoisyThreshold.counting(sigma, l0, delta).threshold() - 1;
        assertThat(NoisyThreshold.guessedMargin(sigma, l0, delta))
            .as("sigma %s, l0 %d", sigma, l0)
            .isBetween(margin - 1, margin + 1);
      }
    }
  }

  /** Why the half matters: the tail of the continuous noise would let too many through. */
  @Test
  void threshold_fromTheContinuousTail_wouldBreakDelta() {
    double sigma = 0.6;
    double delta = 1e-6;
    NoisyThreshold choice = NoisyThreshold.counting(sigma, 1, delta);
    long continuous = 1;
    while (DecimalCurve.upper(BigDecimal.valueOf((continuous - 1) / sigma)).doubleValue() > delta) {
      continuous++;
    }
    assertThat(continuous).isLessThan(choice.threshold());
    assertThat(exactDelta(choice, 1, continuous)).isGreaterThan(new BigDecimal(delta));
  }

  @ParameterizedTest
  @MethodSource("choices")
  void costUnits_ofAnyNumberOfSegments_isItsNormOverTheVarianceRoundedUp(NoisyThreshold choice) {
    for (int t = 0; t <= choice.l0(); t++) {
      BigDecimal norm =
          t == 0
              ? BigDecimal.ZERO
              : BigDecimal.valueOf(choice.weight(t)).pow(2).multiply(BigDecimal.valueOf(t));
      BigDecimal exact =
          norm.multiply(BigDecimal.valueOf(Currency.UNITS_PER_ONE))
              .divide(new BigDecimal(choice.noise().scaleUnits()).pow(2), DIGITS);
      assertThat(new BigDecimal(choice.costUnits(t)))
          .isGreaterThanOrEqualTo(exact)
          .isLessThan(exact.add(BigDecimal.valueOf(1.001)));
    }
  }

  @Test
  void weight_shared_isTheUnitOverTheRootRoundedDown() {
    NoisyThreshold choice = NoisyThreshold.sharing(1e5, 5000, 1 << 20, 1e-6);
    for (int t = 1; t <= 5000; t++) {
      BigDecimal all = BigDecimal.valueOf(choice.weight(t)).pow(2).multiply(BigDecimal.valueOf(t));
      BigDecimal more =
          BigDecimal.valueOf(choice.weight(t) + 1).pow(2).multiply(BigDecimal.valueOf(t));
      assertThat(all).isLessThanOrEqualTo(BigDecimal.valueOf(1L << 40));
      assertThat(more).isGreaterThan(BigDecimal.valueOf(1L << 40));
    }
    assertThat(NoisyThreshold.counting(1, 7, 0.1).weight(7)).isEqualTo(1);
  }

  @Test
  void select_aSingleCustomer_isNamedAtTheChargedOdds() {
    NoisyThreshold choice = NoisyThreshold.counting(2, 1, 0.01);
    int runs = 1_000_000;
    long[] totals = new long[runs];
    Arrays.fill(totals, 1);
    int named = choice.select(totals, new InsecureSeededNoise(5)).cardinality();
    double expected = runs * choice.delta(1);
    // 6.2 standard deviations: odds of a false alarm below 1e-9.
    assertThat((double) named)
        .isBetween(expected - 6.2 * Math.sqrt(expected), expected + 6.2 * Math.sqrt(expected));
    // The twin: a threshold one lower is rejected.
    double broken = runs * choice.noise().tail(choice.threshold() - 2);
    assertThat((double) named).isLessThan(broken - 6.2 * Math.sqrt(broken));
  }

  @Test
  void select_anyNoise_namesByTheThresholdAndNoEmptySegment() {
    NoisyThreshold choice = NoisyThreshold.counting(3, 2, 0.1);
    long[] totals = new long[30_000];
    for (int i = 0; i < totals.length; i++) {
      totals[i] = i % 40;
    }
    long[] noisy = choice.noised(totals, new InsecureSeededNoise(8));
    var named = choice.named(totals, noisy);
    assertThat(named).isEqualTo(choice.select(totals, new InsecureSeededNoise(8)));
    boolean isEmptyTempting = false;
    for (int i = 0; i < totals.length; i++) {
      assertThat(named.get(i)).isEqualTo(totals[i] > 0 && noisy[i] >= choice.threshold());
      isEmptyTempting |= totals[i] == 0 && noisy[i] >= choice.threshold();
    }
    assertThat(isEmptyTempting).isTrue();
    assertThat(choice.meanThreshold()).isEqualTo((double) choice.threshold());
  }

  @Test
  void sharing_atTheEdgeOfTheRange_isTaken() {
    assertThat(NoisyThreshold.sharing(1, 1, 1, 0.1).weight(1)).isEqualTo(1);
    assertThat(NoisyThreshold.sharing(1e8, 4, 1L << 26, 0.1).weight(4)).isEqualTo(1L << 25);
  }

  @Test
  void parameters_outOfRange_areRefused() {
    for (double bad : new double[] {Double.NaN, 0, -1, 1}) {
      assertThatThrownBy(() -> NoisyThreshold.counting(1, 1, bad)).hasMessageContaining("delta");
    }
    assertThatThrownBy(() -> NoisyThreshold.counting(0.01, 1, 0.1)).hasMessageContaining("sigma");
    assertThatThrownBy(() -> NoisyThreshold.counting(1, 0, 0.1)).hasMessageContaining("l0");
    assertThatThrownBy(() -> NoisyThreshold.sharing(1, 0, 9, 0.1)).hasMessageContaining("l0");
    assertThatThrownBy(() -> NoisyThreshold.sharing(1, 1, 0, 0.1)).hasMessageContaining("unit");
    assertThatThrownBy(() -> NoisyThreshold.sharing(1, 1, 1L << 27, 0.1))
        .hasMessageContaining("unit");
    assertThatThrownBy(() -> NoisyThreshold.sharing(1, 5, 2, 0.1))
        .hasMessageContaining("too small to share among 5");
    NoisyThreshold choice = NoisyThreshold.counting(1, 2, 0.1);
    assertThat(choice)
        .hasToString("gaussian-threshold(rounded-gaussian(sigma 1.0 units), threshold 4 units)");
    assertThatThrownBy(() -> choice.weight(0)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> choice.weight(3)).hasMessageContaining("l0 = 2, got 3");
    assertThatThrownBy(() -> choice.costUnits(3)).hasMessageContaining("l0 = 2, got 3");
    assertThatThrownBy(() -> choice.delta(-1)).hasMessageContaining("got -1");
  }
}
