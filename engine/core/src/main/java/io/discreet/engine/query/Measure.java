package io.discreet.engine.query;

import java.math.BigDecimal;
import java.util.Optional;

/** What is asked of a segment. */
public sealed interface Measure {

  /** The number of distinct customers: {@code COUNT(DISTINCT customer)}. */
  static Measure customers() {
    return new Customers();
  }

  /** The number of rows, at most the table's max-rows of each customer: {@code COUNT(*)}. */
  static Measure rows() {
    return new Rows();
  }

  /** The sum of a numeric column, each customer's total clamped as the policy says. */
  static Sum sum(String column) {
    return new Sum(column, Optional.empty());
  }

  /** The mean of a numeric column over the kept rows: {@code AVG(column)}. */
  static Measure mean(String column) {
    return new Mean(column);
  }

  /**
   * The population variance of a numeric column over the kept rows, in squares of its scale: {@code
   * VAR_POP(column)}.
   */
  static Measure variance(String column) {
    return new Variance(column);
  }

  /** The root of {@link #variance}: {@code STDDEV_POP(column)}. */
  static Measure standardDeviation(String column) {
    return new StandardDeviation(column);
  }

  /**
   * The share of a segment's customers of whose qualifying rows there at least one meets a
   * condition, as in query text after WHERE: {@code RATE(category = 'bread')}.
   */
  static Measure rate(String condition) {
    return rate(new QueryReader().readCondition(condition));
  }

  /** See {@link #rate(String)}. */
  static Measure rate(Predicate condition) {
    return new Rate(condition);
  }

  /** See {@link #customers()}. */
  record Customers() implements Measure {}

  /** See {@link #rows()}. */
  record Rows() implements Measure {}

  /**
   * See {@link #sum(String)}.
   *
   * @param clamp of a customer's total in one segment, in the column's own scale; empty for the
   *     policy's
   */
  record Sum(String column, Optional<Clamp> clamp) implements Measure {

    /** The same sum with a clamp of its own: {@code CLAMPED_SUM(column, low, high)}. */
    public Sum clampedTo(Number low, Number high) {
      return new Sum(column, Optional.of(new Clamp(exact(low), exact(high))));
    }

    private static BigDecimal exact(Number bound) {
      try {
        return new BigDecimal(bound.toString());
      } catch (NumberFormatException e) {
        throw new QueryException("a clamp needs finite numbers, got " + bound);
      }
    }
  }

  /** See {@link #mean(String)}. */
  record Mean(String column) implements Measure {}

  /** See {@link #variance(String)}. */
  record Variance(String column) implements Measure {}

  /** See {@link #standardDeviation(String)}. */
  record StandardDeviation(String column) implements Measure {}

  /** See {@link #rate(String)}. */
  record Rate(Predicate condition) implements Measure {}

  /** Bounds of a customer's total in one segment, both ends included. */
  record Clamp(BigDecimal low, BigDecimal high) {
    public Clamp {
      // Equal clamps are one question, however many zeros they were written with.
      low = Literal.Numeral.normal(low);
      high = Literal.Numeral.normal(high);
    }
  }
}
