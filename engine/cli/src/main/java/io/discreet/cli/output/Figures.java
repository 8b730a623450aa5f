package io.discreet.cli.output;

import io.discreet.mechanisms.accounting.SafeSide;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as readers want them. */
public final class Figures {

  private static final int DIGITS = 3;

  private static final MathContext THREE_DIGITS = new MathContext(DIGITS, RoundingMode.HALF_UP);

  /** Below it a figure is shown with an exponent. */
  private static final BigDecimal SMALL = BigDecimal.valueOf(1, 6);

  /** From it on a figure is shown without decimals. */
  private static final BigDecimal LARGE = BigDecimal.valueOf(1000);

  private Figures() {}

  /**
   * A noisy value and half of its 95 % interval, such as {@code 1,604 ± 28}: the half-width to two
   * digits where it has decimals, and the value to the same place.
   *
   * @param halfWidth finite, at least 0
   * @param decimals how many digits after the point the value has at most
   */
  public static String plusMinus(double value, double halfWidth, int decimals) {
    int shown = decimals;
    if (halfWidth > 0) {
      int wanted = 1 - (int) Math.floor(Math.log10(halfWidth));
      shown = Math.max(0, Math.min(decimals, wanted));
    }
    return fixed(value, shown) + " ± " + fixed(halfWidth, shown);
  }

  /**
   * A share in percent to three digits, such as {@code 1.42 %}; never 0 % for more than nothing.
   */
  public static String percent(double share) {
    return significant(100 * share) + " %";
  }

  /** A share of a budget in percent to three digits, on its side. */
  public static String percent(SafeSide side, double share) {
    return significant(side, BigDecimal.valueOf(share).movePointRight(2)) + " %";
  }

  /** A figure about privacy loss to three digits, on its side. */
  public static String significant(SafeSide side, double figure) {
    return Double.isFinite(figure)
        ? significant(side, BigDecimal.valueOf(figure))
        : Double.toString(figure);
  }

  private static String significant(SafeSide side, BigDecimal figure) {
    BigDecimal shown = side.digits(figure, DIGITS);
    if (shown.abs().compareTo(SMALL) < 0 && shown.signum() != 0) {
      return String.format(Locale.ROOT, "%.1e", side.digits(figure, 2));
    }
    if (shown.abs().compareTo(LARGE) >= 0) {
      return String.format(Locale.ROOT, "%,.0f", side.decimals(figure, 0));
    }
    return shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
  }

  /** A number to three digits, such as 0.142, 14.2 or 1,420. */
  public static String significant(double number) {
    if (number == 0 || !Double.isFinite(number)) {
      return number == 0 ? "0" : Double.toString(number);
    }
    BigDecimal rounded = new BigDecimal(number).round(THREE_DIGITS);
    if (rounded.abs().compareTo(SMALL) < 0) {
      return String.format(Locale.ROOT, "%.1e", number);
    }
    if (rounded.abs().compareTo(LARGE) >= 0) {
      return fixed(number, 0);
    }
    return rounded.stripTrailingZeros().toPlainString();
  }

  private static String fixed(double value, int decimals) {
    BigDecimal rounded = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_UP);
    return String.format(Locale.ROOT, "%,." + decimals + "f", rounded);
  }
}
