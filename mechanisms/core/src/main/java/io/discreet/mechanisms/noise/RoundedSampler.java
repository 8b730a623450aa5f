package io.discreet.mechanisms.noise;

import io.discreet.mechanisms.exact.ThresholdSearch;
import java.math.BigInteger;

/**
 * Exact draws of round(scale · Z), Z symmetric and of unit scale, by inversion of a lazily extended
 * uniform.
 *
 * <h2>Why a draw is exactly distributed</h2>
 *
 * A draw is a function of a sign and of a uniform p in (0, 1), given by its infinitely many bits:
 * |Z| = q(p) has the tail P(|Z| &gt; x) = T(x). The sampler looks at as many bits of p as decide to
 * which integer scale · q(p) rounds, and returns that integer; bits that it did not look at cannot
 * change it. So the result is round(scale · Z) itself, not an approximation, as long as a decision
 * is only made when it is certain:
 *
 * <ol>
 *   <li>One word gives the sign and the interval [v, v + 1] · 2⁻⁶³ of p. {@link QuantileTable}
 *       gives q at v to a proven error; q falls by at most 2^(L − 3) units of 2⁻⁵⁸ over the
 *       interval where p &gt; 2^(−L − 1), because |q′(p)| ≤ 1.26/p (the hazard rate is at least
 *       √(2/π) for the normal and 1 for the Laplace distribution). If all values within these
 *       errors round to one integer, that is the draw.
 *   <li>Otherwise p is extended by 64 bits at a time and compared with the exact tail at the
 *       boundaries, in {@link RoundedTail#rounded}, until the interval holds no boundary.
 * </ol>
 *
 * The second case has odds of about 2⁻⁵⁵ · scale, or 2⁻⁴⁰ if that is more, and does not depend on
 * any data. In the first, the instructions are the same whatever the value.
 */
final class RoundedSampler {

  /** Extensions after which the source of bits must be broken: the odds are 2⁻⁴⁰⁰⁰. */
  private static final int MOST_EXTENSIONS = 64;

  private final QuantileTable quantiles;
  private final RoundedTail tail;
  private final long scaleMantissa;
  private final int fractionBits;

  RoundedSampler(QuantileTable quantiles, RoundedTail tail, double scale) {
    this.quantiles = quantiles;
    this.tail = tail;
    // scale = scaleMantissa · 2^(exponent − 62), and scaleMantissa is from 2⁶² to 2⁶³ − 1. Hence
    // the
    // upper half of quantile · scaleMantissa has this many fraction bits, 16 to 60.
    int exponent = Math.getExponent(scale);
    long fraction = Double.doubleToRawLongBits(scale) & ((1L << 52) - 1);
    scaleMantissa = (fraction | (1L << 52)) << 10;
    fractionBits = QuantileTable.FRACTION_BITS - 2 - exponent;
  }

  long draw(RandomBits bits) {
    return rounded(bits.nextLong(), bits);
  }

  void fill(long[] values, RandomBits bits) {
    bits.fill(values);
    for (int i = 0; i < values.length; i++) {
      values[i] = rounded(values[i], bits);
    }
  }

  private long rounded(long word, RandomBits bits) {
    long v = word >>> 1;
    int binade = Long.numberOfLeadingZeros(v) - 1;
    long magnitude;
    if (binade >= QuantileTable.BINADES) {
      magnitude = extended(v, bits);
    } else {
      long scaled = Math.multiplyHigh(quantiles.quantile(v), scaleMantissa);
      // The mantissa is below 2⁶³, which halves errors; the dropped half and the halving cost 2.
      long error = ((QuantileTable.ERROR + ((1L << binade) >>> 3)) >>> 1) + 2;
      long centred = scaled + (1L << (fractionBits - 1));
      magnitude = (centred - error) >> fractionBits;
      if (magnitude != (centred + error) >> fractionBits) {
        magnitude = extended(v, bits);
      }
    }
    long sign = -(word & 1);
    return (magnitude ^ sign) - sign;
  }

  private long extended(long v, RandomBits bits) {
    BigInteger p = BigInteger.valueOf(v);
    int length = 63;
    for (int i = 0; i < MOST_EXTENSIONS; i++) {
      long word = bits.nextLong();
      p = p.shiftLeft(32).or(BigInteger.valueOf(word >>> 32));
      p = p.shiftLeft(32).or(BigInteger.valueOf(word & 0xffff_ffffL));
      length += 64;
      long magnitude = tail.rounded(p, length);
      if (magnitude != ThresholdSearch.UNDECIDED) {
        return magnitude;
      }
    }
    throw new IllegalStateException("the source of random bits repeats itself; no noise was drawn");
  }
}
