package io.discreet.mechanisms.accounting;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The side that a figure about privacy loss is rounded to when it is told: never less than what was
 * spent, never more than what is left.
 *
 * <p>A figure is told as decimal text, in files as on a screen. So the number that counts is the
 * one that {@link Double#toString(double)} writes: it is on the safe side, and calculations with
 * figures told go by it, so that fifty times 0.02 are 1. The double itself lies within half a unit
 * in the last place of it.
 */
public enum SafeSide {
  /** What was spent or lost, what a query costs, the most that may be spent: rounded up. */
  SPENT(RoundingMode.CEILING),
  /** What is left: rounded down. */
  LEFT(RoundingMode.FLOOR);

  /** More digits than a double has, so that rounding twice moves no figure by a unit. */
  private static final int QUOTIENT_DIGITS = 40;

  private final RoundingMode mode;

  SafeSide(RoundingMode mode) {
    this.mode = mode;
  }

  /**
   * Returns a double within a few units in the last place of a number, its text on this side of it.
   */
  public double of(BigDecimal exact) {
    double told = exact.doubleValue();
    while (!isSafe(BigDecimal.valueOf(told), exact)) {
      told = this == SPENT ? Math.nextUp(told) : Math.nextDown(told);
    }
    return told;
  }

  private boolean isSafe(BigDecimal told, BigDecimal exact) {
    return this == SPENT ? told.compareTo(exact) >= 0 : told.compareTo(exact) <= 0;
  }

  /**
   * Tells a figure that is on this side already, such as an ε that was rounded up.
   *
   * @param figure a number; an infinity is told as it is
   */
  public double of(double figure) {
    return Double.isInfinite(figure) ? figure : of(new BigDecimal(figure));
  }

  /**
   * Returns units of a loss as a share of a budget.
   *
   * @param budgetUnits at least 1
   */
  public double share(long units, long budgetUnits) {
    return of(quotient(BigDecimal.valueOf(units), BigDecimal.valueOf(budgetUnits)));
  }

  /**
   * Returns a figure told as a part of another.
   *
   * @param whole above 0
   */
  public double quotient(double part, double whole) {
    return of(quotient(BigDecimal.valueOf(part), BigDecimal.valueOf(whole)));
  }

  private BigDecimal quotient(BigDecimal part, BigDecimal whole) {
    return part.divide(whole, new MathContext(QUOTIENT_DIGITS, mode));
  }

  /** Returns the sum of two figures told. */
  public double sum(double one, double other) {
    return of(BigDecimal.valueOf(one).add(BigDecimal.valueOf(other)));
  }

  /** Returns what one figure told is above another. */
  public double difference(double one, double other) {
    return of(BigDecimal.valueOf(one).subtract(BigDecimal.valueOf(other)));
  }

  /** Returns a figure to so many significant digits, on this side of it. */
  public BigDecimal digits(BigDecimal figure, int digits) {
    return figure.round(new MathContext(digits, mode));
  }

  /** Returns a figure to so many digits after the point, on this side of it. */
  public BigDecimal decimals(BigDecimal figure, int decimals) {
    return figure.setScale(decimals, mode);
  }
}
