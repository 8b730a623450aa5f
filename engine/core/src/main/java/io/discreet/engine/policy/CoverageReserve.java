package io.discreet.engine.policy;

import io.discreet.engine.failure.InputException;
import java.math.BigDecimal;

/**
 * The share of every limit on a customer's spend that only estimates of coverage may use, so that
 * customers whose budget is spent can still be counted. It grants nothing: all queries stay within
 * the one budget, and only how far the others may go is lower.
 *
 * @param fraction above 0 and below 1, without trailing zeros
 */
public record CoverageReserve(BigDecimal fraction) {

  public CoverageReserve {
    fraction = fraction.stripTrailingZeros();
    if (fraction.signum() <= 0 || fraction.compareTo(BigDecimal.ONE) >= 0) {
      throw new InputException(
          "coverage-reserve must be above 0% and below 100%, got " + Percent.text(fraction));
    }
  }

  /** Reads "5%" or "2.5 %". */
  public static CoverageReserve parse(String text) {
    return new CoverageReserve(Percent.parse(text, "coverage-reserve", "5%"));
  }

  /** How much of a limit other queries may use, rounded down. */
  public long leaves(long limitUnits) {
    return Percent.of(limitUnits, BigDecimal.ONE.subtract(fraction));
  }

  /** As it is written in a policy, such as 5%. */
  @Override
  public String toString() {
    return Percent.text(fraction);
  }
}
