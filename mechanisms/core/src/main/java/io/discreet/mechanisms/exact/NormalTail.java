package io.discreet.mechanisms.exact;

import java.math.BigInteger;

/**
 * The tail Q(x) = P(N > x) of the standard normal distribution and what belongs to it, enclosed.
 *
 * <p>For x below 8 from the series Q(x) = ½ − φ(x) Σ x^(2n+1) / (1·3·5…(2n+1)) (Abramowitz and
 * Stegun 26.2.11), whose terms are all positive; beyond from the continued fraction Q(x)/φ(x) =
 * 1/(x + 1/(x + 2/(x + 3/(x + …)))) (26.2.14), whose tails lie between x and x + n/x.
 */
public final class NormalTail {

  private static final int GUARD_BITS = 16;
  private static final int SERIES_BELOW = 8;

  private NormalTail() {}

  /** Encloses φ(x) = e^(−x²/2) / √(2π). */
  public static Enclosure density(Enclosure x) {
    int bits = x.fractionBits() + GUARD_BITS;
    Enclosure exponent = x.withBits(bits).squared().scaled(-1, bits).negated();
    Enclosure root = Elementary.pi(bits).times(2).squareRoot();
    return Elementary.exp(exponent).dividedBy(root).withBits(x.fractionBits());
  }

  /** Encloses Q(x), to about 2^(−fractionBits) absolutely. */
  public static Enclosure upper(Enclosure x) {
    if (x.low().signum() < 0) {
      Enclosure mirrored = atLeastZero(x.negated());
      Enclosure tail = Enclosure.of(1, x.fractionBits()).minus(upper(mirrored));
      // An x that may have either sign was cut at 0, where the tail is ½: widen downwards.
      return x.high().signum() <= 0 ? tail : widenedBelow(tail, x.high());
    }
    Enclosure point = new Enclosure(x.low(), x.low(), x.fractionBits());
    Enclosure atLow = isSeriesRange(point) ? bySeries(point) : byFraction(point);
    // φ is below ½, so Q falls by less than half the width.
    return x.width().signum() == 0 ? atLow : widenedBelow(atLow, x.width());
  }

  /**
   * Encloses Mills' ratio Q(x)/φ(x).
   *
   * @param x at least 0
   */
  public static Enclosure mills(Enclosure x) {
    if (x.low().signum() < 0) {
      throw new ArithmeticException("Mills' ratio is enclosed for arguments of at least 0 only");
    }
    Enclosure point = new Enclosure(x.low(), x.low(), x.fractionBits());
    Enclosure atLow = isSeriesRange(point) ? millsBySeries(point) : millsByFraction(point);
    // The ratio falls with a slope between −1 and 0.
    return x.width().signum() == 0 ? atLow : widenedBelow(atLow, x.width().shiftLeft(1));
  }

  /** What the rounding errors of the series grow by, e^(x²/2), the density takes back. */
  private static Enclosure bySeries(Enclosure x) {
    int bits = x.fractionBits() + growthBits(x) + GUARD_BITS;
    Enclosure wide = x.withBits(bits);
    Enclosure half = Enclosure.of(1, bits).dividedBy(2);
    return half.minus(density(wide).times(series(wide))).withBits(x.fractionBits());
  }

  private static Enclosure millsBySeries(Enclosure x) {
    int bits = x.fractionBits() + 2 * growthBits(x) + GUARD_BITS;
    Enclosure wide = x.withBits(bits);
    Enclosure half = Enclosure.of(1, bits).dividedBy(2);
    return half.dividedBy(density(wide)).minus(series(wide)).withBits(x.fractionBits());
  }

  /** The series grows to about e^(x²/2) before it falls: at most 2^(0.73x²). */
  private static int growthBits(Enclosure x) {
    int size = x.high().shiftRight(x.fractionBits()).intValueExact() + 1;
    return size * size;
  }

  private static Enclosure series(Enclosure x) {
    Enclosure square = x.squared();
    Enclosure term = x;
    Enclosure sum = x;
    long odd = 1;
    // Stops where a term is at most one unit and the ratio of terms at most ½.
    while (term.high().compareTo(BigInteger.ONE) > 0
        || square.high().shiftRight(x.fractionBits()).longValueExact() >= odd / 2) {
      odd += 2;
      term = term.times(square).dividedBy(odd);
      sum = sum.plus(term);
    }
    return new Enclosure(sum.low(), sum.high().add(term.high()), x.fractionBits());
  }

  private static Enclosure byFraction(Enclosure x) {
    int bits = x.fractionBits() + GUARD_BITS;
    Enclosure wide = x.withBits(bits);
    return density(wide).times(millsByFraction(wide)).withBits(x.fractionBits());
  }

  private static Enclosure millsByFraction(Enclosure x) {
    Enclosure one = Enclosure.of(1, x.fractionBits());
    for (int depth = 32; ; depth *= 2) {
      BigInteger least = x.low();
      BigInteger most = x.plus(one.times(depth).dividedBy(x)).high();
      Enclosure tail = new Enclosure(least, most, x.fractionBits());
      for (int n = depth - 1; n >= 1; n--) {
        tail = x.plus(one.times(n).dividedBy(tail));
      }
      Enclosure ratio = one.dividedBy(tail);
      if (ratio.width().bitLength() < GUARD_BITS / 2) {
        return ratio;
      }
    }
  }

  private static boolean isSeriesRange(Enclosure x) {
    return x.high().shiftRight(x.fractionBits()).compareTo(BigInteger.valueOf(SERIES_BELOW)) < 0;
  }

  private static Enclosure atLeastZero(Enclosure x) {
    return x.low().signum() >= 0
        ? x
        : new Enclosure(BigInteger.ZERO, x.high().max(BigInteger.ZERO), x.fractionBits());
  }

  private static Enclosure widenedBelow(Enclosure value, BigInteger by) {
    return new Enclosure(value.low().subtract(by), value.high(), value.fractionBits());
  }
}
