package io.discreet.benchmarks.quantiles;

import com.google.privacy.differentialprivacy.BoundedQuantiles;
import com.google.privacy.differentialprivacy.GaussianNoise;
import io.discreet.benchmarks.suite.ShortProfile;
import io.discreet.mechanisms.quantiles.LeafCounts;
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
 * Milliseconds to feed a million values into ours and into {@code BoundedQuantiles} of Google's
 * library.
 *
 * <pre>{@code
 * mvn -q -Pgoogle-dp -pl benchmarks -am package -DskipTests
 * java -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
 *   org.openjdk.jmh.Main GoogleQuantileFeedBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class GoogleQuantileFeedBenchmark {

  private final QuantileTree tree = new QuantileTree(0, MadeUpValues.GREATEST);

  @Param({"UNIFORM", "LOG_NORMAL", "ZERO_INFLATED", "DISCRETE"})
  @ShortProfile({"UNIFORM", "LOG_NORMAL"})
  String data = "UNIFORM";

  private long[] rows = {};

  /** Makes up the values. */
  @Setup
  public void makeUpValues() {
    rows = MadeUpValues.valueOf(data).rows(QuantileFeedBenchmark.VALUES, 1);
  }

  /** New counts of ours and a million values. */
  @Benchmark
  public LeafCounts ours() {
    LeafCounts counts = tree.newCounts();
    counts.add(rows, 0, rows.length);
    return counts;
  }

  /** A new tree of the library and a million values. */
  @Benchmark
  public BoundedQuantiles google() {
    BoundedQuantiles quantiles =
        BoundedQuantiles.builder()
            .epsilon(1)
            .delta(1e-6)
            .noise(new GaussianNoise())
            .maxPartitionsContributed(1)
            .maxContributionsPerPartition(1)
            .lower(0)
            .upper(MadeUpValues.GREATEST)
            .build();
    for (long row : rows) {
      quantiles.addEntry((double) row);
    }
    return quantiles;
  }
}
