package io.discreet.engine.scan;

import io.discreet.engine.plan.ColumnRef;
import io.discreet.engine.policy.Column;
import io.discreet.engine.query.Calculation;
import io.discreet.engine.vault.Packed;
import io.discreet.engine.vault.TableData;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A calculation row by row, in integers of any size: the specification of {@link LongCalculation},
 * and the way of calculations whose fractions may not fit a long. Immutable.
 */
abstract class ExactCalculation {

  /** A result beyond this, either side, is NULL. */
  static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  /**
   * A number.
   *
   * @param denominator above 0
   */
  record Fraction(BigInteger numerator, BigInteger denominator) {

    int compareTo(Fraction other) {
      return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
    }
  }

  /** The number of a row, or null for NULL. */
  abstract @Nullable Fraction of(int customer, int row);

  static ExactCalculation bind(
      Calculation calculation, Map<String, ColumnRef> columns, Function<String, TableData> tables) {
    if (calculation instanceof Calculation.Operation operation) {
      return new OfParts(
          bind(operation.left(), columns, tables),
          operation.sign(),
          bind(operation.right(), columns, tables));
    } else if (calculation instanceof Calculation.OfColumn part) {
      return new OfColumn(NumberColumn.of(part.column(), columns, tables));
    } else if (calculation instanceof Calculation.Constant constant) {
      BigDecimal value = constant.value();
      return new OfConstant(
          new Fraction(
              value.movePointRight(Math.max(0, value.scale())).toBigIntegerExact(),
              BigInteger.TEN.pow(Math.max(0, value.scale()))));
    }
    throw new IllegalStateException("a calculation without a meaning: " + calculation.getClass());
  }

  /**
   * A numeric column as a calculation reads it.
   *
   * @param attributeOffsets of the attribute's table; {@link Cells#OF_ROWS} for a column of rows
   * @param scale decimal digits after the point
   */
  record NumberColumn(Packed values, boolean attribute, int[] attributeOffsets, int scale) {

    static NumberColumn of(
        String name, Map<String, ColumnRef> columns, Function<String, TableData> tables) {
      ColumnRef column = columns.get(name);
      if (column == null || !(column.column() instanceof Column.Numeric numeric)) {
        throw new IllegalStateException("a calculation with " + name + ", which is no number");
      }
      TableData table = tables.apply(column.table());
      return new NumberColumn(
          table.column(column.name()).values(),
          column.attribute(),
          column.attribute() ? table.offsets() : Cells.OF_ROWS,
          numeric.scale());
    }

    /** The stored number of a row, or {@link Packed#NULL}. */
    int get(int customer, int row) {
      int at = attribute ? Cells.attributeRow(attributeOffsets, customer) : row;
      return at < 0 ? Packed.NULL : values.get(at);
    }
  }

  private static final class OfColumn extends ExactCalculation {
    private final NumberColumn column;
    private final BigInteger denominator;

    OfColumn(NumberColumn column) {
      this.column = column;
      denominator = BigInteger.TEN.pow(column.scale());
    }

    @Override
    @Nullable Fraction of(int customer, int row) {
      int units = column.get(customer, row);
      return units == Packed.NULL ? null : new Fraction(BigInteger.valueOf(units), denominator);
    }
  }

  private static final class OfConstant extends ExactCalculation {
    private final Fraction value;

    OfConstant(Fraction value) {
      this.value = value;
    }

    @Override
    Fraction of(int customer, int row) {
      return value;
    }
  }

  private static final class OfParts extends ExactCalculation {
    private final ExactCalculation left;
    private final Calculation.Sign sign;
    private final ExactCalculation right;

    OfParts(ExactCalculation left, Calculation.Sign sign, ExactCalculation right) {
      this.left = left;
      this.sign = sign;
      this.right = right;
    }

    @Override
    @Nullable Fraction of(int customer, int row) {
      Fraction first = left.of(customer, row);
      Fraction second = right.of(customer, row);
      if (first == null || second == null) {
        return null;
      }
      BigInteger ours = first.numerator().multiply(second.denominator());
      BigInteger theirs = second.numerator().multiply(first.denominator());
      BigInteger both = first.denominator().multiply(second.denominator());
      return switch (sign) {
        case PLUS -> bounded(ours.add(theirs), both);
        case MINUS -> bounded(ours.subtract(theirs), both);
        case TIMES -> bounded(first.numerator().multiply(second.numerator()), both);
        case OVER ->
            theirs.signum() < 0
                ? bounded(ours.negate(), theirs.negate())
                : theirs.signum() > 0 ? bounded(ours, theirs) : null;
      };
    }

    private static @Nullable Fraction bounded(BigInteger numerator, BigInteger denominator) {
      return numerator.abs().compareTo(MOST.multiply(denominator)) > 0
          ? null
          : new Fraction(numerator, denominator);
    }
  }
}
