package io.discreet.benchmarks.selection;

import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.noise.SecureBits;
import io.discreet.mechanisms.selection.NoisyThreshold;
import io.discreet.mechanisms.selection.SegmentSelection;
import io.discreet.mechanisms.selection.TruncatedGeometric;
import java.util.BitSet;
import java.util.SplittableRandom;
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
 * Nanoseconds a segment to choose in bulk, at ε = 1 and δ = 10⁻⁶ for all of a customer's segments.
 *
 * <pre>{@code
 * mvn -q -pl benchmarks -am package -DskipTests
 * java -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
 *   org.openjdk.jmh.Main '\.SelectionBenchmark'
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SelectionBenchmark {

  static final int SEGMENTS = 10_000;
  static final double EPSILON = 1;
  static final double DELTA = 1e-6;

  private final SecureBits bits = SecureBits.fromOperatingSystem();
  private final long[] totals = totals();

  /** The most segments of a customer. */
  @Param({"1", "5"})
  int l0 = 1;

  private SegmentSelection geometric = truncatedGeometric(1);
  private SegmentSelection threshold = gaussianThreshold(1);

  /** Makes both for the parameter. */
  @Setup
  public void makeSelections() {
    geometric = truncatedGeometric(l0);
    threshold = gaussianThreshold(l0);
  }

  /** Totals from 0 to 99, on both sides of every threshold here. */
  static long[] totals() {
    return new SplittableRandom(1).longs(SEGMENTS, 0, 100).toArray();
  }

  static SegmentSelection truncatedGeometric(int l0) {
    return new TruncatedGeometric(EPSILON / l0, DELTA / l0, l0);
  }

  /** At the split of δ that Google's library makes. */
  static SegmentSelection gaussianThreshold(int l0) {
    Currency currency = Currency.gaussian();
    double sigma = currency.noiseScale(l0, currency.budgetUnits(EPSILON, DELTA / 2));
    return NoisyThreshold.counting(sigma, l0, DELTA / 2);
  }

  /** The optimal choice for one segment at (ε/l0, δ/l0). */
  @Benchmark
  @OperationsPerInvocation(SEGMENTS)
  public BitSet truncatedGeometric() {
    return geometric.select(totals, bits);
  }

  /** Noise and a threshold. */
  @Benchmark
  @OperationsPerInvocation(SEGMENTS)
  public BitSet gaussianThreshold() {
    return threshold.select(totals, bits);
  }
}
