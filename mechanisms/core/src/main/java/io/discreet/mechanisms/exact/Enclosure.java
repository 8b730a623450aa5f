package io.discreet.mechanisms.exact;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A real number known to lie in [low, high] · 2^(−fractionBits).
 *
 * <p>Every operation rounds its lower end down and its upper end up, so a formula built of
 * enclosures encloses its true value, whatever was rounded on the way. Operands of one operation
 * have the same number of fraction bits. Comparing the ends therefore decides an inequality
 * rigorously; when it cannot, compute again with more bits.
 *
 * @param low the lower end, in units of 2^(−fractionBits)
 * @param high the upper end, at least {@code low}
 * @param fractionBits at least 0
 */
public record Enclosure(BigInteger low, BigInteger high, int fractionBits) {

  /** Refuses an empty enclosure. */
  public Enclosure {
    if (low.compareTo(high) > 0 || fractionBits < 0) {
      throw new IllegalArgumentException(
          "an enclosure needs low at most high and at least 0 fraction bits");
    }
  }

  /** Encloses a finite double; exactly, where {@code fractionBits} suffice. */
  public static Enclosure of(double value, int fractionBits) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("only a finite number can be enclosed, got " + value);
    }
    long bits = Double.doubleToRawLongBits(value);
    int biased = (int) (bits >>> 52) & 0x7ff;
    long fraction = bits & ((1L << 52) - 1);
    long significand = biased == 0 ? fraction : fraction | 1L << 52;
    int exponent = Math.max(biased, 1) - 1075;
    BigInteger integer = BigInteger.valueOf(bits < 0 ? -significand : significand);
    return new Enclosure(integer, integer, 0).scaled(exponent, fractionBits);
  }

  /** Encloses an integer, exactly. */
  public static Enclosure of(long value, int fractionBits) {
    BigInteger integer = BigInteger.valueOf(value).shiftLeft(fractionBits);
    return new Enclosure(integer, integer, fractionBits);
  }

  /** Returns this · 2^{@code exponent} with {@code bits} fraction bits. */
  public Enclosure scaled(int exponent, int bits) {
    int left = exponent + bits - fractionBits;
    return new Enclosure(low.shiftLeft(left), shiftUp(high, left), bits);
  }

  /** The same number with another count of fraction bits. */
  public Enclosure withBits(int bits) {
    return scaled(0, bits);
  }

  /** Returns this + other. */
  public Enclosure plus(Enclosure other) {
    return new Enclosure(low.add(other.low), high.add(other.high), common(other));
  }

  /** Returns this − other. */
  public Enclosure minus(Enclosure other) {
    return new Enclosure(low.subtract(other.high), high.subtract(other.low), common(other));
  }

  /** Returns −this. */
  public Enclosure negated() {
    return new Enclosure(high.negate(), low.negate(), fractionBits);
  }

  /** Returns this · other. */
  public Enclosure times(Enclosure other) {
    int bits = common(other);
    if (low.signum() >= 0 && other.low.signum() >= 0) {
      return shifted(low.multiply(other.low), high.multiply(other.high), bits);
    }
    BigInteger a = low.multiply(other.low);
    BigInteger b = low.multiply(other.high);
    BigInteger c = high.multiply(other.low);
    BigInteger d = high.multiply(other.high);
    return shifted(a.min(b).min(c.min(d)), a.max(b).max(c.max(d)), bits);
  }

  /** Returns this · factor. */
  public Enclosure times(long factor) {
    BigInteger a = low.multiply(BigInteger.valueOf(factor));
    BigInteger b = high.multiply(BigInteger.valueOf(factor));
    return new Enclosure(a.min(b), a.max(b), fractionBits);
  }

  /**
   * Returns this / other.
   *
   * @throws ArithmeticException if {@code other} may be 0 or below
   */
  public Enclosure dividedBy(Enclosure other) {
    int bits = common(other);
    if (other.low.signum() <= 0) {
      throw new ArithmeticException("the divisor is not known to be above 0");
    }
    BigInteger l = low.shiftLeft(bits);
    BigInteger h = high.shiftLeft(bits);
    return new Enclosure(
        floorDivide(l, l.signum() < 0 ? other.low : other.high),
        ceilDivide(h, h.signum() < 0 ? other.high : other.low),
        bits);
  }

  /**
   * Returns this / divisor.
   *
   * @param divisor above 0
   */
  public Enclosure dividedBy(long divisor) {
    if (divisor <= 0) {
      throw new ArithmeticException("the divisor must be above 0, got " + divisor);
    }
    BigInteger d = BigInteger.valueOf(divisor);
    return new Enclosure(floorDivide(low, d), ceilDivide(high, d), fractionBits);
  }

  /** Returns this², at least 0. */
  public Enclosure squared() {
    Enclosure size = low.signum() >= 0 ? this : high.signum() <= 0 ? negated() : magnitude();
    return shifted(size.low.multiply(size.low), size.high.multiply(size.high), fractionBits);
  }

  /**
   * Returns the square root.
   *
   * @throws ArithmeticException if this may be negative
   */
  public Enclosure squareRoot() {
    BigInteger root = low.shiftLeft(fractionBits).sqrt();
    BigInteger above = high.shiftLeft(fractionBits).sqrt().add(BigInteger.ONE);
    return new Enclosure(root, above, fractionBits);
  }

  /** Whether the number is certainly below {@code other}. */
  public boolean isBelow(Enclosure other) {
    common(other);
    return high.compareTo(other.low) < 0;
  }

  /** The width in units of 2^(−fractionBits). */
  public BigInteger width() {
    return high.subtract(low);
  }

  /** Whether the width is at most 2^(−bits) of the lower end, which is above 0. */
  public boolean isRelativelyNarrow(int bits) {
    return low.signum() > 0 && width().shiftLeft(bits).compareTo(low) <= 0;
  }

  /** The largest double that is certainly at most the number. */
  public double toDoubleDown() {
    BigDecimal exact = decimal(low);
    double nearest = exact.doubleValue();
    return new BigDecimal(nearest).compareTo(exact) > 0 ? Math.nextDown(nearest) : nearest;
  }

  /** The smallest double that is certainly at least the number. */
  public double toDoubleUp() {
    return -negated().toDoubleDown();
  }

  private BigDecimal decimal(BigInteger numerator) {
    // 2^-n has n decimal places, so the conversion is exact.
    return new BigDecimal(
        numerator.multiply(BigInteger.valueOf(5).pow(fractionBits)), fractionBits);
  }

  private Enclosure magnitude() {
    return new Enclosure(BigInteger.ZERO, low.negate().max(high), fractionBits);
  }

  private int common(Enclosure other) {
    if (fractionBits != other.fractionBits) {
      throw new IllegalArgumentException(
          "operands must have the same fraction bits, got "
              + fractionBits
              + " and "
              + other.fractionBits);
    }
    return fractionBits;
  }

  private static Enclosure shifted(BigInteger l, BigInteger h, int bits) {
    return new Enclosure(l.shiftRight(bits), shiftUp(h, -bits), bits);
  }

  /** Shifts left; a shift to the right rounds up, as {@link BigInteger#shiftLeft} rounds down. */
  private static BigInteger shiftUp(BigInteger value, int left) {
    return value.negate().shiftLeft(left).negate();
  }

  private static BigInteger floorDivide(BigInteger a, BigInteger b) {
    BigInteger[] parts = a.divideAndRemainder(b);
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  private static BigInteger ceilDivide(BigInteger a, BigInteger b) {
    return floorDivide(a.negate(), b).negate();
  }
}
