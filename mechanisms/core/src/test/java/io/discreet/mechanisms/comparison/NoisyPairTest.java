package io.discreet.mechanisms.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.noise.RandomBits;
import io.discreet.mechanisms.noise.RoundedGaussian;
import io.discreet.mechanisms.noise.RoundedLaplace;
import io.discreet.mechanisms.testing.InsecureSeededNoise;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoisyPairTest {

  private static final int RUNS = 40_000;

  /** The part of releases of two true values that {@code holds} is true of. */
  private static double part(
      LatticeNoise noise, long first, long second, Predicate<NoisyPair> holds) {
    RandomBits bits = new InsecureSeededNoise(first * 31 + second);
    int hits = 0;
    for (int run = 0; run < RUNS; run++) {
      NoisyPair pair =
          NoisyPair.independent(
              (double) (first + noise.draw(bits)),
              (double) (second + noise.draw(bits)),
              noise.variance(),
              noise.variance());
      hits += holds.test(pair) ? 1 : 0;
    }
    return (double) hits / RUNS;
  }

  /** 95 % has a standard deviation of 0.11 %, so that 94 % to 96.5 % are 9 or more away. */
  @ParameterizedTest
  @CsvSource({"1000, 800", "0, 100000", "-40, 40"})
  void differenceInterval_manyRuns_containsTheTruthAsOftenAsItSays(long first, long second) {
    LatticeNoise noise = new RoundedGaussian(20);
    double truth = (double) (first - second);
    assertThat(part(noise, first, second, p -> p.differenceInterval(0.95).contains(truth)))
        .isBetween(0.94, 0.965);
    // The twin: an interval that forgets the noise of one value is rejected.
    assertThat(
            part(
                noise,
                first,
                second,
                p ->
                    NoisyPair.independent(p.first(), p.second(), p.firstVariance(), 0)
                        .differenceInterval(0.95)
                        .contains(truth)))
        .isLessThan(0.94);
  }

  /** From a second value of 50 deviations to one that is 0 as likely as not. */
  @ParameterizedTest
  @CsvSource({"700, 1000, 1", "700, 100, 1", "40, 60, 0.9", "5, 20, 0.3", "0, 30, 0.4"})
  void ratioSet_manyRuns_containsTheTruthAsOftenAsItSays(
      long first, long second, double mostBounded) {
    LatticeNoise noise = new RoundedGaussian(20);
    double truth = (double) first / second;
    assertThat(part(noise, first, second, p -> p.ratioSet(0.95).contains(truth)))
        .isBetween(0.94, 0.965);
    assertThat(part(noise, first, second, p -> p.ratioSet(0.95).isBounded()))
        .isLessThanOrEqualTo(mostBounded);
    // The twin: a smaller confidence is rejected.
    assertThat(part(noise, first, second, p -> p.ratioSet(0.92).contains(truth))).isLessThan(0.94);
  }

  /** Why unbounded sets are not cut: what is left would be right far less often. */
  @Test
  void ratioSet_onlyItsBoundedCases_wouldMissTheTruth() {
    LatticeNoise noise = new RoundedGaussian(20);
    Predicate<NoisyPair> bounded = p -> p.ratioSet(0.95).isBounded();
    double right = part(noise, 5, 20, p -> bounded.test(p) && p.ratioSet(0.95).contains(0.25));
    assertThat(right / part(noise, 5, 20, bounded)).isLessThan(0.94);
  }

  /** Normal quantiles for Laplace noise: near, and below what is asked of Gaussian noise. */
  @Test
  void intervals_underLaplaceNoise_coverAboutNinetyFourInAHundred() {
    LatticeNoise noise = new RoundedLaplace(20);
    assertThat(part(noise, 900, 700, p -> p.differenceInterval(0.95).contains(200)))
        .isBetween(0.935, 0.955);
    assertThat(part(noise, 900, 700, p -> p.ratioSet(0.95).contains(9.0 / 7)))
        .isBetween(0.935, 0.955);
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "4"})
  void ratioSet_anyPair_isWhereTheDifferenceIsWithinItsNoise(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double z = 1.959963984540054;
    for (int i = 0; i < 5_000; i++) {
      double deviationOne = random.nextDouble(0, 3);
      double deviationTwo = random.nextDouble(0, 3);
      double covariance = random.nextDouble(-1, 1) * deviationOne * deviationTwo;
      NoisyPair pair =
          new NoisyPair(
              random.nextDouble(-9, 9),
              random.nextDouble(-9, 9),
              deviationOne * deviationOne,
              deviationTwo * deviationTwo,
              covariance);
      RealSet set = pair.ratioSet(0.95);
      for (double ratio : new double[] {-20, -2, -1, -0.3, 0, 0.1, 0.5, 1, 1.7, 8, 50}) {
        double variance =
            pair.firstVariance() - 2 * ratio * covariance + ratio * ratio * pair.secondVariance();
        double distance =
            Math.abs(pair.first() - ratio * pair.second()) - z * Math.sqrt(Math.max(0, variance));
        if (Math.abs(distance) > 1e-9) {
          assertThat(set.contains(ratio))
              .as("seed %d: %s at %s", seed, pair, ratio)
              .isEqualTo(distance < 0);
        }
      }
    }
  }

  @Test
  void ratioSet_eachCase_hasItsShape() {
    RealSet bounded = NoisyPair.independent(10, 100, 1, 1).ratioSet(0.95);
    assertThat(bounded.isBounded()).isTrue();
    assertThat(bounded.contains(0.1)).isTrue();

    RealSet outside = NoisyPair.independent(10, 1, 1, 1).ratioSet(0.95);
    assertThat(outside.shape()).isEqualTo(RealSet.Shape.OUTSIDE);
    assertThat(outside.isBounded()).isFalse();
    assertThat(outside.contains(0)).isFalse();
    assertThat(outside.contains(10)).isTrue();
    assertThat(outside.contains(-1e9)).isTrue();

    RealSet everything = NoisyPair.independent(1, 1, 1, 1).ratioSet(0.95);
    assertThat(everything)
        .isEqualTo(
            new RealSet(
                RealSet.Shape.INTERVAL, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
    assertThat(everything.isBounded()).isFalse();
  }

  /** Where the second value is just as far from 0 as its noise reaches, one end is missing. */
  @Test
  void ratioSet_atTheEdge_isAHalfLine() {
    // The very double that the class multiplies by: then a is 0.
    double edge = NoisyPair.independent(0, 0, 1, 0).differenceInterval(0.95).high();
    NoisyPair up = NoisyPair.independent(10, edge, 1, 1);
    RealSet set = up.ratioSet(0.95);
    assertThat(set.high()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(set.low()).isEqualTo((100 - edge * edge) / (20 * edge), within(1e-9));
    assertThat(set.isBounded()).isFalse();
    RealSet mirrored = NoisyPair.independent(-10, edge, 1, 1).ratioSet(0.95);
    assertThat(mirrored.low()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(mirrored.high()).isEqualTo(-set.low(), within(1e-9));
  }

  @Test
  void exactSecondValue_dividesTheInterval() {
    RealSet set = NoisyPair.independent(10, 4, 9, 0).ratioSet(0.95);
    assertThat(set.low()).isEqualTo((10 - 3 * 1.959963984540054) / 4, within(1e-12));
    assertThat(set.high()).isEqualTo((10 + 3 * 1.959963984540054) / 4, within(1e-12));
    assertThat(NoisyPair.independent(10, 4, 9, 0).ratio()).isEqualTo(2.5);
    RealSet exact = NoisyPair.independent(0, 4, 0, 0).ratioSet(0.95);
    assertThat(exact).isEqualTo(new RealSet(RealSet.Shape.INTERVAL, 0, 0));
  }

  @Test
  void difference_sharedNoise_cancels() {
    NoisyPair pair = new NoisyPair(10, 4, 9, 9, 9);
    assertThat(pair.difference()).isEqualTo(6);
    assertThat(pair.differenceError()).isZero();
    assertThat(new NoisyPair(10, 4, 9, 16, 0).differenceError()).isEqualTo(5);
    assertThat(new NoisyPair(10, 4, 9, 16, -12).differenceError()).isEqualTo(7);
  }

  @Test
  void parameters_outOfRange_areRefused() {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> NoisyPair.independent(bad, 1, 1, 1)).hasMessageContaining("finite");
      assertThatThrownBy(() -> NoisyPair.independent(1, bad, 1, 1)).hasMessageContaining("finite");
      assertThatThrownBy(() -> NoisyPair.independent(1, 1, bad, 1)).hasMessageContaining("varianc");
      assertThatThrownBy(() -> NoisyPair.independent(1, 1, 1, bad)).hasMessageContaining("varianc");
      assertThatThrownBy(() -> new NoisyPair(1, 1, 1, 1, bad)).hasMessageContaining("covariance");
    }
    assertThatThrownBy(() -> NoisyPair.independent(1, 1, -1, 1)).hasMessageContaining("at least 0");
    assertThatThrownBy(() -> NoisyPair.independent(1, 1, 1, -1)).hasMessageContaining("at least 0");
    assertThatThrownBy(() -> new NoisyPair(1, 1, 4, 4, -4.1)).hasMessageContaining("covariance");
    NoisyPair pair = NoisyPair.independent(1, 1, 1, 1);
    for (double bad : new double[] {Double.NaN, 0, 1}) {
      assertThatThrownBy(() -> pair.differenceInterval(bad)).hasMessageContaining("confidence");
      assertThatThrownBy(() -> pair.ratioSet(bad)).hasMessageContaining("confidence");
    }
    assertThatThrownBy(() -> NoisyPair.independent(1, 0, 1, 0).ratioSet(0.95))
        .hasMessageContaining("exactly 0");
    assertThatThrownBy(() -> new RealSet(RealSet.Shape.INTERVAL, 2, 1))
        .hasMessageContaining("low end");
    assertThatThrownBy(() -> new RealSet(RealSet.Shape.OUTSIDE, Double.NaN, 1))
        .hasMessageContaining("low end");
  }
}
