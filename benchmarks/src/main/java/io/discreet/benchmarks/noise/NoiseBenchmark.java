package io.discreet.benchmarks.noise;

import io.discreet.benchmarks.suite.ShortProfile;
import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.noise.RoundedGaussian;
import io.discreet.mechanisms.noise.RoundedLaplace;
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
 * Nanoseconds a draw of noise, in bulk and one by one, from production's source of bits.
 *
 * <pre>{@code
 * mvn -q -pl benchmarks -am package -DskipTests
 * java -cp "benchmarks/target/classes:benchmarks/target/lib/*" org.openjdk.jmh.Main NoiseBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class NoiseBenchmark {

  static final int DRAWS = 10_000;

  @Param({"gaussian", "laplace"})
  String distribution = "gaussian";

  @Param({"0.1", "1", "100", "1e6", "1099511627776"})
  @ShortProfile({"1", "1099511627776"})
  double scale = 1;

  private final long[] values = new long[DRAWS];
  private final SecureBits bits = SecureBits.fromOperatingSystem();
  private LatticeNoise noise = new RoundedGaussian(1);

  /** Makes the noise of the parameters. */
  @Setup
  public void makeNoise() {
    noise =
        switch (distribution) {
          case "gaussian" -> new RoundedGaussian(scale);
          case "laplace" -> new RoundedLaplace(scale);
          default -> throw new IllegalArgumentException("no distribution " + distribution);
        };
  }

  /** Ten thousand draws at once. */
  @Benchmark
  @OperationsPerInvocation(DRAWS)
  public long[] bulk() {
    noise.fill(values, bits);
    return values;
  }

  /** One draw. */
  @Benchmark
  public long single() {
    return noise.draw(bits);
  }
}
