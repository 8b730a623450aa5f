package io.discreet.benchmarks.noise;

import io.discreet.mechanisms.noise.SecureBits;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds for 64 random bits: ours, and those of the platform's {@code SecureRandom}.
 *
 * <pre>{@code
 * mvn -q -pl benchmarks -am package -DskipTests
 * java -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
 *   org.openjdk.jmh.Main RandomBitsBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RandomBitsBenchmark {

  static final int WORDS = 10_000;

  private final long[] words = new long[WORDS];
  private final SecureBits bits = SecureBits.fromOperatingSystem();
  private final SecureRandom platform = new SecureRandom();

  /** Ten thousand words at once. */
  @Benchmark
  @OperationsPerInvocation(WORDS)
  public long[] bulk() {
    bits.fill(words);
    return words;
  }

  /** One word. */
  @Benchmark
  public long single() {
    return bits.nextLong();
  }

  /** One word of the platform's default generator. */
  @Benchmark
  public long platform() {
    return platform.nextLong();
  }
}
