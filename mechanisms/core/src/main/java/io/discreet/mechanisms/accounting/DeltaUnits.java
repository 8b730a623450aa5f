package io.discreet.mechanisms.accounting;

import java.math.BigDecimal;

/**
 * The δ that partition selection costs, in fixed point: units of 2⁻⁶². They add up as δ does, which
 * is additive under adaptive composition whatever currency is kept beside.
 *
 * <p>Scaling by a power of two is exact, so that a cost errs upwards and a budget downwards by less
 * than one unit.
 */
public final class DeltaUnits {

  private static final int FRACTION_BITS = 62;

  /** The units of δ = 1: no sum of admitted costs is above it. */
  public static final long ONE = 1L << FRACTION_BITS;

  private DeltaUnits() {}

  /**
   * What a query costs: the least number of units that is not below δ.
   *
   * @param delta in [0, 1)
   */
  public static long cost(double delta) {
    return (long) Math.ceil(scaled(delta));
  }

  /**
   * What a budget allows: the greatest number of units that is not above δ.
   *
   * @param delta in [0, 1)
   */
  public static long budget(double delta) {
    return (long) Math.floor(scaled(delta));
  }

  private static double scaled(double delta) {
    // Written as !(x >= 0) so that NaN is refused too.
    if (!(delta >= 0 && delta < 1)) {
      throw new IllegalArgumentException("delta must be at least 0 and below 1, got " + delta);
    }
    return Math.scalb(delta, FRACTION_BITS);
  }

  /**
   * What was lost: the least double that is not below the units' δ.
   *
   * @param units at least 0
   */
  public static double toDeltaUp(long units) {
    double nearest = nearest(units);
    double up = isBelow(nearest, units) ? Math.nextUp(nearest) : nearest;
    return Math.scalb(up, -FRACTION_BITS);
  }

  /**
   * What a mechanism may use of a charge: the greatest double that is not above the units' δ.
   *
   * @param units at least 0
   */
  public static double toDeltaDown(long units) {
    double nearest = nearest(units);
    double down = isAbove(nearest, units) ? Math.nextDown(nearest) : nearest;
    return Math.scalb(down, -FRACTION_BITS);
  }

  private static double nearest(long units) {
    if (units < 0) {
      throw new IllegalArgumentException("units must be at least 0, got " + units);
    }
    return (double) units;
  }

  private static boolean isBelow(double nearest, long units) {
    return new BigDecimal(nearest).compareTo(BigDecimal.valueOf(units)) < 0;
  }

  private static boolean isAbove(double nearest, long units) {
    return new BigDecimal(nearest).compareTo(BigDecimal.valueOf(units)) > 0;
  }
}
