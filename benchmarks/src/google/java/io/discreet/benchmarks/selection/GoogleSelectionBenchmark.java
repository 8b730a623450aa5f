package io.discreet.benchmarks.selection;

import io.discreet.mechanisms.google.GoogleSelection;
import io.discreet.mechanisms.noise.SecureBits;
import io.discreet.mechanisms.selection.SegmentSelection;
import java.util.BitSet;
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
 * Nanoseconds a segment to choose in bulk beside Google's library, each as it chooses at (ε, δ): by
 * the truncated geometric for one segment a customer, by Gaussian noise and a threshold for five.
 *
 * <pre>{@code
 * mvn -q -Pgoogle-dp -pl benchmarks -am package -DskipTests
 * java -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
 *   org.openjdk.jmh.Main GoogleSelectionBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class GoogleSelectionBenchmark {

  private final SecureBits bits = SecureBits.fromOperatingSystem();
  private final long[] totals = SelectionBenchmark.totals();

  /** The most segments of a customer. */
  @Param({"1", "5"})
  int l0 = 1;

  private SegmentSelection ours = SelectionBenchmark.truncatedGeometric(1);
  private SegmentSelection google = new GoogleSelection(1, 1e-6, 1);

  /** Makes both for the parameter. */
  @Setup
  public void makeSelections() {
    ours =
        l0 == 1
            ? SelectionBenchmark.truncatedGeometric(l0)
            : SelectionBenchmark.gaussianThreshold(l0);
    google = new GoogleSelection(SelectionBenchmark.EPSILON, SelectionBenchmark.DELTA, l0);
  }

  /** Ours. */
  @Benchmark
  @OperationsPerInvocation(SelectionBenchmark.SEGMENTS)
  public BitSet ours() {
    return ours.select(totals, bits);
  }

  /** The library's {@code PreAggSelectPartition}, one for each segment, as it is meant. */
  @Benchmark
  @OperationsPerInvocation(SelectionBenchmark.SEGMENTS)
  public BitSet google() {
    return google.select(totals, bits);
  }
}
