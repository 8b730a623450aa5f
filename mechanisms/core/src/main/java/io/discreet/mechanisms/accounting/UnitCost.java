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
  private static final BigDecimal LARGEST = new BigDecimal(Currency.MAX_COST_UNITS);

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
    if (norm == 0) {
      return 0;
    }
    double divisor = power == 2 ? scale * scale : scale;
    double quotient = norm * Currency.UNITS_PER_ONE / divisor;
    // Inside these bounds nothing overflowed or lost bits to underflow.
    if (norm > 1e-200 && norm < 1e200 && divisor > 1e-100 && divisor < 1e100) {
      double least = Math.ceil(quotient * (1 - SLACK));
      if (least > Currency.MAX_COST_UNITS) {
        return Currency.MAX_COST_UNITS;
      }
      if (least == Math.ceil(quotient * (1 + SLACK))) {
        return (long) least;
      }
    }
    return exactly(norm, scale, power);
  }

  /**
   * Returns the least scale, to a few units in the last place, that costs at most {@code units}.
   */
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
    double scale = (power == 2 ? Math.sqrt(ratio) : ratio) * (1 - SLACK);
    while (of(normBound, scale, power) > units) {
      scale = Math.nextUp(scale);
    }
    return Math.max(scale, LatticeNoise.MIN_SCALE_UNITS);
  }

  private static long exactly(double norm, double scale, int power) {
    BigDecimal[] parts =
        new BigDecimal(norm).multiply(UNITS).divideAndRemainder(new BigDecimal(scale).pow(power));
    BigDecimal up = parts[1].signum() > 0 ? parts[0].add(BigDecimal.ONE) : parts[0];
    return up.min(LARGEST).longValueExact();
  }

  /** Returns ⌊measure · 2⁴⁰⌋ units, or {@link Currency#MAX_BUDGET_UNITS} if that is less. */
  static long budget(BigDecimal measure) {
    BigInteger units = measure.multiply(UNITS).toBigInteger();
    return units.min(BigInteger.valueOf(Currency.MAX_BUDGET_UNITS)).longValueExact();
  }
}
