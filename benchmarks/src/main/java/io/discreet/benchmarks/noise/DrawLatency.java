package io.discreet.benchmarks.noise;

import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.noise.RandomBits;
import io.discreet.mechanisms.noise.RoundedGaussian;
import io.discreet.mechanisms.noise.RoundedLaplace;
import io.discreet.mechanisms.noise.SecureBits;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Does the time of a draw tell its size? Times 10⁶ single draws, one by one, and prints Spearman's
 * rank correlation of latency and |noise|: the pauses of a machine with other work to do would
 * swamp any correlation of plain values.
 *
 * <p>With independent latencies the coefficient has a standard deviation of 0.001.
 *
 * <pre>{@code
 * mvn -q -pl benchmarks -am package -DskipTests
 * java -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
 *   io.discreet.benchmarks.noise.DrawLatency
 * }</pre>
 */
public final class DrawLatency {

  private static final int DRAWS = 1_000_000;
  private static final int WARM_UPS = 5;

  private final long[] nanos;
  private final long[] sizes;

  private DrawLatency(long[] nanos, long[] sizes) {
    this.nanos = nanos;
    this.sizes = sizes;
  }

  /** Measures both distributions at several scales and prints a line for each. */
  public static void main(String[] arguments) {
    report(System.out, DRAWS);
  }

  static void report(PrintStream out, int draws) {
    SecureBits bits = SecureBits.fromOperatingSystem();
    out.println("noise                                         median ns   rank corr.");
    for (double scale : new double[] {1, 100, 1e6, 0x1p40}) {
      for (LatticeNoise noise : List.of(new RoundedGaussian(scale), new RoundedLaplace(scale))) {
        for (int i = 0; i < WARM_UPS; i++) {
          measure(noise, bits, draws);
        }
        DrawLatency latency = measure(noise, bits, draws);
        out.printf(
            Locale.ROOT, "%-45s %9d %12.4f%n", noise, latency.median(), latency.correlation());
      }
    }
  }

  static DrawLatency measure(LatticeNoise noise, RandomBits bits, int draws) {
    long[] nanos = new long[draws];
    long[] sizes = new long[draws];
    for (int i = 0; i < draws; i++) {
      long start = System.nanoTime();
      long draw = noise.draw(bits);
      nanos[i] = System.nanoTime() - start;
      sizes[i] = Math.abs(draw);
    }
    return new DrawLatency(nanos, sizes);
  }

  long median() {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Spearman's coefficient: the correlation of ranks, equal values sharing their mean rank. */
  double correlation() {
    double[] x = ranks(nanos);
    double[] y = ranks(sizes);
    double mean = (x.length - 1) / 2.0;
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - mean) * (y[i] - mean);
      xx += (x[i] - mean) * (x[i] - mean);
      yy += (y[i] - mean) * (y[i] - mean);
    }
    return xy / Math.sqrt(xx * yy);
  }

  private static double[] ranks(long[] values) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted((a, b) -> Long.compare(values[a], values[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ranks = new double[values.length];
    for (int from = 0; from < order.length; ) {
      int to = from;
      while (to < order.length && values[order[to]] == values[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = (from + to - 1) / 2.0;
      }
      from = to;
    }
    return ranks;
  }
}
