package io.discreet.mechanisms.selection;

import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.accounting.PureDp;
import io.discreet.mechanisms.exact.Elementary;
import io.discreet.mechanisms.exact.Enclosure;
import io.discreet.mechanisms.noise.RandomBits;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The choice that names a segment of n customers with the largest probability π(n) that (ε, δ)-DP
 * for each segment allows: a count with truncated geometric noise above a threshold.
 *
 * <p>Source: Desfontaines, Voss, Gipson and Mandayam 2022, Theorem 1: π(0) = 0 and π(n+1) = min(e^ε
 * π(n) + δ, 1 − e^(−ε)(1 − π(n) − δ), 1).
 *
 * <h2>Why this is exactly (ε, δ)-DP on a finite machine</h2>
 *
 * The probabilities used are integers p(n) · 2⁻¹²⁶, made by the same recurrence with e^ε, e^(−ε)
 * and δ enclosed and each step rounded down. They rise with n, so that of the four inequalities
 * between n and n + 1 two hold by themselves; the others are upper bounds on p(n+1), which rounding
 * down keeps. A choice compares 63 fresh bits with the upper half of p(n) and, if these are equal,
 * 63 more with the lower half: its probability is p(n) · 2⁻¹²⁶ itself. The number of instructions
 * depends on n only at the odds of 2⁻⁶³ of that tie.
 *
 * <h2>What it costs</h2>
 *
 * Segments are chosen independently, so a customer in k of them pays k times (ε, δ). An (ε, δ)-DP
 * choice is a post-processing of a mechanism that tells everything with probability δ and is
 * ε-randomized response otherwise (Kairouz, Oh and Viswanath 2015); the first part is charged as δ,
 * the second as the μ² of {@link PureDp#mu}.
 */
public final class TruncatedGeometric implements SegmentSelection {

  /** The least ε: the table of probabilities has then about half a million entries. */
  public static final double MIN_EPSILON = 0x1p-13;

  /** The largest ε. */
  public static final double MAX_EPSILON = 64;

  /** The least δ of a segment. */
  public static final double MIN_DELTA = 0x1p-100;

  private static final int HALF_BITS = 63;
  private static final int BITS = 2 * HALF_BITS;
  private static final int WORKING_BITS = 256;
  private static final int CHUNK = 1024;
  private static final BigInteger ONE = BigInteger.ONE.shiftLeft(BITS);

  private final double epsilon;
  private final double delta;
  private final int l0;
  private final double noiseScale;
  private final long[] upper;
  private final long[] lower;

  /**
   * @param epsilon of one segment, from 2⁻¹³ to {@value #MAX_EPSILON}
   * @param delta of one segment, from 2⁻¹⁰⁰ to below 1
   * @param l0 the most segments of one customer, at least 1
   * @throws IllegalArgumentException if a parameter is out of range
   */
  public TruncatedGeometric(double epsilon, double delta, int l0) {
    if (!(epsilon >= MIN_EPSILON && epsilon <= MAX_EPSILON)) {
      throw new IllegalArgumentException(
          "epsilon of a selection must be from 2^-13 to 64, got " + epsilon);
    }
    if (!(delta >= MIN_DELTA && delta < 1)) {
      throw new IllegalArgumentException(
          "delta of a selection must be from 2^-100 to below 1, got " + delta);
    }
    if (l0 < 1) {
      throw new IllegalArgumentException("l0 must be at least 1, got " + l0);
    }
    this.epsilon = epsilon;
    this.delta = delta;
    this.l0 = l0;
    // A cost of k μ² is that of a norm of k under noise of scale 1/μ.
    noiseScale = Math.nextDown(1 / PureDp.mu(epsilon));
    long[][] halves = probabilities(epsilon, delta);
    upper = halves[0];
    lower = halves[1];
  }

  /** Returns the halves of p(0), p(1), … up to the last one below 1. */
  private static long[][] probabilities(double epsilon, double delta) {
    BigInteger growth = Elementary.exp(Enclosure.of(epsilon, WORKING_BITS)).low();
    BigInteger decay = Elementary.exp(Enclosure.of(-epsilon, WORKING_BITS)).high();
    BigInteger leak = Enclosure.of(delta, BITS).low();
    BigInteger mask = BigInteger.ONE.shiftLeft(HALF_BITS).subtract(BigInteger.ONE);
    long[] upper = new long[64];
    long[] lower = new long[64];
    BigInteger p = BigInteger.ZERO;
    int n = 0;
    while (p.compareTo(ONE) < 0) {
      if (n == upper.length) {
        upper = Arrays.copyOf(upper, 2 * n);
        lower = Arrays.copyOf(lower, 2 * n);
      }
      upper[n] = p.shiftRight(HALF_BITS).longValueExact();
      lower[n] = p.and(mask).longValueExact();
      n++;
      BigInteger grown = p.multiply(growth).shiftRight(WORKING_BITS).add(leak);
      BigInteger rest = ONE.subtract(p).subtract(leak).max(BigInteger.ZERO);
      // Rounded up, so that what is left of 1 is rounded down.
      BigInteger decayed = rest.multiply(decay).negate().shiftRight(WORKING_BITS).negate();
      p = grown.min(ONE.subtract(decayed));
    }
    return new long[][] {Arrays.copyOf(upper, n), Arrays.copyOf(lower, n)};
  }

  @Override
  public String mechanism() {
    return "truncated-geometric";
  }

  @Override
  public int l0() {
    return l0;
  }

  @Override
  public long costUnits(int segments) {
    return Currency.gaussian().costUnits(checked(segments), noiseScale);
  }

  @Override
  public double delta(int segments) {
    return Products.up(checked(segments), delta);
  }

  @Override
  public double meanThreshold() {
    double sum = 1;
    for (int n = 1; n < upper.length; n++) {
      sum += 1 - (double) upper[n] * 0x1p-63;
    }
    return sum;
  }

  /** Returns the probability that a segment of {@code customers} is named, rounded down. */
  public double keepProbability(long customers) {
    BigDecimal exact = exactProbability(customers);
    double nearest = exact.doubleValue();
    return new BigDecimal(nearest).compareTo(exact) > 0 ? Math.nextDown(nearest) : nearest;
  }

  /** The probability itself: 126 bits behind the point. */
  BigDecimal exactProbability(long customers) {
    if (customers < 0) {
      throw new IllegalArgumentException("customers must be at least 0, got " + customers);
    }
    if (customers >= upper.length) {
      return BigDecimal.ONE;
    }
    int n = (int) customers;
    BigInteger p = BigInteger.valueOf(upper[n]).shiftLeft(HALF_BITS);
    return new BigDecimal(p.add(BigInteger.valueOf(lower[n]))).divide(new BigDecimal(ONE));
  }

  /** The least number of customers whose segment is named for certain. */
  public int certainFrom() {
    return upper.length;
  }

  @Override
  public BitSet select(long[] totals, RandomBits bits) {
    BitSet named = new BitSet(totals.length);
    long[] words = new long[Math.min(CHUNK, totals.length)];
    for (int start = 0; start < totals.length; start += CHUNK) {
      int end = Math.min(start + CHUNK, totals.length);
      bits.fill(words);
      for (int i = start; i < end; i++) {
        if (isNamed(totals[i], words[i - start] >>> 1, bits)) {
          named.set(i);
        }
      }
    }
    return named;
  }

  private boolean isNamed(long customers, long uniform, RandomBits bits) {
    if (customers < 0) {
      throw new IllegalArgumentException("a segment cannot have fewer than 0 customers");
    }
    if (customers >= upper.length) {
      return true;
    }
    int n = (int) customers;
    return uniform < upper[n] || (uniform == upper[n] && bits.nextLong() >>> 1 < lower[n]);
  }

  private int checked(int segments) {
    return Products.checked(segments, l0);
  }

  @Override
  public String toString() {
    return mechanism() + "(epsilon " + epsilon + ", delta " + delta + " a segment)";
  }
}
