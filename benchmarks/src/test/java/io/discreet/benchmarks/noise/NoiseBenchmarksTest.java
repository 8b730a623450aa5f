package io.discreet.benchmarks.noise;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.noise.RandomBits;
import io.discreet.mechanisms.noise.RoundedGaussian;
import io.discreet.mechanisms.noise.RoundedLaplace;
import io.discreet.mechanisms.noise.SecureBits;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Param;

/** That each benchmark computes what its figure is printed for. */
class NoiseBenchmarksTest {

  /** Binomial counts: 6.8 standard deviations have odds of 1e-11, 80 of them below 1e-9. */
  private static final double DEVIATIONS = 6.8;

  static Stream<Arguments> parameters() throws NoSuchFieldException {
    String[] scales =
        NoiseBenchmark.class.getDeclaredField("scale").getAnnotation(Param.class).value();
    return Stream.of("gaussian", "laplace")
        .flatMap(d -> Arrays.stream(scales).map(s -> Arguments.of(d, Double.parseDouble(s))));
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void bulkAndSingle_everyParameter_drawTheNoiseOfThatScale(String distribution, double scale) {
    NoiseBenchmark benchmark = new NoiseBenchmark();
    benchmark.distribution = distribution;
    benchmark.scale = scale;
    benchmark.makeNoise();
    LatticeNoise noise =
        distribution.equals("gaussian") ? new RoundedGaussian(scale) : new RoundedLaplace(scale);
    assertFits(noise, benchmark.bulk());
    assertFits(noise, LongStream.generate(benchmark::single).limit(NoiseBenchmark.DRAWS).toArray());
  }

  static void assertFits(LatticeNoise noise, long[] draws) {
    int n = NoiseBenchmark.DRAWS;
    assertThat(draws).hasSize(n);
    for (double confidence : new double[] {0.3, 0.9}) {
      long k = noise.halfWidth(confidence) + 1;
      double odds = noise.tail(k);
      double slack = DEVIATIONS * Math.sqrt(n * odds * (1 - odds)) + 1;
      assertThat((double) Arrays.stream(draws).filter(d -> d >= k).count())
          .isBetween(n * odds - slack, n * odds + slack);
      assertThat((double) Arrays.stream(draws).filter(d -> d <= -k).count())
          .isBetween(n * odds - slack, n * odds + slack);
    }
  }

  @Test
  void randomBits_allThree_giveFreshWords() {
    RandomBitsBenchmark benchmark = new RandomBitsBenchmark();
    long[] words =
        LongStream.concat(
                Arrays.stream(benchmark.bulk()),
                LongStream.of(
                    benchmark.single(),
                    benchmark.single(),
                    benchmark.platform(),
                    benchmark.platform()))
            .toArray();
    assertThat(words).hasSize(RandomBitsBenchmark.WORDS + 4).doesNotHaveDuplicates();
  }

  @Test
  void firstNoise_bothWays_areThoseOfTheNoise() {
    FirstNoiseBenchmark benchmark = new FirstNoiseBenchmark();
    assertThat(benchmark.constructAndExplain()).isEqualTo(20); // 1.96σ
    assertThat(benchmark.constructAndDraw()).isBetween(-100L, 100L); // 10σ: odds of 1e-23
  }

  /** The coefficient of independent values is within 7 standard deviations of 0: odds of 3e-12. */
  @Test
  void correlation_latencyThatTellsTheValue_isFoundAndNoOther() {
    int draws = 2_000;
    SecureBits bits = SecureBits.fromOperatingSystem();
    LatticeNoise noise = new RoundedGaussian(1000);
    LatticeNoise telling = new Spinning(noise, Math::abs);
    assertThat(DrawLatency.measure(telling, bits, draws).correlation()).isGreaterThan(0.5);
    LatticeNoise silent = new Spinning(noise, draw -> Math.abs(noise.draw(bits)));
    assertThat(DrawLatency.measure(silent, bits, draws).correlation())
        .isBetween(-7 / Math.sqrt(draws), 7 / Math.sqrt(draws));
  }

  /** A sampler with a loop whose length is known, as a search or a rejection has. */
  private record Spinning(LatticeNoise noise, LongUnaryOperator steps) implements LatticeNoise {

    @Override
    public String mechanism() {
      return "spinning";
    }

    @Override
    public double scaleUnits() {
      return noise.scaleUnits();
    }

    @Override
    public long draw(RandomBits bits) {
      long draw = noise.draw(bits);
      long until = System.nanoTime() + 20 * steps.applyAsLong(draw);
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      return draw;
    }

    @Override
    public void fill(long[] values, RandomBits bits) {
      Arrays.setAll(values, i -> draw(bits));
    }

    @Override
    public double variance() {
      return noise.variance();
    }

    @Override
    public double tail(long k) {
      return noise.tail(k);
    }

    @Override
    public long halfWidth(double confidence) {
      return noise.halfWidth(confidence);
    }

    @Override
    public long differenceHalfWidth(double confidence) {
      return noise.differenceHalfWidth(confidence);
    }
  }
}
