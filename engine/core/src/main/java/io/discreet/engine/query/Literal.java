package io.discreet.engine.query;

import java.math.BigDecimal;

/** A constant of the query text. Which type it must have is known once a column is bound. */
public sealed interface Literal {

  /**
   * A quoted text; for a date column an ISO date.
   *
   * @param value has no backslash before a quote: the parser takes what follows for a part of the
   *     text, so that such a query, once stored, could not be read again
   */
  record Text(String value) implements Literal {

    public Text {
      if (value.contains("\\'")) {
        throw new QueryException("a text cannot have a backslash before a quote");
      }
    }
  }

  /**
   * A day relative to the as-of date: {@code TODAY - 30}, {@code TODAY - INTERVAL 3 MONTH}.
   *
   * @param months from the as-of date, negative into the past; where the month has no such day, its
   *     last is meant
   * @param days likewise; one of the two is 0
   */
  record Today(int months, int days) implements Literal {
    private static final int FARTHEST = 12_000_000;

    public Today {
      if (months != 0 && days != 0) {
        throw new QueryException("a day is months or days from today, not both");
      }
      if (Math.abs((long) months) > FARTHEST || Math.abs((long) days) > FARTHEST) {
        throw new QueryException("a day is too far from today");
      }
    }

    /** So many days before the as-of date. */
    public static Today minusDays(int days) {
      return new Today(0, -days);
    }

    /** So many months before the as-of date. */
    public static Today minusMonths(int months) {
      return new Today(-months, 0);
    }
  }

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
