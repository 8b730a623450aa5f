package io.discreet.benchmarks.noise;

import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.noise.RoundedGaussian;
import io.discreet.mechanisms.noise.SecureBits;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Milliseconds until a new process has its first noise, as a command feels it: no warm-up.
 *
 * <pre>{@code
 * mvn -q -pl benchmarks -am package -DskipTests
 * java -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
 *   org.openjdk.jmh.Main FirstNoiseBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(10)
public class FirstNoiseBenchmark {

  /** What explaining a query asks of its noise: the noise and its interval. */
  @Benchmark
  public long constructAndExplain() {
    return new RoundedGaussian(10).halfWidth(0.95);
  }

  /** The first draw, with the table of quantiles and the source of bits that it needs. */
  @Benchmark
  public long constructAndDraw() {
    LatticeNoise noise = new RoundedGaussian(10);
    return noise.draw(SecureBits.fromOperatingSystem());
  }
}
