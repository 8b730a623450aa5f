package io.discreet.engine.query;

import java.util.List;
import java.util.Optional;

/**
 * A condition on one row, in three-valued logic: a row qualifies where the condition is true, not
 * where it is false or unknown. Total: no row makes it fail.
 */
public sealed interface Predicate {

  /** The canonical text, as it stands after WHERE. */
  default String text() {
    return QueryWriter.predicate(this);
  }

  /** All parts hold. At least two parts. */
  record And(List<Predicate> parts) implements Predicate {
    public And {
      parts = atLeast(2, parts, "AND joins two conditions or more");
    }
  }

  /** Some part holds. At least two parts. */
  record Or(List<Predicate> parts) implements Predicate {
    public Or {
      parts = atLeast(2, parts, "OR joins two conditions or more");
    }
  }

  /** The part is false. */
  record Not(Predicate part) implements Predicate {}

  /** The column compares to the literal; unknown where the column is NULL. */
  record Comparison(String column, Operator operator, Literal literal) implements Predicate {}

  /** The column equals one of the literals, at least one; unknown where the column is NULL. */
  record In(String column, List<Literal> literals) implements Predicate {
    public In {
      literals = atLeast(1, literals, "IN takes one constant or more");
    }
  }

  /** The column lies between the literals, both ends included; unknown where it is NULL. */
  record Between(String column, Literal low, Literal high) implements Predicate {}

  /** The column is NULL. Never unknown. */
  record IsNull(String column) implements Predicate {}

  /** The text begins with a prefix: {@code LIKE 'abc%'}; unknown where the column is NULL. */
  record StartsWith(String column, String prefix) implements Predicate {
    public StartsWith {
      if (prefix.isEmpty() || prefix.contains("%") || prefix.contains("_")) {
        throw new QueryException(
            "LIKE takes a prefix, without other wildcards: product LIKE 'abc%'");
      }
    }
  }

  /**
   * Two calculations compare; unknown where one of them is NULL. A column against a constant is a
   * {@link Comparison}.
   */
  record Calculated(Calculation left, Operator operator, Calculation right) implements Predicate {
    public Calculated {
      if (!left.hasColumn() && !right.hasColumn()) {
        throw new QueryException("a comparison needs a column on one side at least");
      }
      if (left.parts() + right.parts() > Calculation.MOST_PARTS) {
        throw new QueryException(
            "a comparison has at most " + Calculation.MOST_PARTS + " columns and constants");
      }
      if (left.parts() + right.parts() == 2 && !(left.hasColumn() && right.hasColumn())) {
        throw new QueryException("a column and a constant are compared without a calculation");
      }
    }
  }

  /** A calculation is NULL. Never unknown. */
  record CalculationIsNull(Calculation calculation) implements Predicate {
    public CalculationIsNull {
      if (calculation.parts() == 1 || !calculation.hasColumn()) {
        throw new QueryException("IS NULL is asked of a column or of arithmetic with one");
      }
    }
  }

  /**
   * The customer has rows in a table that meet a condition and, taken together, another one. In
   * text it is {@code customer IN (SELECT customer FROM table WHERE ... GROUP BY customer HAVING
   * ...)}. The same for all rows of a customer, and never unknown.
   *
   * @param where what each row must meet; empty for all rows
   * @param having what those rows must meet together, of {@link Aggregated}, AND, OR and NOT; empty
   *     where one row is enough
   */
  record History(String table, Optional<Predicate> where, Optional<Predicate> having)
      implements Predicate {
    public History {
      where.ifPresent(condition -> requireOfRows(condition));
      having.ifPresent(condition -> requireOfAggregates(condition));
    }
  }

  /**
   * An aggregate of a customer's rows compares to a constant, in {@link History#having} only;
   * unknown where the aggregate is NULL.
   */
  record Aggregated(Aggregate aggregate, Operator operator, Literal literal) implements Predicate {}

  private static void requireOfRows(Predicate condition) {
    if (condition instanceof History) {
      throw new QueryException(
          "a condition on history stands in no other one; join the two with AND instead");
    } else if (condition instanceof Aggregated aggregated) {
      throw new QueryException(
          aggregated.aggregate().text() + " is of rows taken together: it stands after HAVING");
    }
    parts(condition).forEach(Predicate::requireOfRows);
  }

  private static void requireOfAggregates(Predicate condition) {
    List<Predicate> parts = parts(condition);
    if (parts.isEmpty() && !(condition instanceof Aggregated)) {
      throw new QueryException(
          "HAVING compares COUNT(*), SUM, AVG, MIN or MAX of a column to a constant; conditions on"
              + " single rows stand after WHERE");
    }
    parts.forEach(Predicate::requireOfAggregates);
  }

  /** What AND, OR or NOT joins; empty for other conditions. */
  private static List<Predicate> parts(Predicate condition) {
    if (condition instanceof And and) {
      return and.parts();
    } else if (condition instanceof Or or) {
      return or.parts();
    }
    return condition instanceof Not not ? List.of(not.part()) : List.of();
  }

  private static <T> List<T> atLeast(int least, List<T> parts, String rule) {
    if (parts.size() < least) {
      throw new QueryException(rule + ", got " + parts.size());
    }
    return List.copyOf(parts);
  }

  /** The six comparisons. */
  enum Operator {
    EQUAL("="),
    NOT_EQUAL("<>"),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">=");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }

    /** Whether it holds where the left side is less (−1), equal (0) or greater (1). */
    public boolean holds(int order) {
      return switch (this) {
        case EQUAL -> order == 0;
        case NOT_EQUAL -> order != 0;
        case LESS -> order < 0;
        case AT_MOST -> order <= 0;
        case GREATER -> order > 0;
        case AT_LEAST -> order >= 0;
      };
    }
  }
}
