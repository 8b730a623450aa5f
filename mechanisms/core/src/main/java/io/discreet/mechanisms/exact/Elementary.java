package io.discreet.mechanisms.exact;

import java.math.BigInteger;

/** Enclosures of π, the exponential function and the natural logarithm. */
public final class Elementary {

  /** Bits beyond those asked for, that absorb the rounding of a few hundred operations. */
  private static final int GUARD_BITS = 16;

  /** Arguments are halved until they are below 2^(−REDUCTION), so that the series is short. */
  private static final int REDUCTION = 8;

  private Elementary() {}

  /** The widest π asked for so far: cutting bits off is cheaper than computing them. */
  private static volatile Enclosure widestPi = machin(512);

  /** Encloses π. */
  public static Enclosure pi(int fractionBits) {
    Enclosure known = widestPi;
    if (known.fractionBits() < fractionBits + GUARD_BITS) {
      known = machin(2 * fractionBits);
      widestPi = known;
    }
    return known.withBits(fractionBits);
  }

  /** Machin 1706: π = 16 arctan(1/5) − 4 arctan(1/239). */
  private static Enclosure machin(int bits) {
    int working = bits + GUARD_BITS;
    return arctanOfReciprocal(5, working)
        .times(16)
        .minus(arctanOfReciprocal(239, working).times(4))
        .withBits(bits);
  }

  private static Enclosure arctanOfReciprocal(int n, int bits) {
    Enclosure power = Enclosure.of(1, bits).dividedBy(n);
    Enclosure sum = power;
    long square = (long) n * n;
    for (int k = 3; power.high().compareTo(BigInteger.ONE) > 0; k += 2) {
      power = power.dividedBy(square);
      Enclosure term = power.dividedBy(k);
      sum = k % 4 == 3 ? sum.minus(term) : sum.plus(term);
    }
    // The series alternates with falling terms: what is left out is below the last term.
    return widened(sum, power);
  }

  /** Encloses e^x, with as many fraction bits as x; its ends are about 2^(−fractionBits) apart. */
  public static Enclosure exp(Enclosure x) {
    int bits = x.fractionBits();
    Enclosure atLow = expOfPoint(x.low(), bits);
    if (x.width().signum() == 0) {
      return atLow;
    }
    if (x.width().bitLength() > bits) {
      return new Enclosure(atLow.low(), expOfPoint(x.high(), bits).high(), bits);
    }
    // e^w ≤ 1 + 2w for w in [0, 1].
    Enclosure growth =
        new Enclosure(BigInteger.ZERO, x.width().shiftLeft(1), bits).plus(Enclosure.of(1, bits));
    return atLow.times(growth);
  }

  private static Enclosure expOfPoint(BigInteger x, int bits) {
    boolean negative = x.signum() < 0;
    BigInteger size = x.abs();
    int halvings = Math.max(0, size.bitLength() - bits + REDUCTION);
    if (negative && size.shiftRight(bits).compareTo(BigInteger.valueOf(bits)) >= 0) {
      // e^(−bits) is below 2^(−bits).
      return new Enclosure(BigInteger.ZERO, BigInteger.ONE, bits);
    }
    // A squaring doubles the relative error; e^x itself has log2(e) · x bits before the point.
    int integerBits = negative ? 0 : 2 * size.shiftRight(bits).intValueExact();
    int working = bits + halvings + integerBits + GUARD_BITS;
    Enclosure reduced = new Enclosure(size, size, bits + halvings).withBits(working);
    Enclosure power = expOfSmall(reduced);
    if (negative) {
      power = Enclosure.of(1, working).dividedBy(power);
    }
    for (int i = 0; i < halvings; i++) {
      power = power.squared();
    }
    return power.withBits(bits);
  }

  /** The Taylor series of e^x for x in [0, 2⁻⁸]. */
  private static Enclosure expOfSmall(Enclosure x) {
    Enclosure term = Enclosure.of(1, x.fractionBits());
    Enclosure sum = term;
    for (int n = 1; term.high().compareTo(BigInteger.ONE) > 0; n++) {
      term = term.times(x).dividedBy(n);
      sum = sum.plus(term);
    }
    // The terms left out fall by more than half each: together below the last one.
    return new Enclosure(sum.low(), sum.high().add(term.high()), x.fractionBits());
  }

  /**
   * Encloses ln(x).
   *
   * @param x above 0
   */
  public static Enclosure log(Enclosure x) {
    if (x.low().signum() <= 0) {
      throw new ArithmeticException("only a number above 0 has a logarithm");
    }
    int bits = x.fractionBits();
    int exponent = x.low().bitLength() - bits;
    // x = m · 2^exponent with m about ½ to 1, and ln m = 2 artanh((m − 1) / (m + 1)).
    Enclosure mantissa = x.scaled(-exponent, bits + GUARD_BITS);
    Enclosure half = Enclosure.of(1, bits + GUARD_BITS).dividedBy(2);
    return logNearOne(mantissa).minus(logNearOne(half).times(exponent)).withBits(bits);
  }

  private static Enclosure logNearOne(Enclosure m) {
    Enclosure one = Enclosure.of(1, m.fractionBits());
    Enclosure y = m.minus(one).dividedBy(m.plus(one));
    Enclosure square = y.squared();
    Enclosure power = y;
    Enclosure sum = y;
    for (int k = 3; magnitude(power).compareTo(BigInteger.ONE) > 0; k += 2) {
      power = power.times(square);
      sum = sum.plus(power.dividedBy(k));
    }
    // y² is at most 1/4, so the terms left out sum to less than the last power.
    return widened(sum, power).times(2);
  }

  private static Enclosure widened(Enclosure sum, Enclosure remainder) {
    BigInteger by = magnitude(remainder);
    return new Enclosure(sum.low().subtract(by), sum.high().add(by), sum.fractionBits());
  }

  private static BigInteger magnitude(Enclosure x) {
    return x.low().abs().max(x.high().abs());
  }
}
