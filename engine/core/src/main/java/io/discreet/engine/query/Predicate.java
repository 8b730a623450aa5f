package io.discreet.engine.query;

import java.util.List;

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
  }
}
