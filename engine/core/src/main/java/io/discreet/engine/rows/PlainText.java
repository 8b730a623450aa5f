package io.discreet.engine.rows;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Typed values as the text that an intake of Parquet files has for them, so that a value is the
 * same number, category, date or raw id whatever reads it.
 */
public final class PlainText {

  private static final int LEAST_PLAIN_EXPONENT = -4;
  private static final int MOST_PLAIN_EXPONENT = 15;
  private static final long MICROS_OF_SECOND = 1_000_000;
  private static final int NANOS_OF_MICRO = 1_000;

  private PlainText() {}

  /** The fewest digits that tell the number from its neighbours. */
  public static String of(double value) {
    return Double.isFinite(value) ? digits(NumberOutput.toString(value, true)) : notFinite(value);
  }

  /**
   * The fewest digits that tell the number from its neighbours of the same precision. The reader of
   * Parquet files has more of them where eight digits leave a tie.
   */
  public static String of(float value) {
    return Float.isFinite(value) ? digits(NumberOutput.toString(value, true)) : notFinite(value);
  }

  private static String notFinite(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    return value > 0 ? "inf" : "-inf";
  }

  private static String digits(String shortest) {
    boolean negative = shortest.startsWith("-");
    BigDecimal number = new BigDecimal(shortest).abs().stripTrailingZeros();
    String sign = negative ? "-" : "";
    if (number.signum() == 0) {
      return sign + "0.0";
    }
    int exponent = number.precision() - number.scale() - 1;
    if (exponent >= LEAST_PLAIN_EXPONENT && exponent <= MOST_PLAIN_EXPONENT) {
      String plain = number.toPlainString();
      return sign + plain + (plain.indexOf('.') < 0 ? ".0" : "");
    }
    BigInteger digits = number.unscaledValue();
    String text = digits.toString();
    String mantissa = text.length() == 1 ? text : text.charAt(0) + "." + text.substring(1);
    return sign
        + mantissa
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }

  /**
   * With as many digits after the point as the number's scale, and none before it in a type that
   * has no room for one.
   *
   * @param precision the most digits that the column's type has
   */
  public static String of(BigDecimal value, int precision) {
    String text = value.toPlainString();
    return precision == value.scale() ? text.replaceFirst("^(-?)0", "$1") : text;
  }

  /** A calendar date. */
  public static String date(long epochDay) {
    return LocalDate.ofEpochDay(epochDay).toString();
  }

  /** A date and time of day of no time zone, in microseconds since 1970. */
  public static String localTime(long micros) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(micros, MICROS_OF_SECOND),
            Math.floorMod(micros, (int) MICROS_OF_SECOND) * NANOS_OF_MICRO,
            ZoneOffset.UTC);
    StringBuilder text = new StringBuilder().append(time.toLocalDate()).append(' ');
    twoDigits(text, time.getHour()).append(':');
    twoDigits(text, time.getMinute()).append(':');
    twoDigits(text, time.getSecond());
    int fraction = time.getNano() / NANOS_OF_MICRO;
    if (fraction != 0) {
      String digits = Integer.toString((int) MICROS_OF_SECOND + fraction).substring(1);
      text.append('.').append(digits.replaceFirst("0+$", ""));
    }
    return text.toString();
  }

  private static StringBuilder twoDigits(StringBuilder text, int value) {
    return text.append(value < 10 ? "0" : "").append(value);
  }

  /** An instant, in microseconds since 1970 in UTC. */
  public static String instant(long micros) {
    return localTime(micros) + "+00";
  }
}
