package io.discreet.benchmarks.noise;

import com.google.privacy.differentialprivacy.GaussianNoise;
import com.google.privacy.differentialprivacy.LaplaceNoise;
import com.google.privacy.differentialprivacy.Noise;
import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.google.GoogleGaussian;
import io.discreet.mechanisms.google.GoogleLaplace;
import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.noise.SecureBits;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds a draw beside Google's library, at ε = 1 and δ = 10⁻⁶ for a count.
 *
 * <pre>{@code
 * mvn -q -Pgoogle-dp -pl benchmarks -am package -DskipTests
 * java -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
 *   org.openjdk.jmh.Main GoogleNoiseBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class GoogleNoiseBenchmark {

  static final int DRAWS = 10_000;
  private static final double EPSILON = 1;

  @Param({"gaussian", "laplace"})
  String distribution = "gaussian";

  private final long[] values = new long[DRAWS];
  private final SecureBits bits = SecureBits.fromOperatingSystem();
  private double delta;
  private Noise library = new LaplaceNoise();
  private LatticeNoise sampler = new GoogleLaplace(1);
  private LatticeNoise ours = Currency.pure().noise(1);

  /** Makes the noise of the parameters, ours and the library's. */
  @Setup
  public void makeNoise() {
    boolean isGaussian = distribution.equals("gaussian");
    delta = isGaussian ? 1e-6 : 0;
    Currency currency = isGaussian ? Currency.gaussian() : Currency.pure();
    double scale = currency.noiseScale(1, currency.budgetUnits(EPSILON, delta));
    ours = currency.noise(scale);
    library = isGaussian ? new GaussianNoise() : new LaplaceNoise();
    sampler = isGaussian ? new GoogleGaussian(scale) : new GoogleLaplace(scale);
  }

  /** Ten thousand draws of ours at once. */
  @Benchmark
  @OperationsPerInvocation(DRAWS)
  public long[] ours() {
    ours.fill(values, bits);
    return values;
  }

  /** The library's way to noise a count. */
  @Benchmark
  public long googleAddNoise() {
    return library.addNoise(1000L, 1, 1L, EPSILON, delta);
  }

  /** The library's sampler, without its search for the scale. */
  @Benchmark
  public long googleSamplerAlone() {
    return sampler.draw(bits);
  }
}
