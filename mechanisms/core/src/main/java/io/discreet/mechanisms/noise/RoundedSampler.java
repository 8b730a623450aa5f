package io.discreet.mechanisms.noise;

import io.discreet.mechanisms.exact.ThresholdSearch;
import java.math.BigInteger;
import java.util.Arrays;

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
 *   <li>Two words give the sign and an interval of p: its place among the powers of 2, and 64 bits
 *       from the first bit set on. {@link QuantileTable} gives q at the interval's lower end to a
 *       proven error; over the interval q falls by less than one unit of 2⁻⁵⁸, because |q′(p)| ≤
 *       1.26/p (the hazard rate is at least √(2/π) for the normal and 1 for the Laplace
 *       distribution). If all values within these errors round to one integer, that is the draw.
 *   <li>Otherwise p is extended by 64 bits at a time and compared with the exact tail at the
 *       boundaries, in {@link RoundedTail#rounded}, until the interval holds no boundary.
 * </ol>
 *
 * The second case has odds of below 2⁻⁵² · scale, whatever the value, for the interval is as wide
 * in the tail as in the middle; below p = 2⁻⁴⁰ it is the only case. In the first, the instructions
 * are the same whatever the value.
 *
 * <p>In bulk, a shorter polynomial decides most draws: {@link QuantileTable#roughly}, of a wider
 * proven error. What that leaves open is drawn from the same two words as above, at odds of below
 * 2⁻³³ · scale, whatever the value: the error is the same for all.
 */
final class RoundedSampler {

  /** Extensions after which the source of bits must be broken: the odds are 2⁻⁴⁰⁰⁰. */
  private static final int MOST_EXTENSIONS = 64;

  /** Draws of one go in bulk: their words stay in the processor's first cache. */
  private static final int CHUNK = 256;

  /**
   * Of a scaled quantile. The mantissa is below 2⁶³, which halves the table's error and the unit of
   * the interval; the dropped half and the halving cost 2.
   */
  private static final long ERROR = scaled(QuantileTable.ERROR);

  private static final long ROUGH_ERROR = scaled(QuantileTable.ROUGH_ERROR);

  private final UnitDistribution distribution;
  private final RoundedTail tail;
  private final long scaleMantissa;
  private final int fractionBits;

  RoundedSampler(UnitDistribution distribution, RoundedTail tail, double scale) {
    this.distribution = distribution;
    this.tail = tail;
    // scale = scaleMantissa · 2^(exponent − 62), and scaleMantissa is from 2⁶² to 2⁶³ − 1: the
    // upper half of quantile · scaleMantissa has this many fraction bits, 16 to 60.
    int exponent = Math.getExponent(scale);
    long fraction = Double.doubleToRawLongBits(scale) & ((1L << 52) - 1);
    scaleMantissa = (fraction | (1L << 52)) << 10;
    fractionBits = QuantileTable.FRACTION_BITS - 2 - exponent;
  }

  long draw(RandomBits bits) {
    long first = bits.nextLong();
    long second = bits.nextLong();
    return rounded(first, second, QuantileTable.of(distribution), bits);
  }

  private static long scaled(long tableError) {
    return ((tableError + 1) >>> 1) + 2;
  }

  void fill(long[] values, RandomBits bits) {
    QuantileTable quantiles = QuantileTable.of(distribution);
    long[] words = new long[2 * Math.min(CHUNK, values.length)];
    for (int from = 0; from < values.length; from += CHUNK) {
      bits.fill(words); // the last chunk leaves some unused
      int count = Math.min(CHUNK, values.length - from);
      scaleRoughly(words, values, from, count, quantiles);
      for (int i = 0; i < count; i++) {
        long first = words[2 * i];
        long centred = values[from + i] + (1L << (fractionBits - 1));
        long magnitude = (centred - ROUGH_ERROR) >> fractionBits;
        long most = (centred + ROUGH_ERROR) >> fractionBits;
        if (magnitude == most && Long.numberOfLeadingZeros(first >>> 1) <= QuantileTable.BINADES) {
          values[from + i] = signed(magnitude, first);
        } else {
          values[from + i] = rounded(first, words[2 * i + 1], quantiles, bits);
        }
      }
    }
    Arrays.fill(words, 0);
  }

  /** Writes the quantiles of pairs of words, scaled; of too small a p, any number. */
  private void scaleRoughly(
      long[] words, long[] values, int from, int count, QuantileTable quantiles) {
    for (int i = 0; i < count; i++) {
      long v = words[2 * i] >>> 1;
      int zeros = Math.min(QuantileTable.BINADES, Long.numberOfLeadingZeros(v));
      long quantile = quantiles.roughly(zeros - 1, mantissa(v, zeros, words[2 * i + 1]));
      values[from + i] = Math.multiplyHigh(quantile, scaleMantissa);
    }
  }

  private long rounded(long first, long second, QuantileTable quantiles, RandomBits bits) {
    long v = first >>> 1;
    int zeros = Long.numberOfLeadingZeros(v);
    long magnitude;
    if (zeros > QuantileTable.BINADES) {
      magnitude = extended(v, second, bits, tail::rounded);
    } else {
      long quantile = quantiles.quantile(zeros - 1, mantissa(v, zeros, second));
      long scaled = Math.multiplyHigh(quantile, scaleMantissa);
      long centred = scaled + (1L << (fractionBits - 1));
      magnitude = (centred - ERROR) >> fractionBits;
      long most = (centred + ERROR) >> fractionBits;
      if (magnitude != most) {
        magnitude = extended(v, second, bits, (p, length) -> tail.roundedToOneOf(most, p, length));
      }
    }
    return signed(magnitude, first);
  }

  private static long mantissa(long v, int zeros, long second) {
    return v << zeros | second >>> (Long.SIZE - zeros);
  }

  private static long signed(long magnitude, long first) {
    long sign = -(first & 1);
    return (magnitude ^ sign) - sign;
  }

  private long extended(long v, long second, RandomBits bits, Decision decision) {
    BigInteger p = BigInteger.valueOf(v);
    int length = Long.SIZE - 1;
    long word = second;
    for (int i = 0; i < MOST_EXTENSIONS; i++) {
      p = p.shiftLeft(32).or(BigInteger.valueOf(word >>> 32));
      p = p.shiftLeft(32).or(BigInteger.valueOf(word & 0xffff_ffffL));
      length += Long.SIZE;
      long magnitude = decision.of(p, length);
      if (magnitude != ThresholdSearch.UNDECIDED) {
        return magnitude;
      }
      word = bits.nextLong();
    }
    throw new IllegalStateException("the source of random bits repeats itself; no noise was drawn");
  }

  /** The integer that p decides, or {@link ThresholdSearch#UNDECIDED}. */
  private interface Decision {
    long of(BigInteger p, int length);
  }
}
