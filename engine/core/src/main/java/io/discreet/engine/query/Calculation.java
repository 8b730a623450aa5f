package io.discreet.engine.query;

import java.math.BigDecimal;

/**
 * A number computed from one row, such as {@code amount / quantity}.
 *
 * <p>Values are exact fractions: nothing is rounded, and the order of evaluation that the text
 * gives is kept. Total: a step is NULL where a part of it is NULL, where it divides by zero, and
 * where its exact result is beyond ±(2⁶³ − 1).
 */
public sealed interface Calculation {

  /** The most columns and constants of one calculation. */
  int MOST_PARTS = 50;

  /** The number in a column. */
  record OfColumn(String column) implements Calculation {}

  /** A constant of at most 18 digits before and 18 after the point. */
  record Constant(BigDecimal value) implements Calculation {
    private static final int MOST_DIGITS = 18;

    public Constant {
      value = Literal.Numeral.normal(value);
      if (value.scale() > MOST_DIGITS || value.precision() - value.scale() > MOST_DIGITS) {
        throw new QueryException(
            "a constant to calculate with has at most "
                + MOST_DIGITS
                + " digits before and after the point");
      }
    }
  }

  /** Two numbers added, subtracted, multiplied or divided. */
  record Operation(Calculation left, Sign sign, Calculation right) implements Calculation {
    public Operation {
      if (left.parts() + right.parts() > MOST_PARTS) {
        throw new QueryException(
            "a calculation has at most " + MOST_PARTS + " columns and constants");
      }
    }
  }

  static Calculation column(String name) {
    return new OfColumn(name);
  }

  static Calculation constant(Number value) {
    try {
      return new Constant(new BigDecimal(value.toString()));
    } catch (NumberFormatException e) {
      throw new QueryException("a calculation needs finite numbers, got " + value);
    }
  }

  default Calculation plus(Calculation other) {
    return new Operation(this, Sign.PLUS, other);
  }

  default Calculation minus(Calculation other) {
    return new Operation(this, Sign.MINUS, other);
  }

  default Calculation times(Calculation other) {
    return new Operation(this, Sign.TIMES, other);
  }

  default Calculation over(Calculation other) {
    return new Operation(this, Sign.OVER, other);
  }

  /** How many columns and constants it has. */
  default int parts() {
    return this instanceof Operation operation
        ? operation.left().parts() + operation.right().parts()
        : 1;
  }

  /** Whether a row can change it. */
  default boolean hasColumn() {
    if (this instanceof Operation operation) {
      return operation.left().hasColumn() || operation.right().hasColumn();
    }
    return this instanceof OfColumn;
  }

  /** The four operations. Multiplication and division bind more tightly. */
  enum Sign {
    PLUS("+", 1),
    MINUS("-", 1),
    TIMES("*", 2),
    OVER("/", 2);

    private final String text;
    private final int tightness;

    Sign(String text, int tightness) {
      this.text = text;
      this.tightness = tightness;
    }

    public String text() {
      return text;
    }

    int tightness() {
      return tightness;
    }
  }
}
