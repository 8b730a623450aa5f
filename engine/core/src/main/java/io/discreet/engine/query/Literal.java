package io.discreet.engine.query;

import java.math.BigDecimal;

/** A constant of the query text. Which type it must have is known once a column is bound. */
public sealed interface Literal {

  /** A quoted text; for a date column an ISO date. */
  record Text(String value) implements Literal {}

  /** A number, exact. */
  record Numeral(BigDecimal value) implements Literal {

    /** Equal numbers are equal literals, however many zeros they were written with. */
    public Numeral {
      value = normal(value);
    }

    static BigDecimal normal(BigDecimal value) {
      return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }
  }
}
