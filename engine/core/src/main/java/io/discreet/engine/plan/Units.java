package io.discreet.engine.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Rounds decimals to whole units where they are compared to stored ones. */
final class Units {

  /** Beyond the total of any customer's values, which is below 2⁶², and inside a long. */
  static final long BEYOND = Long.MAX_VALUE - 1;

  private Units() {}

  /** Rounds to units, saturating at ±{@link #BEYOND}: exact for every comparison. */
  static long round(BigDecimal units, RoundingMode mode) {
    // Digits before the point; decided first, since a huge exponent must not be written out.
    long digits = (long) units.precision() - units.scale();
    if (digits > 18) {
      return units.signum() < 0 ? -BEYOND : BEYOND;
    }
    if (digits < 0) {
      boolean away = mode == (units.signum() < 0 ? RoundingMode.FLOOR : RoundingMode.CEILING);
      return away ? units.signum() : 0;
    }
    return units.setScale(0, mode).longValueExact();
  }
}
