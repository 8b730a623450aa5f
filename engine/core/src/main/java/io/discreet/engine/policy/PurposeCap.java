package io.discreet.engine.policy;

import io.discreet.engine.failure.InputException;
import java.math.BigDecimal;

/**
 * A customer's own limit on what one purpose may spend in a period, as a share of the shop's
 * budget. It lies under the customer's cap and can only lower what the policy gives.
 *
 * @param purpose its name in the policy
 * @param fraction from 0, which keeps the customer out of the purpose, to 1, which takes the limit
 *     back; without trailing zeros
 */
public record PurposeCap(String purpose, BigDecimal fraction) {

  public PurposeCap {
    fraction = fraction.stripTrailingZeros();
    if (fraction.signum() < 0 || fraction.compareTo(BigDecimal.ONE) > 0) {
      throw new InputException(
          "the share of a purpose must be 0% to 100%, got " + Percent.text(fraction));
    }
  }

  /** How a limit on a purpose is taken back. */
  public static PurposeCap open(String purpose) {
    return new PurposeCap(purpose, BigDecimal.ONE);
  }

  /** Reads a share such as "25%" or "12.5 %". */
  public static PurposeCap parse(String purpose, String share) {
    return new PurposeCap(purpose, Percent.parse(share, "a share", "25%"));
  }

  /** Whether it limits nothing. */
  public boolean isOpen() {
    return fraction.compareTo(BigDecimal.ONE) == 0;
  }

  /** The limit in the units of a budget, rounded down. */
  public long units(long budgetUnits) {
    return Percent.of(budgetUnits, fraction);
  }
}
