package io.discreet.engine.policy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.Quote;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shares of a whole, as they are written and as they are applied. */
final class Percent {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,20})?) ?%");

  private Percent() {}

  /**
   * The fraction that a text such as "40%" or "12.5 %" stands for.
   *
   * @param name what is written so, such as "a quota"
   * @param example how it may be written
   * @throws InputException for any other text
   */
  static BigDecimal parse(String text, String name, String example) {
    Matcher written = FORM.matcher(text);
    if (!written.matches()) {
      throw new InputException(
          name + " is written like " + example + ", got " + Quote.shorten(text));
    }
    return new BigDecimal(written.group(1)).movePointLeft(2);
  }

  static String text(BigDecimal fraction) {
    return fraction.movePointRight(2).toPlainString() + "%";
  }

  /** So much of a number of units, rounded down. */
  static long of(long units, BigDecimal fraction) {
    return fraction
        .multiply(BigDecimal.valueOf(units))
        .setScale(0, RoundingMode.FLOOR)
        .longValueExact();
  }
}
