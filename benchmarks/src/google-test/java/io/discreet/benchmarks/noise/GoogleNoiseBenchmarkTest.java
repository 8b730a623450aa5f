package io.discreet.benchmarks.noise;

import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.noise.RoundedGaussian;
import io.discreet.mechanisms.noise.RoundedLaplace;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** That each side draws the noise of ε = 1 on a count of 1,000. */
class GoogleNoiseBenchmarkTest {

  @Test
  void laplace_allThree_haveScaleOne() {
    assertFits("laplace", new RoundedLaplace(1));
  }

  @Test
  void gaussian_allThree_haveTheScaleOfEpsilonAndDelta() {
    Currency currency = Currency.gaussian();
    double sigma = currency.noiseScale(1, currency.budgetUnits(1, 1e-6));
    assertFits("gaussian", new RoundedGaussian(sigma));
  }

  private static void assertFits(String distribution, LatticeNoise noise) {
    GoogleNoiseBenchmark benchmark = new GoogleNoiseBenchmark();
    benchmark.distribution = distribution;
    benchmark.makeNoise();
    int draws = GoogleNoiseBenchmark.DRAWS;
    NoiseBenchmarksTest.assertFits(noise, benchmark.ours());
    NoiseBenchmarksTest.assertFits(
        noise, LongStream.generate(benchmark::googleSamplerAlone).limit(draws).toArray());
    NoiseBenchmarksTest.assertFits(
        noise,
        LongStream.generate(() -> benchmark.googleAddNoise() - 1_000).limit(draws).toArray());
  }
}
