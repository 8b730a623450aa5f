package io.discreet.engine.policy;

import io.discreet.engine.failure.InputException;
import java.math.BigDecimal;

/**
 * The share of every customer's budget of a period that one purpose, analyst or nightly plan may
 * use, counted in public worst cases. It lies under the one filter: quotas may sum to more than the
 * budget, and grant nothing.
 *
 * @param fraction above 0, at most 1, without trailing zeros
 */
public record Quota(BigDecimal fraction) {

  public Quota {
    fraction = fraction.stripTrailingZeros();
    if (fraction.signum() <= 0 || fraction.compareTo(BigDecimal.ONE) > 0) {
      throw new InputException(
          "a quota must be above 0% and at most 100%, got " + Percent.text(fraction));
    }
  }

  /** Reads "40%" or "12.5 %". */
  public static Quota parse(String text) {
    return new Quota(Percent.parse(text, "a quota", "40%"));
  }

  /** The quota in the units of a budget, rounded down. */
  public long units(long budgetUnits) {
    return Percent.of(budgetUnits, fraction);
  }

  /** As it is written in a policy, such as 40%. */
  @Override
  public String toString() {
    return Percent.text(fraction);
  }
}
