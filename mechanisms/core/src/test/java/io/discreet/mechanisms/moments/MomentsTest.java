package io.discreet.mechanisms.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discreet.mechanisms.noise.RoundedGaussian;
import io.discreet.mechanisms.testing.InsecureSeededNoise;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {

  private static NoisyMoments exact(CentredRange range, long[] rows) {
    long sum = Arrays.stream(rows).map(range::deviation).sum();
    long squares = Arrays.stream(rows).map(range::centredSquare).sum();
    return new NoisyMoments(range, rows.length, sum, squares, 0, 0, 0);
  }

  private static double mean(long[] rows) {
    return Arrays.stream(rows).average().orElseThrow();
  }

  private static double variance(long[] rows) {
    double mean = mean(rows);
    return Arrays.stream(rows).mapToDouble(x -> (x - mean) * (x - mean)).average().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "-3, 4",
    "0, 500",
    "-500, 500",
    "0, 65536",
    "-7, 65540",
    "0, 4294967294",
    "-2147483647, 2147483647",
    "9000000000000000000, 9000000000000100000"
  })
  void contributions_anyValue_stayWithinTheBounds(long least, long greatest) {
    CentredRange range = new CentredRange(least, greatest);
    SplittableRandom random = new SplittableRandom(greatest);
    long[] values = new long[2_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = least + random.nextLong(greatest - least + 1);
    }
    values[0] = least;
    values[1] = greatest;
    values[2] = Long.MIN_VALUE;
    values[3] = Long.MAX_VALUE;
    values[4] = range.centre();
    long largestDeviation = 0;
    long largestSquare = 0;
    for (long value : values) {
      long clamped = Math.max(least, Math.min(greatest, value));
      assertThat(range.deviation(value)).isEqualTo(clamped - range.centre());
      largestDeviation = Math.max(largestDeviation, Math.abs(range.deviation(value)));
      largestSquare = Math.max(largestSquare, Math.abs(range.centredSquare(value)));
    }
    assertThat(largestDeviation).isEqualTo(range.deviationBound());
    assertThat(largestSquare).isEqualTo(range.squareBound());
    assertThat(range.deviationBound()).isLessThanOrEqualTo((greatest - least + 1) / 2);
    assertThat(range.squareBound()).isLessThanOrEqualTo(1L << 30);
    // 2³¹ rows fit, with room for noise.
    assertThat(Math.multiplyHigh(range.squareBound(), 1L << 31)).isZero();
    assertThat(Math.multiplyHigh(range.deviationBound(), 1L << 31)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void moments_withoutNoiseOfASmallRange_areExact(long seed) {
    CentredRange range = new CentredRange(-300, 1_000);
    long[] rows = new SplittableRandom(seed).longs(500, -300, 1_001).toArray();
    NoisyMoments moments = exact(range, rows);
    assertThat(moments.mean()).isEqualTo(mean(rows), within(1e-9));
    assertThat(moments.variance()).isEqualTo(variance(rows), within(1e-6));
    assertThat(moments.meanError()).isZero();
    assertThat(moments.varianceError()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000_000, 100_000_000, 4_000_000_000L})
  void moments_withoutNoiseOfAWideRange_areWithinTheStatedPart(long greatest) {
    CentredRange range = new CentredRange(0, greatest);
    double half = greatest / 2.0;
    long[] spread = new SplittableRandom(greatest).longs(5_000, 0, greatest + 1).toArray();
    long[] alike = new long[3];
    Arrays.fill(alike, greatest - greatest / 7);
    for (long[] rows : new long[][] {spread, alike}) {
      NoisyMoments moments = exact(range, rows);
      assertThat(moments.mean()).isEqualTo(mean(rows), within(greatest * 1e-12));
      assertThat(moments.variance()).isEqualTo(variance(rows), within(half * half * 0x1p-14));
    }
  }

  @Test
  void errors_manyRuns_areThoseOfTheEstimates() {
    CentredRange range = new CentredRange(0, 1_000);
    long[] rows = new SplittableRandom(7).longs(20_000, 100, 600).toArray();
    NoisyMoments exact = exact(range, rows);
    RoundedGaussian ofCount = new RoundedGaussian(100);
    RoundedGaussian ofSum = new RoundedGaussian(50_000);
    RoundedGaussian ofSquares = new RoundedGaussian(1e7);
    InsecureSeededNoise bits = new InsecureSeededNoise(11);
    int runs = 20_000;
    double means = 0;
    double variances = 0;
    NoisyMoments noisy = exact;
    for (int run = 0; run < runs; run++) {
      noisy =
          new NoisyMoments(
              range,
              exact.count() + ofCount.draw(bits),
              exact.sum() + ofSum.draw(bits),
              exact.squares() + ofSquares.draw(bits),
              ofCount.variance(),
              ofSum.variance(),
              ofSquares.variance());
      means += Math.pow((noisy.mean() - exact.mean()) / noisy.meanError(), 2);
      variances += Math.pow((noisy.variance() - exact.variance()) / noisy.varianceError(), 2);
    }
    // The mean of 20,000 squares of normal draws has a deviation of 0.01: 6.2 of them, and 1 % for
    // what the first order leaves out.
    assertThat(means / runs).isBetween(0.93, 1.07);
    assertThat(variances / runs).isBetween(0.93, 1.07);
  }

  @Test
  void estimates_ofAbsurdNoise_stayWithinWhatTheRangeAllows() {
    CentredRange range = new CentredRange(0, 10);
    for (long count : new long[] {-50, 0, 1, 3}) {
      for (long sum : new long[] {-1_000, 0, 1_000}) {
        for (long squares : new long[] {-100_000, 0, 100_000}) {
          NoisyMoments moments = new NoisyMoments(range, count, sum, squares, 4, 4, 4);
          assertThat(moments.mean()).isBetween(0.0, 10.0);
          assertThat(moments.variance()).isBetween(0.0, 25.0);
          assertThat(moments.meanError()).isPositive().isFinite();
          assertThat(moments.varianceError()).isPositive().isFinite();
        }
      }
    }
  }

  @Test
  void parameters_outOfRange_areRefused() {
    assertThatThrownBy(() -> new CentredRange(1, 1)).hasMessageContaining("1 to 1");
    assertThatThrownBy(() -> new CentredRange(0, (1L << 32) - 1)).hasMessageContaining("2^32");
    assertThatThrownBy(() -> new CentredRange(Long.MIN_VALUE, Long.MAX_VALUE))
        .hasMessageContaining("2^32");
    CentredRange range = new CentredRange(0, 1);
    for (double bad : new double[] {Double.NaN, -1, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new NoisyMoments(range, 1, 1, 1, bad, 1, 1))
          .hasMessageContaining("variances");
      assertThatThrownBy(() -> new NoisyMoments(range, 1, 1, 1, 1, bad, 1))
          .hasMessageContaining("variances");
      assertThatThrownBy(() -> new NoisyMoments(range, 1, 1, 1, 1, 1, bad))
          .hasMessageContaining("variances");
    }
  }
}
