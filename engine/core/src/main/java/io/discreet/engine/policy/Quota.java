package io.discreet.engine.policy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.Quote;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The share of every customer's budget of a period that one purpose, analyst or nightly plan may
 * use, counted in public worst cases. It lies under the one filter: quotas may sum to more than the
 * budget, and grant nothing.
 *
 * @param fraction above 0, at most 1, without trailing zeros
 */
public record Quota(BigDecimal fraction) {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,20})?) ?%");

  public Quota {
    fraction = fraction.stripTrailingZeros();
    if (fraction.signum() <= 0 || fraction.compareTo(BigDecimal.ONE) > 0) {
      throw new InputException(
          "a quota must be above 0% and at most 100%, got "
              + fraction.movePointRight(2).toPlainString()
              + "%");
    }
  }

  /** Reads "40%" or "12.5 %". */
  public static Quota parse(String text) {
    Matcher written = FORM.matcher(text);
    if (!written.matches()) {
      throw new InputException("a quota is written like 40%, got " + Quote.shorten(text));
    }
    return new Quota(new BigDecimal(written.group(1)).movePointLeft(2));
  }

  /** The quota in the units of a budget, rounded down. */
  public long units(long budgetUnits) {
    return fraction
        .multiply(BigDecimal.valueOf(budgetUnits))
        .setScale(0, RoundingMode.FLOOR)
        .longValueExact();
  }

  /** As it is written in a policy, such as 40%. */
  @Override
  public String toString() {
    return fraction.movePointRight(2).toPlainString() + "%";
  }
}
