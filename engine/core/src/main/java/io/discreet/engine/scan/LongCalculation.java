package io.discreet.engine.scan;

import io.discreet.engine.plan.ColumnRef;
import io.discreet.engine.query.Calculation;
import io.discreet.engine.scan.ExactCalculation.NumberColumn;
import io.discreet.engine.vault.Packed;
import io.discreet.engine.vault.TableData;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A calculation on 64 rows at a time, as fractions of longs.
 *
 * <p>It is bound only where the widths of its columns prove that no numerator or denominator passes
 * 2⁶³ − 1; then no result does, and nothing is NULL but what has a NULL part or divides by zero.
 * {@link ExactCalculation} says what it computes. Instances hold scratch space and are not
 * thread-safe.
 */
abstract class LongCalculation {
  static final int ROWS = 64;

  /** The largest absolute numerator. */
  final BigInteger mostNumerator;

  /** The largest denominator. */
  final BigInteger mostDenominator;

  final long[] numerators = new long[ROWS];

  /** All above 0. */
  final long[] denominators = new long[ROWS];

  /** Whether all denominators are the largest, whatever the rows. */
  final boolean fixed;

  private LongCalculation(BigInteger mostNumerator, BigInteger mostDenominator, boolean fixed) {
    this.mostNumerator = mostNumerator;
    this.mostDenominator = mostDenominator;
    this.fixed = fixed;
    if (fixed && fits()) {
      Arrays.fill(denominators, mostDenominator.longValueExact());
    }
  }

  /** Turns to the next block. */
  abstract void begin(Block block);

  /**
   * Computes the fractions of consecutive rows.
   *
   * @param from the first of them, numbered from the block's first row
   * @param count of rows, 1 to {@link #ROWS}
   * @return a bit for each that is NULL; its fraction means nothing, but is within the bounds
   */
  abstract long compute(int from, int count);

  boolean fits() {
    return mostNumerator.bitLength() < Long.SIZE && mostDenominator.bitLength() < Long.SIZE;
  }

  /** The calculation, or empty where its fractions might not fit. */
  static Optional<LongCalculation> bind(
      Calculation calculation, Map<String, ColumnRef> columns, Function<String, TableData> tables) {
    if (calculation instanceof Calculation.OfColumn part) {
      return Optional.of(new OfColumn(NumberColumn.of(part.column(), columns, tables)));
    } else if (calculation instanceof Calculation.Constant constant) {
      LongCalculation whole = new OfConstant(constant.value());
      return whole.fits() ? Optional.of(whole) : Optional.empty();
    }
    Calculation.Operation operation = (Calculation.Operation) calculation;
    Optional<LongCalculation> left = bind(operation.left(), columns, tables);
    Optional<LongCalculation> right = bind(operation.right(), columns, tables);
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    LongCalculation whole =
        switch (operation.sign()) {
          case PLUS -> new Sum(left.get(), right.get(), 1);
          case MINUS -> new Sum(left.get(), right.get(), -1);
          case TIMES -> new Product(left.get(), right.get());
          case OVER -> new Quotient(left.get(), right.get());
        };
    return whole.fits() ? Optional.of(whole) : Optional.empty();
  }

  private static final class OfColumn extends LongCalculation {
    private final NumberColumn column;
    private int firstRow;

    /** The numbers of an attribute by row of the block. */
    private int[] ofAttribute = new int[0];

    OfColumn(NumberColumn column) {
      super(most(column.values()), BigInteger.TEN.pow(column.scale()), true);
      this.column = column;
    }

    private static BigInteger most(Packed values) {
      return BigInteger.valueOf(
          values instanceof Packed.Bytes
              ? Byte.MAX_VALUE
              : values instanceof Packed.Shorts ? Short.MAX_VALUE : Integer.MAX_VALUE);
    }

    @Override
    void begin(Block block) {
      firstRow = block.firstRow();
      if (column.attribute()) {
        int[] offsets = block.offsets();
        if (ofAttribute.length < block.rows()) {
          ofAttribute = new int[block.rows()];
        }
        for (int i = block.firstCustomer(); i < block.endCustomer(); i++) {
          Arrays.fill(
              ofAttribute, offsets[i] - firstRow, offsets[i + 1] - firstRow, column.get(i, 0));
        }
      }
    }

    @Override
    long compute(int from, int count) {
      long missing = 0;
      for (int i = 0; i < count; i++) {
        int value =
            column.attribute() ? ofAttribute[from + i] : column.values().get(firstRow + from + i);
        missing |= (value == Packed.NULL ? 1L : 0L) << i;
        numerators[i] = value == Packed.NULL ? 0 : value;
      }
      return missing;
    }
  }

  private static final class OfConstant extends LongCalculation {

    OfConstant(BigDecimal value) {
      super(
          value.movePointRight(Math.max(0, value.scale())).toBigIntegerExact().abs(),
          BigInteger.TEN.pow(Math.max(0, value.scale())),
          true);
      if (fits()) {
        Arrays.fill(numerators, value.movePointRight(Math.max(0, value.scale())).longValueExact());
      }
    }

    @Override
    void begin(Block block) {}

    @Override
    long compute(int from, int count) {
      return 0;
    }
  }

  private abstract static class OfParts extends LongCalculation {
    final LongCalculation left;
    final LongCalculation right;

    OfParts(
        LongCalculation left,
        LongCalculation right,
        BigInteger mostNumerator,
        BigInteger mostDenominator,
        boolean fixed) {
      super(mostNumerator, mostDenominator, fixed);
      this.left = left;
      this.right = right;
    }

    @Override
    void begin(Block block) {
      left.begin(block);
      right.begin(block);
    }
  }

  private static final class Sum extends OfParts {
    private final long sign;

    /** What numerators are multiplied by where both denominators are fixed. */
    private final long leftFactor;

    private final long rightFactor;

    Sum(LongCalculation left, LongCalculation right, long sign) {
      super(
          left,
          right,
          left.mostNumerator
              .multiply(factor(left, right))
              .add(right.mostNumerator.multiply(factor(right, left))),
          left.mostDenominator.multiply(factor(left, right)),
          left.fixed && right.fixed);
      this.sign = sign;
      leftFactor = fits() ? factor(left, right).longValueExact() : 0;
      rightFactor = fits() ? factor(right, left).longValueExact() : 0;
    }

    /** The least that makes fixed denominators equal; else the other's denominator. */
    private static BigInteger factor(LongCalculation of, LongCalculation other) {
      return of.fixed && other.fixed
          ? other.mostDenominator.divide(of.mostDenominator.gcd(other.mostDenominator))
          : other.mostDenominator;
    }

    @Override
    long compute(int from, int count) {
      long missing = left.compute(from, count) | right.compute(from, count);
      long[] ours = left.numerators;
      long[] theirs = right.numerators;
      if (fixed) {
        for (int i = 0; i < count; i++) {
          numerators[i] = ours[i] * leftFactor + sign * theirs[i] * rightFactor;
        }
      } else {
        for (int i = 0; i < count; i++) {
          numerators[i] = ours[i] * right.denominators[i] + sign * theirs[i] * left.denominators[i];
          denominators[i] = left.denominators[i] * right.denominators[i];
        }
      }
      return missing;
    }
  }

  private static final class Product extends OfParts {

    Product(LongCalculation left, LongCalculation right) {
      super(
          left,
          right,
          left.mostNumerator.multiply(right.mostNumerator),
          left.mostDenominator.multiply(right.mostDenominator),
          left.fixed && right.fixed);
    }

    @Override
    long compute(int from, int count) {
      long missing = left.compute(from, count) | right.compute(from, count);
      for (int i = 0; i < count; i++) {
        numerators[i] = left.numerators[i] * right.numerators[i];
      }
      if (!fixed) {
        for (int i = 0; i < count; i++) {
          denominators[i] = left.denominators[i] * right.denominators[i];
        }
      }
      return missing;
    }
  }

  private static final class Quotient extends OfParts {

    Quotient(LongCalculation left, LongCalculation right) {
      super(
          left,
          right,
          left.mostNumerator.multiply(right.mostDenominator),
          // At least 1, which stands where a row divides by zero.
          left.mostDenominator.multiply(right.mostNumerator).max(BigInteger.ONE),
          false);
    }

    @Override
    long compute(int from, int count) {
      long missing = left.compute(from, count) | right.compute(from, count);
      for (int i = 0; i < count; i++) {
        long divisor = right.numerators[i];
        long sign = divisor < 0 ? -1 : 1;
        long zero = divisor == 0 ? 1 : 0;
        missing |= zero << i;
        numerators[i] = sign * left.numerators[i] * right.denominators[i];
        // One of the two parts is 0.
        denominators[i] = sign * left.denominators[i] * divisor + zero;
      }
      return missing;
    }
  }
}
