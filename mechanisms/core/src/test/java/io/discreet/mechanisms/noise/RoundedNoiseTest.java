package io.discreet.mechanisms.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discreet.mechanisms.reference.ReferenceTable;
import io.discreet.mechanisms.testing.InsecureSeededNoise;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both rounded distributions against reference values of 30 digits. */
class RoundedNoiseTest {

  /** Ten chi-square tests of these odds give at most 10⁻⁹ a run. */
  private static final double FALSE_ALARM = 1e-10;

  private static final int DRAWS = 1_000_000;

  /** What a sum over a table of 30 digits may be off by. */
  private static final BigDecimal TABLE_ERROR = new BigDecimal("1e-28");

  /** Bits of the uniform that a seam is located to: 63 of the first word and 64 of the second. */
  private static final int SEAM_BITS = 127;

  static Stream<Arguments> references() {
    Stream<Arguments> gaussian =
        Stream.of(0.5, 1.0, 1.5, 3.25, 10.0, 100.5)
            .map(s -> Arguments.of(new RoundedGaussian(s), pmf("rounded_gaussian", "sigma", s)));
    Stream<Arguments> laplace =
        Stream.of(0.5, 1.0, 2.0, 10.0)
            .map(s -> Arguments.of(new RoundedLaplace(s), pmf("rounded_laplace", "scale", s)));
    return Stream.concat(gaussian, laplace);
  }

  static Stream<Arguments> smallReferences() {
    return references().filter(r -> ((LatticeNoise) r.get()[0]).scaleUnits() <= 10);
  }

  @Tag("statistical")
  @ParameterizedTest(name = "{0}")
  @MethodSource("references")
  void fill_manyDraws_haveTheReferencePmf(LatticeNoise noise, List<BigDecimal> pmf) {
    long[] draws = new long[DRAWS];
    noise.fill(draws, new InsecureSeededNoise(71));
    assertThat(ChiSquare.of(draws, pmf).falseAlarm()).as("seed 71").isGreaterThan(FALSE_ALARM);
  }

  @Tag("statistical")
  @ParameterizedTest(name = "{0}")
  @MethodSource("references")
  void chiSquare_scaleTwoPercentOff_isRejected(LatticeNoise noise, List<BigDecimal> pmf) {
    long[] draws = new long[DRAWS];
    double scale = noise.scaleUnits() * 1.02;
    LatticeNoise wrong =
        noise instanceof RoundedGaussian ? new RoundedGaussian(scale) : new RoundedLaplace(scale);
    wrong.fill(draws, new InsecureSeededNoise(72));
    assertThat(ChiSquare.of(draws, pmf).falseAlarm()).as("seed 72").isLessThan(FALSE_ALARM);
  }

  @Tag("statistical")
  @ParameterizedTest(name = "{0}")
  @MethodSource("smallReferences")
  void chiSquare_drawsWithoutTheirSign_areRejected(LatticeNoise noise, List<BigDecimal> pmf) {
    long[] draws = new long[DRAWS];
    noise.fill(draws, new InsecureSeededNoise(73));
    for (int i = 0; i < draws.length; i++) {
      draws[i] = Math.abs(draws[i]);
    }
    assertThat(ChiSquare.of(draws, pmf).falseAlarm()).as("seed 73").isLessThan(FALSE_ALARM);
  }

  /**
   * Finds, by bisection over 127 bits of the uniform, where the draw changes from k to k − 1: at p
   * = P(|round(Z)| ≥ k), which the table gives to about 2⁻⁹⁶. Near each seam this takes the slow
   * path.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("smallReferences")
  void draw_bitsAtEverySeam_changesWhereTheReferenceDoes(LatticeNoise noise, List<BigDecimal> pmf) {
    List<BigDecimal> tails = twoSidedTails(pmf);
    int seams = 0;
    for (int k = 1; k < tails.size() && tails.get(k).doubleValue() > 1e-13; k++) {
      BigInteger below = BigInteger.ZERO;
      BigInteger above = BigInteger.ONE.shiftLeft(SEAM_BITS);
      while (above.subtract(below).bitLength() > 20) {
        BigInteger middle = below.add(above).shiftRight(1);
        if (noise.draw(new PaddedBits(middle)) >= k) {
          below = middle;
        } else {
          above = middle;
        }
      }
      BigDecimal seam =
          new BigDecimal(below).divide(new BigDecimal(BigInteger.ONE.shiftLeft(SEAM_BITS)));
      assertThat(seam.subtract(tails.get(k)).abs())
          .as("seam between %d and %d", k - 1, k)
          .isLessThan(new BigDecimal("1e-28"));
      seams++;
    }
    assertThat(seams).isGreaterThanOrEqualTo(3);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("references")
  void tail_everyPointOfTheTable_isTheReferenceRoundedUp(LatticeNoise noise, List<BigDecimal> pmf) {
    List<BigDecimal> tails = twoSidedTails(pmf);
    for (int k = 1; k < tails.size() && tails.get(k).doubleValue() > 1e-12; k++) {
      double upper = tails.get(k).doubleValue() / 2;
      assertThat(noise.tail(k)).isLessThanOrEqualTo(upper * (1 + 1e-15));
      assertThat(new BigDecimal(noise.tail(k)))
          .isGreaterThanOrEqualTo(tails.get(k).subtract(TABLE_ERROR).divide(BigDecimal.valueOf(2)));
      assertThat(noise.tail(1 - k)).isEqualTo(1 - upper, within(2e-16));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("references")
  void halfWidth_severalConfidences_isTheLeastOfTheReference(
      LatticeNoise noise, List<BigDecimal> pmf) {
    List<BigDecimal> tails = twoSidedTails(pmf);
    for (double confidence : new double[] {1e-9, 0.05, 0.5, 0.9, 0.95, 0.99, 0.999999}) {
      BigDecimal rest = BigDecimal.ONE.subtract(new BigDecimal(confidence));
      int least = 0;
      while (tails.get(least + 1).compareTo(rest) > 0) {
        least++;
      }
      assertThat(noise.halfWidth(confidence)).as("confidence %s", confidence).isEqualTo(least);
    }
  }

  /** Against the convolution of the exact probabilities with themselves. */
  @Test
  void differenceHalfWidth_anyScale_holdsItsPartAndIsAtMostTwoWiderThanNeeded() {
    for (double scale : new double[] {0.1, 0.5, 1, 3.3, 12, 40}) {
      for (LatticeNoise noise : List.of(new RoundedGaussian(scale), new RoundedLaplace(scale))) {
        double[] pmf = pmfOf(noise, 3 + (int) (32 * scale));
        for (double confidence : new double[] {1e-6, 0.5, 0.95, 0.999, 1 - 1e-7}) {
          int least = 0;
          while (beyond(pmf, least) > 1 - confidence) {
            least++;
          }
          assertThat(noise.differenceHalfWidth(confidence))
              .as("%s at %s", noise, confidence)
              .isBetween((long) least, least + 2L);
        }
      }
    }
  }

  /** P(round(Z) = k) for |k| ≤ most. */
  private static double[] pmfOf(LatticeNoise noise, int most) {
    double[] pmf = new double[2 * most + 1];
    for (int k = 1; k <= most; k++) {
      pmf[most + k] = noise.tail(k) - noise.tail(k + 1);
      pmf[most - k] = pmf[most + k];
    }
    pmf[most] = 1 - 2 * noise.tail(1);
    return pmf;
  }

  /** P(|round(Z) − round(Z′)| > w). */
  private static double beyond(double[] pmf, int w) {
    double beyond = 0;
    for (int i = 0; i < pmf.length; i++) {
      for (int j = i + w + 1; j < pmf.length; j++) {
        beyond += 2 * pmf[i] * pmf[j];
      }
    }
    return beyond;
  }

  @Test
  void differenceHalfWidth_largestScale_isThatOfTheContinuousDifference() {
    // √2 · 1.959964 and the root of e^(−x) (1 + x/2) = 0.05.
    assertThat((double) new RoundedGaussian(0x1p40).differenceHalfWidth(0.95))
        .isEqualTo(2.771807648699356 * 0x1p40, within(3.0));
    assertThat((double) new RoundedLaplace(0x1p40).differenceHalfWidth(0.95))
        .isEqualTo(4.113003280719639 * 0x1p40, within(3.0));
  }

  @Test
  void variance_everyScaleOfTheTable_isThatOfTheRoundedDistribution() {
    for (double[] row :
        ReferenceTable.named("rounded_gaussian_summary").doubles("sigma", "variance")) {
      assertThat(new RoundedGaussian(row[0]).variance()).isEqualTo(row[1], within(row[1] * 1e-14));
    }
    for (double[] row :
        ReferenceTable.named("rounded_laplace_summary").doubles("scale", "variance")) {
      assertThat(new RoundedLaplace(row[0]).variance()).isEqualTo(row[1], within(row[1] * 1e-14));
    }
  }

  /** Σ (2k − 1) P(|round(Z)| ≥ k), from the exact tail. */
  @Test
  void variance_otherScales_isTheSumOverTheTail() {
    for (double scale : new double[] {0.1, 0.13, 0.37, 0.99, 1.01, 2.5, 7}) {
      for (LatticeNoise noise : List.of(new RoundedGaussian(scale), new RoundedLaplace(scale))) {
        double sum = 0;
        for (long k = 1 + (long) (50 * scale); k >= 1; k--) {
          sum += (2 * k - 1) * 2 * noise.tail(k);
        }
        assertThat(noise.variance()).as("%s", noise).isEqualTo(sum, within(sum * 1e-13));
      }
    }
  }

  @Test
  void variance_largeScales_isThatOfTheDrawAndOfARoundingError() {
    for (double scale : new double[] {1e3, 0x1p26, 0x1p40}) {
      double square = scale * scale;
      assertThat(new RoundedGaussian(scale).variance())
          .isEqualTo(square + 1.0 / 12, within(square * 1e-15));
      assertThat(new RoundedLaplace(scale).variance())
          .isEqualTo(2 * square + 1.0 / 12, within(square * 1e-14));
    }
  }

  @Test
  void variance_whereTheFormulaChanges_isContinuous() {
    double below = new RoundedGaussian(Math.nextDown(1.0)).variance();
    assertThat(new RoundedGaussian(1.0).variance()).isEqualTo(below, within(1e-14));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 0, -1, 0.0999, 0x1.00001p40, Double.POSITIVE_INFINITY})
  void construct_scaleOutOfRange_isRefused(double scale) {
    assertThatThrownBy(() -> new RoundedGaussian(scale))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.1 to 2^40");
    assertThatThrownBy(() -> new RoundedLaplace(scale))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.1 to 2^40");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 0, 1, -0.5, 1.5})
  void halfWidth_confidenceOutOfRange_isRefused(double confidence) {
    assertThatThrownBy(() -> new RoundedGaussian(1).halfWidth(confidence))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("confidence");
    assertThatThrownBy(() -> new RoundedLaplace(1).differenceHalfWidth(confidence))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("confidence");
  }

  @Test
  void tail_extremes_neverBelowTheTruth() {
    for (LatticeNoise noise : List.of(new RoundedGaussian(0.1), new RoundedLaplace(0.1))) {
      assertThat(noise.tail(Long.MAX_VALUE)).isEqualTo(Double.MIN_VALUE);
      assertThat(noise.tail(1000)).isEqualTo(Double.MIN_VALUE);
      assertThat(noise.tail(Long.MIN_VALUE)).isEqualTo(1);
      assertThat(noise.tail(-1000)).isEqualTo(1);
      assertThat(noise.tail(0)).isBetween(0.5, 1.0);
    }
  }

  private static List<BigDecimal> pmf(String table, String key, double scale) {
    return ReferenceTable.named(table + "_pmf").decimals("pmf", key, scale);
  }

  /** P(|X| ≥ k) for k = 0, 1, … from the pmf of |x|. */
  private static List<BigDecimal> twoSidedTails(List<BigDecimal> pmf) {
    List<BigDecimal> tails = new ArrayList<>();
    BigDecimal rest = BigDecimal.ONE;
    tails.add(rest);
    rest = rest.subtract(pmf.get(0));
    for (int k = 1; k < pmf.size(); k++) {
      tails.add(rest);
      rest = rest.subtract(pmf.get(k).multiply(BigDecimal.valueOf(2)));
    }
    assertThat(rest.setScale(26, RoundingMode.DOWN)).isZero();
    return tails;
  }

  /** A uniform of 127 chosen bits, and then ½: only a tie within 2⁻¹²⁷ would ask for more. */
  private static final class PaddedBits implements RandomBits {
    private final ScriptedBits script;
    private int asked;

    PaddedBits(BigInteger p) {
      script = ScriptedBits.uniform(p, 1);
    }

    @Override
    public long nextLong() {
      asked++;
      return asked <= 2 ? script.nextLong() : asked == 3 ? Long.MIN_VALUE : 0;
    }
  }
}
