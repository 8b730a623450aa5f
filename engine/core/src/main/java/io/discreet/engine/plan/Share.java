package io.discreet.engine.plan;

import io.discreet.engine.failure.InputException;
import java.math.BigDecimal;

/**
 * A share of every customer's budget of the period. Shares add up exactly: fifty queries at 2 % are
 * the budget.
 *
 * @param fraction above 0, at most 1
 */
public record Share(BigDecimal fraction) implements Cost {

  /** Digits after the point of a fraction: far below the smallest unit of any budget. */
  private static final int MOST_DIGITS = 40;

  public Share {
    if (fraction.scale() > MOST_DIGITS || fraction.precision() > MOST_DIGITS) {
      throw new InputException("a share has at most " + MOST_DIGITS + " digits, got one with more");
    }
    if (fraction.signum() <= 0 || fraction.compareTo(BigDecimal.ONE) > 0) {
      throw new InputException(
          "a share of the budget must be above 0 % and at most 100 %, got "
              + fraction.movePointRight(2).toPlainString()
              + " %");
    }
  }

  /** A share in percent, such as 2 or 0.5. */
  public static Share percent(double percent) {
    if (!Double.isFinite(percent)) {
      throw new InputException("a share must be a finite number of percent, got " + percent);
    }
    return new Share(BigDecimal.valueOf(percent).movePointLeft(2));
  }

  /** Reads "2%" or "2 %". */
  public static Share parse(String text) {
    String trimmed = text.strip();
    if (!trimmed.endsWith("%")) {
      throw new InputException("a share is written with a percent sign, such as 2%, got " + text);
    }
    try {
      return new Share(
          new BigDecimal(trimmed.substring(0, trimmed.length() - 1).strip()).movePointLeft(2));
    } catch (ArithmeticException | NumberFormatException e) {
      throw new InputException("a share is written like 2% or 0.5%, got " + text, e);
    }
  }
}
