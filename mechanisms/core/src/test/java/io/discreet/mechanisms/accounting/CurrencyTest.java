package io.discreet.mechanisms.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.mechanisms.noise.LaplaceLibrary;
import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.noise.RoundedLaplace;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CurrencyTest {

  private static final BigDecimal UNITS = new BigDecimal(Currency.UNITS_PER_ONE);

  static Stream<Currency> currencies() {
    return Stream.of(Currency.gaussian(), Currency.pure());
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 5);
  }

  /** The sign of norm · 2⁴⁰ − units · scale^power, exactly. */
  private static int compare(Currency currency, double norm, long units, double scale) {
    int power = currency.norm() == Currency.Norm.SQUARED_L2 ? 2 : 1;
    BigInteger left = significand(norm);
    BigInteger right = significand(scale).pow(power).multiply(BigInteger.valueOf(units));
    int shift = exponent(norm) + 40 - power * exponent(scale);
    return left.shiftLeft(Math.max(0, shift)).compareTo(right.shiftLeft(Math.max(0, -shift)));
  }

  private static int exponent(double normal) {
    return Math.getExponent(normal) - 52;
  }

  private static BigInteger significand(double normal) {
    return BigInteger.valueOf((long) Math.scalb(normal, -exponent(normal)));
  }

  /** Whether {@code units} is norm · 2⁴⁰ / scale^power, rounded up, or the most if that is less. */
  private static boolean isTrueCost(Currency currency, double norm, long units, double scale) {
    boolean isEnough =
        units == Currency.MAX_COST_UNITS || compare(currency, norm, units, scale) <= 0;
    return isEnough
        && units <= Currency.MAX_COST_UNITS
        && compare(currency, norm, units - 1, scale) > 0;
  }

  private static double between(SplittableRandom random, double log2Low, double log2High) {
    return Math.pow(2, log2Low + (log2High - log2Low) * random.nextDouble());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void costUnits_anyNormAndScale_isTheExactQuotientRoundedUp(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 20_000; i++) {
      double norm = between(random, -10, 80);
      double scale = between(random, -3.3, 40);
      currencies()
          .forEach(
              currency ->
                  assertThat(isTrueCost(currency, norm, currency.costUnits(norm, scale), scale))
                      .as("seed %d: %s, norm %s, scale %s", seed, currency, norm, scale)
                      .isTrue());
    }
  }

  @Test
  void isTrueCost_oneUnitOff_isRejected() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 1_000; i++) {
      double norm = between(random, -10, 40);
      double scale = between(random, -3.3, 40);
      currencies()
          .forEach(
              currency -> {
                long cost = currency.costUnits(norm, scale);
                assertThat(isTrueCost(currency, norm, cost + 1, scale)).isFalse();
                assertThat(isTrueCost(currency, norm, cost - 1, scale)).isFalse();
              });
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noiseScale_anyNormAndUnits_isTheLeastThatCostsAtMostThoseUnits(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 20_000; i++) {
      double norm = Math.max(1, between(random, 0, 100));
      long units = Math.max(1, (long) between(random, 0, 62));
      currencies()
          .forEach(
              currency -> {
                double scale = currency.noiseScale(norm, units);
                assertThat(currency.costUnits(norm, scale))
                    .as("seed %d: %s, norm %s, units %d", seed, currency, norm, units)
                    .isLessThanOrEqualTo(units);
                assertThat(scale).isGreaterThanOrEqualTo(LatticeNoise.MIN_SCALE_UNITS);
                if (scale > LatticeNoise.MIN_SCALE_UNITS) {
                  assertThat(compare(currency, norm, units, Math.nextDown(scale))).isPositive();
                }
              });
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void costUnits_aMillionTinyCharges_sumToAtLeastTheExactSum(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double scale = between(random, 20, 26);
    long charged = 0;
    long exact = 0; // the norms are integers, so that their sum is exact
    for (int i = 0; i < 1_000_000; i++) {
      int norm = 1 + random.nextInt(50);
      charged += Currency.gaussian().costUnits(norm, scale);
      exact += norm;
    }
    BigDecimal square = new BigDecimal(scale).pow(2);
    assertThat(new BigDecimal(charged).multiply(square))
        .as("seed %d, scale %s", seed, scale)
        .isGreaterThanOrEqualTo(new BigDecimal(exact).multiply(UNITS));
  }

  @Test
  void fiftyShares_ofTwoPercent_fitIntoTheBudget() {
    for (double epsilon : new double[] {0.1, 1, 4, 7.3}) {
      long budget = Currency.gaussian().budgetUnits(epsilon, 1e-6);
      long share = budget / 50;
      double scale = Currency.gaussian().noiseScale(5, share);
      assertThat(50 * Currency.gaussian().costUnits(5, scale)).isLessThanOrEqualTo(budget);
    }
  }

  @Test
  void budgetUnits_gaussian_isMuSquaredRoundedDown() {
    double mu = GaussianDp.mu(4, 1e-6);
    BigDecimal exact = new BigDecimal(mu).pow(2).multiply(UNITS);
    assertThat(Currency.gaussian().budgetUnits(4, 1e-6))
        .isEqualTo(exact.setScale(0, RoundingMode.FLOOR).longValueExact());
  }

  @Test
  void budgetUnits_pure_isEpsilonRoundedDown() {
    assertThat(Currency.pure().budgetUnits(1, 0)).isEqualTo(Currency.UNITS_PER_ONE);
    assertThat(Currency.pure().budgetUnits(Math.nextDown(1.0), 0))
        .isEqualTo(Currency.UNITS_PER_ONE - 1);
    assertThat(Currency.pure().budgetUnits(1e-13, 0)).isZero();
  }

  @Test
  void budgetUnits_endlessEpsilon_leavesRoomToAddACost() {
    assertThat(Currency.pure().budgetUnits(1e300, 0)).isEqualTo(Currency.MAX_BUDGET_UNITS);
    assertThat(Currency.MAX_BUDGET_UNITS + Currency.MAX_COST_UNITS).isPositive();
    assertThat(Currency.MAX_COST_UNITS).isGreaterThan(Currency.MAX_BUDGET_UNITS);
    currencies()
        .forEach(
            currency ->
                assertThat(currency.costUnits(1e300, 0.1)).isEqualTo(Currency.MAX_COST_UNITS));
  }

  @Test
  void costUnits_leastNormUnderMostNoise_isStillOneUnit() {
    currencies()
        .forEach(
            currency -> {
              assertThat(currency.costUnits(Double.MIN_VALUE, 1e300)).isEqualTo(1);
              assertThat(currency.costUnits(0, 1)).isZero();
            });
  }

  /** Where doubles overflow or underflow on the way, no cost may become 0. */
  @Test
  void costUnits_farOutsideOfUsualScales_isTheExactQuotientRoundedUp() {
    double[] wide = {Double.MIN_VALUE, 1e-250, 1e-120, 1, 4, 1e120, 1e250, Double.MAX_VALUE};
    for (Currency currency : List.of(Currency.gaussian(), Currency.pure())) {
      int power = currency.norm() == Currency.Norm.SQUARED_L2 ? 2 : 1;
      for (double norm : wide) {
        for (double scale : wide) {
          BigDecimal exact =
              new BigDecimal(norm)
                  .multiply(UNITS)
                  .divide(new BigDecimal(scale).pow(power), 0, RoundingMode.CEILING);
          assertThat(currency.costUnits(norm, scale))
              .as("%s, norm %s, scale %s", currency, norm, scale)
              .isEqualTo(exact.min(BigDecimal.valueOf(Currency.MAX_COST_UNITS)).longValueExact());
        }
      }
    }
  }

  @Test
  void parameters_endsOfTheirRanges_areAcceptedOrRefusedAsDocumented() {
    assertThat(Currency.gaussian().norm()).isEqualTo(Currency.Norm.SQUARED_L2);
    assertThat(Currency.pure().norm()).isEqualTo(Currency.Norm.L1);
    assertThat(Currency.pure().budgetUnits(Double.MAX_VALUE, 0))
        .isEqualTo(Currency.MAX_BUDGET_UNITS);
    assertThatThrownBy(() -> Currency.pure().budgetUnits(0, 0)).hasMessageContaining("epsilon");
    assertThat(Currency.pure().epsilon(0, 0)).isZero();
    assertThatThrownBy(() -> Currency.pure().epsilon(1, 1)).hasMessageContaining("delta");
  }

  @Test
  void noiseScale_endlessNorm_isRefused() {
    for (double endless : new double[] {Double.MAX_VALUE, 1e300}) {
      assertThatThrownBy(() -> Currency.pure().noiseScale(endless, 1))
          .hasMessageContaining("noise scale must be finite");
    }
    assertThat(Currency.gaussian().noiseScale(1e290, 1)).isGreaterThan(1e150);
  }

  @Test
  void epsilon_ofABudget_isAtMostWhatItWasMadeOf() {
    for (double epsilon : new double[] {0.01, 0.1, 1, 4, 20}) {
      long gaussian = Currency.gaussian().budgetUnits(epsilon, 1e-6);
      assertThat(Currency.gaussian().epsilon(gaussian, 1e-6)).isBetween(epsilon * 0.99, epsilon);
      long pure = Currency.pure().budgetUnits(epsilon, 0);
      assertThat(Currency.pure().epsilon(pure, 0)).isBetween(epsilon * 0.99999, epsilon);
    }
  }

  @Test
  void epsilon_ofLargeUnits_isRoundedUp() {
    long units = (1L << 60) + 1; // not a double
    assertThat(new BigDecimal(Currency.pure().epsilon(units, 0)).multiply(UNITS))
        .isGreaterThan(new BigDecimal(units));
    assertThat(Currency.gaussian().epsilon(Long.MAX_VALUE, 1e-6)).isGreaterThan(4e6);
    assertThat(Currency.gaussian().epsilon(0, 1e-6)).isZero();
  }

  @Test
  void byId_bothIds_giveBackTheCurrency() {
    currencies().forEach(c -> assertThat(Currency.byId(c.id())).isSameAs(c).hasToString(c.id()));
    assertThatThrownBy(() -> Currency.byId("zcdp"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gaussian-dp or pure-dp, got zcdp");
  }

  @Test
  void noise_ofACurrency_hasItsShapeAndScale() {
    assertThat(Currency.gaussian().noise(3).mechanism()).isEqualTo("rounded-gaussian");
    assertThat(Currency.pure().noise(3).mechanism()).isEqualTo("rounded-laplace");
    currencies().forEach(c -> assertThat(c.noise(3).scaleUnits()).isEqualTo(3));
    assertThat(Currency.gaussian().noise(3)).hasToString("rounded-gaussian(sigma 3.0 units)");
    assertThat(Currency.pure().noise(3)).hasToString("rounded-laplace(scale 3.0 units)");
  }

  @Test
  void pure_noiseOfALibrary_isAskedForUpToItsLargestScale() {
    LaplaceLibrary library =
        new LaplaceLibrary() {
          @Override
          public String name() {
            return "doubled";
          }

          @Override
          public double mostScaleUnits() {
            return 1e6;
          }

          @Override
          public LatticeNoise noise(double scaleUnits) {
            return new RoundedLaplace(2 * scaleUnits);
          }
        };
    Currency currency = Currency.pure(library);
    assertThat(currency.mostScaleUnits()).isEqualTo(1e6);
    assertThat(currency.noise(3).scaleUnits()).isEqualTo(6);
    assertThat(currency.costUnits(5, 3)).isEqualTo(Currency.pure().costUnits(5, 3));
    currencies()
        .forEach(c -> assertThat(c.mostScaleUnits()).isEqualTo(LatticeNoise.MAX_SCALE_UNITS));
  }

  @ParameterizedTest
  @MethodSource("currencies")
  void parameters_outOfRange_areRefused(Currency currency) {
    for (double bad : new double[] {Double.NaN, -1, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> currency.costUnits(bad, 1)).hasMessageContaining("norm");
      assertThatThrownBy(() -> currency.costUnits(1, bad)).hasMessageContaining("scale");
      assertThatThrownBy(() -> currency.noiseScale(bad, 1)).hasMessageContaining("norm bound");
      assertThatThrownBy(() -> currency.budgetUnits(bad, 0.5)).hasMessageContaining("epsilon");
      assertThatThrownBy(() -> currency.epsilon(1, bad)).hasMessageContaining("delta");
    }
    assertThatThrownBy(() -> currency.costUnits(1, 0)).hasMessageContaining("scale");
    assertThatThrownBy(() -> currency.noiseScale(0.5, 1)).hasMessageContaining("norm bound");
    assertThatThrownBy(() -> currency.noiseScale(1, 0)).hasMessageContaining("1 unit");
    assertThatThrownBy(() -> currency.epsilon(-1, 0)).hasMessageContaining("units");
  }

  @Test
  void budgetUnits_deltaOfTheOtherCurrency_isRefused() {
    assertThatThrownBy(() -> Currency.pure().budgetUnits(1, 1e-6)).hasMessageContaining("delta 0");
    assertThatThrownBy(() -> Currency.gaussian().budgetUnits(1, 0)).hasMessageContaining("delta");
  }
}
