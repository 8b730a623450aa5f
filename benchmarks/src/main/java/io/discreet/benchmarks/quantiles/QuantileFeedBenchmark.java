package io.discreet.benchmarks.quantiles;

import io.discreet.benchmarks.suite.ShortProfile;
import io.discreet.mechanisms.noise.RoundedGaussian;
import io.discreet.mechanisms.noise.SecureBits;
import io.discreet.mechanisms.quantiles.LeafCounts;
import io.discreet.mechanisms.quantiles.NoisyQuantiles;
import io.discreet.mechanisms.quantiles.QuantileTree;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Milliseconds to feed a million values into counts for quantiles, and to release and read them.
 *
 * <pre>{@code
 * mvn -q -pl benchmarks -am package -DskipTests
 * java -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
 *   org.openjdk.jmh.Main QuantileFeedBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class QuantileFeedBenchmark {

  static final int VALUES = 1_000_000;

  private final QuantileTree tree = new QuantileTree(0, MadeUpValues.GREATEST);
  private final SecureBits bits = SecureBits.fromOperatingSystem();

  @Param({"UNIFORM", "LOG_NORMAL", "ZERO_INFLATED", "DISCRETE"})
  @ShortProfile({"UNIFORM", "LOG_NORMAL"})
  String data = "UNIFORM";

  private long[] rows = {};
  private LeafCounts fed = tree.newCounts();

  /** Makes up the values. */
  @Setup
  public void makeUpValues() {
    rows = MadeUpValues.valueOf(data).rows(VALUES, 1);
    fed = feed();
  }

  /** New counts and a million values. */
  @Benchmark
  public LeafCounts feed() {
    LeafCounts counts = tree.newCounts();
    counts.add(rows, 0, rows.length);
    return counts;
  }

  /** Noise for every node, both fits, and the median. */
  @Benchmark
  public double releaseAndRead() {
    NoisyQuantiles quantiles = tree.release(fed, new RoundedGaussian(10), bits).quantiles();
    return quantiles.quantile(0.5);
  }
}
