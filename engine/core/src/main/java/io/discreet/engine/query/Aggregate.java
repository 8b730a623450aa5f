package io.discreet.engine.query;

import java.util.Optional;

/**
 * What a condition on a customer's history asks of the customer's rows taken together.
 *
 * @param column what is aggregated; empty for the rows themselves
 */
public record Aggregate(Kind kind, Optional<String> column) {

  public Aggregate {
    if (column.isPresent() == (kind == Kind.COUNT)) {
      throw new QueryException(
          "in HAVING, COUNT counts rows (*), and SUM, AVG, MIN and MAX take a column");
    }
  }

  /** The rows, whatever they hold: {@code COUNT(*)}. Never NULL. */
  public static Aggregate rows() {
    return new Aggregate(Kind.COUNT, Optional.empty());
  }

  /** Of the values that are not NULL; NULL where there are none. */
  public static Aggregate of(Kind kind, String column) {
    return new Aggregate(kind, Optional.of(column));
  }

  /** As query text has it: {@code SUM(amount)}. */
  public String text() {
    return kind + "(" + column.orElse("*") + ")";
  }

  /** The aggregates. */
  public enum Kind {
    COUNT,
    SUM,
    AVG,
    MIN,
    MAX
  }
}
