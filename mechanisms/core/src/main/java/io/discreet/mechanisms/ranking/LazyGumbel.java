package io.discreet.mechanisms.ranking;

import io.discreet.mechanisms.exact.Elementary;
import io.discreet.mechanisms.exact.Enclosure;
import io.discreet.mechanisms.noise.RandomBits;
import java.math.BigInteger;

/**
 * A candidate's total with a Gumbel draw, as a real number whose bits are drawn when they are asked
 * for: ε·total/bound − ln(−ln U) for a uniform U.
 *
 * <h2>Why a comparison is exact</h2>
 *
 * 63 bits of U give an interval [v, v + 1] · 2⁻⁶³, and that an interval of the score in doubles.
 * {@link Math#log} and {@link Math#log1p} are within 1 unit in the last place, so five operations
 * stay within 2⁻⁴⁸ of the size of each term, which is added at both ends. If two intervals are
 * apart, the order is certain. If they touch, at odds of about 2⁻⁴⁰, both uniforms are extended by
 * 64 bits at a time and the scores enclosed in arbitrary precision until they are apart. Bits not
 * drawn cannot change the order.
 */
final class LazyGumbel implements Comparable<LazyGumbel> {

  private static final double SLACK = 0x1p-48;

  /** Extensions after which the source of bits must be broken: the odds are 2⁻¹⁰⁰⁰. */
  private static final int MOST_EXTENSIONS = 16;

  private static final int FIRST_BITS = 63;
  private static final int GUARD_BITS = 96;

  private final int index;
  private final long total;
  private final double epsilon;
  private final long bound;
  private final RandomBits bits;
  private final double low;
  private final double high;

  /** U lies in [uniform, uniform + 1] · 2^(−length). */
  private BigInteger uniform;

  private int length = FIRST_BITS;

  LazyGumbel(int index, long total, double epsilon, long bound, RandomBits bits) {
    this.index = index;
    this.total = total;
    this.epsilon = epsilon;
    this.bound = bound;
    this.bits = bits;
    long v = bits.nextLong() >>> 1;
    uniform = BigInteger.valueOf(v);
    double scaled = epsilon * (double) total / (double) bound;
    double lowest = -Math.log(exponential(v));
    double highest = -Math.log(exponential(v + 1));
    low = scaled + lowest - (Math.abs(scaled) + Math.abs(lowest) + 1) * SLACK;
    high = scaled + highest + (Math.abs(scaled) + Math.abs(highest) + 1) * SLACK;
  }

  /** −ln(v · 2⁻⁶³), without cancelling where v is near 2⁶³, which as a long is negative. */
  private static double exponential(long v) {
    return v >= 0 && v < 1L << 62
        ? -Math.log((double) v * 0x1p-63)
        : -Math.log1p((double) (v + Long.MIN_VALUE) * 0x1p-63);
  }

  int index() {
    return index;
  }

  /** The order of the scores; two candidates are never equal. */
  @Override
  public int compareTo(LazyGumbel other) {
    if (other == this) {
      return 0;
    }
    if (high < other.low) {
      return -1;
    }
    if (other.high < low) {
      return 1;
    }
    return compareExactly(other);
  }

  private int compareExactly(LazyGumbel other) {
    for (int i = 0; i < MOST_EXTENSIONS; i++) {
      extendTo(FIRST_BITS + 64 * (i + 1));
      other.extendTo(FIRST_BITS + 64 * (i + 1));
      int working = Math.max(length, other.length) + GUARD_BITS;
      if (hasNoEnd() || other.hasNoEnd()) {
        continue;
      }
      Enclosure mine = enclosed(working);
      Enclosure theirs = other.enclosed(working);
      if (mine.isBelow(theirs)) {
        return -1;
      }
      if (theirs.isBelow(mine)) {
        return 1;
      }
    }
    throw new IllegalStateException("the source of random bits repeats itself; nothing was ranked");
  }

  /** Whether the interval of U reaches 0 or 1, where the score has no bound. */
  private boolean hasNoEnd() {
    return uniform.signum() == 0 || uniform.add(BigInteger.ONE).bitLength() > length;
  }

  private void extendTo(int wanted) {
    while (length < wanted) {
      long word = bits.nextLong();
      uniform = uniform.shiftLeft(32).or(BigInteger.valueOf(word >>> 32));
      uniform = uniform.shiftLeft(32).or(BigInteger.valueOf(word & 0xffff_ffffL));
      length += 64;
    }
  }

  private Enclosure enclosed(int working) {
    Enclosure u = new Enclosure(uniform, uniform.add(BigInteger.ONE), length).withBits(working);
    Enclosure gumbel = Elementary.log(Elementary.log(u).negated()).negated();
    // ε has 53 bits and is at least 2⁻⁴⁰: exact with the guard bits.
    return Enclosure.of(epsilon, working).times(total).dividedBy(bound).plus(gumbel);
  }
}
