package io.discreet.mechanisms.google;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.privacy.differentialprivacy.GaussianNoise;
import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.noise.RoundedGaussian;
import io.discreet.mechanisms.noise.RoundedLaplace;
import io.discreet.mechanisms.noise.SecureBits;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Our noise and Google's, at the same scale, by two samples of each. */
class GoogleNoiseTest {

  /** Six two-sample tests of these odds: below 10⁻⁹ a run. */
  private static final double FALSE_ALARM = 1e-10;

  private static final int DRAWS = 100_000;
  private static final int CELLS = 30;

  private final SecureBits bits = SecureBits.fromOperatingSystem();

  static Stream<Arguments> peers() {
    return Stream.of(0.7, 5.0, 1000.0)
        .flatMap(
            s ->
                Stream.of(
                    Arguments.of(new RoundedGaussian(s), new GoogleGaussian(s)),
                    Arguments.of(new RoundedLaplace(s), new GoogleLaplace(s))));
  }

  @ParameterizedTest(name = "{0} and {1}")
  @MethodSource("peers")
  void fill_sameScale_hasTheSameDistribution(LatticeNoise ours, LatticeNoise google) {
    assertThat(oddsOfSameness(ours, google)).isGreaterThan(FALSE_ALARM);
    assertThat(google.variance() / ours.variance()).isBetween(1.0, 1 + 1e-8);
  }

  @ParameterizedTest(name = "{0} and {1}")
  @MethodSource("peers")
  void oddsOfSameness_scaleFivePercentOff_isRejected(LatticeNoise ours, LatticeNoise google) {
    double off = ours.scaleUnits() * 1.05;
    LatticeNoise wrong =
        ours instanceof RoundedGaussian ? new RoundedGaussian(off) : new RoundedLaplace(off);
    assertThat(oddsOfSameness(wrong, google)).isLessThan(FALSE_ALARM);
  }

  /** ε·b ≤ 1 without rounding, and all but two units in the last place of what was paid for. */
  @Test
  void epsilonAtMost_anyScale_isNeverMoreThanIsCharged() {
    SplittableRandom random = new SplittableRandom(23);
    for (int i = 0; i < 100_000; i++) {
      double scale = Math.pow(2, random.nextDouble(-3.3, 39));
      double epsilon = GoogleLaplace.epsilonAtMost(scale);
      BigDecimal exact = new BigDecimal(epsilon).multiply(new BigDecimal(scale));
      assertThat(exact).as("seed 23, scale %s", scale).isLessThanOrEqualTo(BigDecimal.ONE);
      assertThat(exact.doubleValue()).isGreaterThan(1 - 0x1p-51);
    }
  }

  /** At the same (ε, δ) the library looks for its σ to one part in a thousand, upwards. */
  @ParameterizedTest
  @CsvSource({"0.1, 1e-9", "1, 1e-6", "1, 1e-9", "4, 1e-6", "10, 1e-12"})
  void noiseScale_sameEpsilonAndDelta_isAtMostGooglesAndAsAccurate(double epsilon, double delta) {
    Currency currency = Currency.gaussian();
    double ours = currency.noiseScale(100 * 100, currency.budgetUnits(epsilon, delta));
    double google = GaussianNoise.getSigma(100, epsilon, delta);
    assertThat(ours / google).isBetween(1 - 2e-3, 1.0);
  }

  /** Pearson's test of homogeneity, over intervals with equally many of all draws together. */
  private double oddsOfSameness(LatticeNoise one, LatticeNoise other) {
    long[] first = new long[DRAWS];
    long[] second = new long[DRAWS];
    one.fill(first, bits);
    other.fill(second, bits);
    long[] both = LongStream.concat(Arrays.stream(first), Arrays.stream(second)).sorted().toArray();
    long[] ends =
        LongStream.range(1, CELLS)
            .map(i -> both[(int) (i * both.length / CELLS)])
            .distinct()
            .toArray();
    long[] a = counts(first, ends);
    long[] b = counts(second, ends);
    double sum = 0;
    int cells = 0;
    for (int i = 0; i < a.length; i++) {
      double total = a[i] + b[i];
      if (total > 0) {
        sum += (a[i] - b[i]) * (double) (a[i] - b[i]) / total;
        cells++;
      }
    }
    return 1 - new ChiSquaredDistribution(cells - 1.0).cumulativeProbability(sum);
  }

  private static long[] counts(long[] draws, long[] ends) {
    long[] counts = new long[ends.length + 1];
    for (long draw : draws) {
      int at = Arrays.binarySearch(ends, draw);
      counts[at >= 0 ? at + 1 : -at - 1]++;
    }
    return counts;
  }
}
