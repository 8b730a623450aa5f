package io.discreet.mechanisms.selection;

import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.exact.ThresholdSearch;
import io.discreet.mechanisms.noise.RandomBits;
import io.discreet.mechanisms.noise.RoundedGaussian;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import org.apache.commons.numbers.gamma.InverseErfc;

/**
 * The choice that names a segment whose total with Gaussian noise reaches a threshold.
 *
 * <p>A customer in t segments adds a weight w(t) to the total of each, in lattice units: 1 by
 * {@link #counting}, ⌊unit/√t⌋ by {@link #sharing}, where nobody's weights have a norm above the
 * unit.
 *
 * <h2>Why this is private</h2>
 *
 * Compare the data with and without one customer who is in t segments, s of them with nobody else.
 * Without that customer those s segments are never named; with them, one of them is named with
 * probability at most s · P(w(t) + round(Z) ≥ threshold) ≤ t · {@code tail(threshold − w(t))},
 * charged as δ. Unless that happens, the choice is post-processing of the noisy totals of the other
 * segments, whose norm t · w(t)² over σ² is charged as μ². The tail is that of the <em>rounded</em>
 * noise, P(round(Z) ≥ k) = P(Z ≥ k − ½), rounded up; the threshold is the least one at which no t
 * from 1 to l0 costs more than the δ asked for.
 *
 * <p>The noisy totals of the segments that are named are paid for, too, and may be released.
 */
public final class NoisyThreshold implements SegmentSelection {

  private final RoundedGaussian noise;
  private final long[] weights;
  private final long threshold;

  private NoisyThreshold(double sigmaUnits, long[] weights, double delta) {
    if (!(delta > 0 && delta < 1)) {
      throw new IllegalArgumentException(
          "delta of a selection must be above 0 and below 1, got " + delta);
    }
    this.noise = new RoundedGaussian(sigmaUnits);
    this.weights = weights;
    threshold = highest(1, weights.length - 1, 0, delta);
  }

  /**
   * A choice on the number of customers: everybody adds 1 to each of their segments.
   *
   * @param sigmaUnits σ of the noise in customers, in {@link RoundedGaussian}'s range
   * @param l0 the most segments of one customer, at least 1
   * @param delta for all segments of one customer together, in (0, 1)
   */
  public static NoisyThreshold counting(double sigmaUnits, int l0, double delta) {
    long[] weights = new long[checkedL0(l0) + 1];
    Arrays.fill(weights, 1);
    return new NoisyThreshold(sigmaUnits, weights, delta);
  }

  /**
   * A choice in which who is in many segments adds less to each.
   *
   * @param sigmaUnits σ of the noise in lattice units
   * @param l0 the most segments of one customer, at least 1 and at most {@code unit}²
   * @param unit the weight of a customer who is in one segment, in lattice units; 1 to 2²⁶
   * @param delta for all segments of one customer together, in (0, 1)
   */
  public static NoisyThreshold sharing(double sigmaUnits, int l0, long unit, double delta) {
    if (unit < 1 || unit > 1L << 26) {
      throw new IllegalArgumentException("the unit of weights must be 1 to 2^26, got " + unit);
    }
    long[] weights = new long[checkedL0(l0) + 1];
    for (int t = 1; t <= l0; t++) {
      weights[t] = BigInteger.valueOf(unit * unit / t).sqrt().longValueExact();
      if (weights[t] == 0) {
        throw new IllegalArgumentException(
            "a unit of weights of " + unit + " is too small to share among " + l0 + " segments");
      }
    }
    return new NoisyThreshold(sigmaUnits, weights, delta);
  }

  private static int checkedL0(int l0) {
    if (l0 < 1) {
      throw new IllegalArgumentException("l0 must be at least 1, got " + l0);
    }
    return l0;
  }

  /**
   * Returns the largest w(t) + margin(t) of t in [from, to], or {@code found} if that is more.
   * Weights fall with t and margins rise, so that the ends of a range bound all of it.
   */
  private long highest(int from, int to, long found, double delta) {
    long bound = weights[from] + margin(to, delta);
    if (bound <= found || from == to) {
      return Math.max(bound, found);
    }
    int middle = from + (to - from) / 2;
    long right = highest(middle + 1, to, found, delta);
    return highest(from, middle, right, delta);
  }

  /** Returns the least k ≥ 1 with t · P(round(Z) ≥ k) ≤ delta. */
  private long margin(int t, double delta) {
    BigDecimal allowed = new BigDecimal(delta);
    BigDecimal times = BigDecimal.valueOf(t);
    return 1
        + ThresholdSearch.largest(
            guessedMargin(noise.scaleUnits(), t, delta) - 1,
            k -> new BigDecimal(noise.tail(k)).multiply(times).compareTo(allowed) > 0 ? 1 : -1);
  }

  /** About the margin: a place to start looking, no more. */
  static long guessedMargin(double sigmaUnits, int t, double delta) {
    double boundary = sigmaUnits * Math.sqrt(2) * InverseErfc.value(2 * delta / t);
    return 1 + Math.max(0, Math.round(boundary));
  }

  @Override
  public String mechanism() {
    return "gaussian-threshold";
  }

  @Override
  public int l0() {
    return weights.length - 1;
  }

  /** The noise on a total, in lattice units. */
  public RoundedGaussian noise() {
    return noise;
  }

  /** The least noisy total that is named, in lattice units. */
  public long threshold() {
    return threshold;
  }

  /**
   * Returns what a customer adds to the total of each of their segments.
   *
   * @param segments in how many of the segments the customer is; from 1 to l0
   */
  public long weight(int segments) {
    if (segments < 1) {
      throw new IllegalArgumentException("a weight needs at least 1 segment, got " + segments);
    }
    return weights[Products.checked(segments, l0())];
  }

  @Override
  public long costUnits(int segments) {
    long weight = weights[Products.checked(segments, l0())];
    // At most 2⁵² for shared weights, 2³¹ for counts: exact as a double.
    double norm = (double) (segments * (weight * weight));
    return Currency.gaussian().costUnits(norm, noise.scaleUnits());
  }

  @Override
  public double delta(int segments) {
    if (Products.checked(segments, l0()) == 0) {
      return 0;
    }
    return Products.up(segments, noise.tail(threshold - weights[segments]));
  }

  /** {@inheritDoc} The noise is symmetric, so that this is the threshold, to within δ · σ. */
  @Override
  public double meanThreshold() {
    return (double) threshold;
  }

  /** Returns the totals with noise. */
  public long[] noised(long[] totals, RandomBits bits) {
    long[] noisy = new long[totals.length];
    noise.fill(noisy, bits);
    for (int i = 0; i < totals.length; i++) {
      noisy[i] = Math.addExact(noisy[i], totals[i]);
    }
    return noisy;
  }

  /**
   * Returns the indexes of the segments that may be named, given one draw of their noisy totals.
   *
   * @param totals the exact totals; where one is 0 nobody is there, and nothing is named
   * @param noisy what {@link #noised} made of them
   */
  public BitSet named(long[] totals, long[] noisy) {
    BitSet named = new BitSet(totals.length);
    for (int i = 0; i < totals.length; i++) {
      if (totals[i] > 0 && noisy[i] >= threshold) {
        named.set(i);
      }
    }
    return named;
  }

  @Override
  public BitSet select(long[] totals, RandomBits bits) {
    return named(totals, noised(totals, bits));
  }

  @Override
  public String toString() {
    return mechanism() + "(" + noise + ", threshold " + threshold + " units)";
  }
}
