package io.discreet.engine.policy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.Quote;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The share of every limit on a customer's spend that only estimates of coverage may use, so that
 * customers whose budget is spent can still be counted. It grants nothing: all queries stay within
 * the one budget, and only how far the others may go is lower.
 *
 * @param fraction above 0 and below 1, without trailing zeros
 */
public record CoverageReserve(BigDecimal fraction) {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,20})?) ?%");

  public CoverageReserve {
    fraction = fraction.stripTrailingZeros();
    if (fraction.signum() <= 0 || fraction.compareTo(BigDecimal.ONE) >= 0) {
      throw new InputException(
          "coverage-reserve must be above 0% and below 100%, got "
              + fraction.movePointRight(2).toPlainString()
              + "%");
    }
  }

  /** Reads "5%" or "2.5 %". */
  public static CoverageReserve parse(String text) {
    Matcher written = FORM.matcher(text);
    if (!written.matches()) {
      throw new InputException("coverage-reserve is written like 5%, got " + Quote.shorten(text));
    }
    return new CoverageReserve(new BigDecimal(written.group(1)).movePointLeft(2));
  }

  /** How much of a limit other queries may use, rounded down. */
  public long leaves(long limitUnits) {
    return BigDecimal.ONE
        .subtract(fraction)
        .multiply(BigDecimal.valueOf(limitUnits))
        .setScale(0, RoundingMode.FLOOR)
        .longValueExact();
  }

  /** As it is written in a policy, such as 5%. */
  @Override
  public String toString() {
    return fraction.movePointRight(2).toPlainString() + "%";
  }
}
