package io.discreet.mechanisms.accounting;

import io.discreet.mechanisms.noise.LatticeNoise;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The arithmetic of both currencies: a customer-norm under noise of a scale costs norm /
 * scale^power of the measure, in units, rounded up without error.
 */
final class UnitCost {

  private static final BigDecimal UNITS = new BigDecimal(Currency.UNITS_PER_ONE);
  private static final int UNIT_BITS = Long.numberOfTrailingZeros(Currency.UNITS_PER_ONE);
  private static final BigInteger LARGEST = BigInteger.valueOf(Currency.MAX_COST_UNITS);

  /** Bounds the relative error of three double operations, with room to spare. */
  private static final double SLACK = 0x1p-50;

  private UnitCost() {}

  /** Returns ⌈norm / scale^power · 2⁴⁰⌉, or {@link Currency#MAX_COST_UNITS} if that is less. */
  static long of(double norm, double scale, int power) {
    if (!(norm >= 0 && norm <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("norm must be finite and at least 0, got " + norm);
    }
    if (!(scale > 0 && scale <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("noise scale must be finite and above 0, got " + scale);
    }
    int shift = UNIT_BITS + exponent(norm) - power * exponent(scale);
    BigInteger dividend = significand(norm).shiftLeft(Math.max(0, shift));
    BigInteger divisor = significand(scale).pow(power).shiftLeft(Math.max(0, -shift));
    BigInteger[] parts = dividend.divideAndRemainder(divisor);
    return parts[0].add(BigInteger.valueOf(parts[1].signum())).min(LARGEST).longValueExact();
  }

  /** The e of x = significand · 2^e. */
  private static int exponent(double x) {
    return Math.max(Math.getExponent(x), Double.MIN_EXPONENT) - 52;
  }

  private static BigInteger significand(double x) {
    return BigInteger.valueOf((long) Math.scalb(x, -exponent(x)));
  }

  /** Returns the least scale that costs at most {@code units}. */
  static double leastScale(double normBound, long units, int power) {
    if (!(normBound >= 1 && normBound <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "norm bound must be finite and at least 1, got " + normBound);
    }
    if (units < 1) {
      throw new IllegalArgumentException(
          "a noise scale needs at least 1 unit of cost, got " + units);
    }
    double ratio = normBound / units * Currency.UNITS_PER_ONE;
    double scale = (power == 2 ? Math.sqrt(ratio) : ratio) * (1 - SLACK); // a few doubles too small
    while (of(normBound, scale, power) > units) {
      scale = Math.nextUp(scale);
    }
    return Math.max(scale, LatticeNoise.MIN_SCALE_UNITS);
  }

  /** Returns ⌊measure · 2⁴⁰⌋ units, or {@link Currency#MAX_BUDGET_UNITS} if that is less. */
  static long budget(BigDecimal measure) {
    BigInteger units = measure.multiply(UNITS).toBigInteger();
    return units.min(BigInteger.valueOf(Currency.MAX_BUDGET_UNITS)).longValueExact();
  }
}
