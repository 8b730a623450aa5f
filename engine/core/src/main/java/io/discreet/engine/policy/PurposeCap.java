package io.discreet.engine.policy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.Quote;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A customer's own limit on what one purpose may spend in a period, as a share of the shop's
 * budget. It lies under the customer's cap and can only lower what the policy gives.
 *
 * @param purpose its name in the policy
 * @param fraction from 0, which keeps the customer out of the purpose, to 1, which takes the limit
 *     back; without trailing zeros
 */
public record PurposeCap(String purpose, BigDecimal fraction) {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,10})?) ?%");

  public PurposeCap {
    fraction = fraction.stripTrailingZeros();
    if (fraction.signum() < 0 || fraction.compareTo(BigDecimal.ONE) > 0) {
      throw new InputException(
          "the share of a purpose must be 0% to 100%, got "
              + fraction.movePointRight(2).toPlainString()
              + "%");
    }
  }

  /** How a limit on a purpose is taken back. */
  public static PurposeCap open(String purpose) {
    return new PurposeCap(purpose, BigDecimal.ONE);
  }

  /** Reads a share such as "25%" or "12.5 %". */
  public static PurposeCap parse(String purpose, String share) {
    Matcher written = FORM.matcher(share);
    if (!written.matches()) {
      throw new InputException("a share is written like 25%, got " + Quote.shorten(share));
    }
    return new PurposeCap(purpose, new BigDecimal(written.group(1)).movePointLeft(2));
  }

  /** Whether it limits nothing. */
  public boolean isOpen() {
    return fraction.compareTo(BigDecimal.ONE) == 0;
  }

  /** The limit in the units of a budget, rounded down. */
  public long units(long budgetUnits) {
    return fraction
        .multiply(BigDecimal.valueOf(budgetUnits))
        .setScale(0, RoundingMode.FLOOR)
        .longValueExact();
  }
}
