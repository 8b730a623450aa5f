package io.discreet.mechanisms.noise;

import java.util.Arrays;
import java.util.stream.LongStream;

/** Intervals of integers that a draw may fall into, with their odds under a noise's own tail. */
final class Cells {

  /** Two-sided tails at whose quantiles the cells end. */
  private static final double[] LEVELS = {
    0.98, 0.93, 0.85, 0.75, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05, 0.02, 0.005, 0.001
  };

  private final long[] ends;
  private final double[] tails;

  private Cells(long[] ends, double[] tails) {
    this.ends = ends;
    this.tails = tails;
  }

  /** Cells of draws whose two-sided tail p is known to be below 2^(−{@code zeros}). */
  static Cells of(LatticeNoise noise, int zeros) {
    double given = Math.scalb(1.0, -zeros);
    long[] ends =
        Arrays.stream(LEVELS)
            .mapToLong(level -> leastBeyond(noise, level * given))
            .distinct()
            .toArray();
    double[] tails = LongStream.of(ends).mapToDouble(k -> 2 * noise.tail(k) / given).toArray();
    return new Cells(ends, tails);
  }

  /** The least k ≥ 1 with P(|round(Z)| ≥ k) at most {@code level}. */
  private static long leastBeyond(LatticeNoise noise, double level) {
    long yes = 1;
    while (2 * noise.tail(yes) > level) {
      yes *= 2;
    }
    long no = yes / 2;
    while (yes - no > 1) {
      long middle = (no + yes) >>> 1;
      if (2 * noise.tail(middle) <= level) {
        yes = middle;
      } else {
        no = middle;
      }
    }
    return yes;
  }

  /** The centre, then the cells of growing size above 0, then those below 0. */
  int count() {
    return 2 * ends.length + 1;
  }

  int of(long draw) {
    int at = Arrays.binarySearch(ends, Math.abs(draw));
    int size = at >= 0 ? at + 1 : -at - 1;
    return draw < 0 && size > 0 ? size + ends.length : size;
  }

  double[] odds() {
    double[] odds = new double[count()];
    odds[0] = 1 - tails[0];
    for (int i = 0; i < ends.length; i++) {
      double inside = tails[i] - (i + 1 < ends.length ? tails[i + 1] : 0);
      odds[i + 1] = inside / 2;
      odds[i + 1 + ends.length] = inside / 2;
    }
    return odds;
  }
}
