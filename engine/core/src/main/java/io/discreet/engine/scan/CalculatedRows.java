package io.discreet.engine.scan;

import io.discreet.engine.plan.RowTest;
import io.discreet.engine.query.Calculation;
import io.discreet.engine.query.Predicate.Operator;
import io.discreet.engine.scan.ExactCalculation.Fraction;
import io.discreet.engine.vault.TableData;
import java.util.Optional;
import java.util.function.Function;

/**
 * Narrows rows by arithmetic: in longs, 64 rows at a time, where those provably suffice, else row
 * by row in integers of any size. Both give the same.
 */
final class CalculatedRows {

  private CalculatedRows() {}

  /** Rows of which a comparison is true, or, of {@code truth} false, is false. */
  static Narrowing compared(
      RowTest.Calculated test, boolean truth, Function<String, TableData> tables) {
    int orders = 0;
    for (int order = -1; order <= 1; order++) {
      orders |= test.operator().holds(order) == truth ? 1 << (order + 1) : 0;
    }
    // The difference is compared to 0; that it fits is all that is asked of it.
    Optional<LongCalculation> difference =
        LongCalculation.bind(test.left().minus(test.right()), test.columns(), tables);
    if (difference.isPresent()) {
      return new InLongs(difference.get(), orders, false);
    }
    ExactCalculation left = ExactCalculation.bind(test.left(), test.columns(), tables);
    ExactCalculation right = ExactCalculation.bind(test.right(), test.columns(), tables);
    Operator operator = test.operator();
    return new RowByRow(
        (customer, row) -> {
          Fraction first = left.of(customer, row);
          Fraction second = right.of(customer, row);
          return first != null
              && second != null
              && operator.holds(first.compareTo(second)) == truth;
        });
  }

  /** Rows of which a calculation is NULL, or, of {@code truth} false, is not. */
  static Narrowing isNull(
      RowTest.CalculationIsNull test, boolean truth, Function<String, TableData> tables) {
    Calculation calculation = test.calculation();
    Optional<LongCalculation> fast = LongCalculation.bind(calculation, test.columns(), tables);
    if (fast.isPresent()) {
      return new InLongs(fast.get(), truth ? 0 : 7, truth);
    }
    ExactCalculation exact = ExactCalculation.bind(calculation, test.columns(), tables);
    return new RowByRow((customer, row) -> (exact.of(customer, row) == null) == truth);
  }

  private static final class InLongs extends Narrowing {
    private final LongCalculation calculation;

    /** Bit 0 for numbers below 0, bit 1 for 0, bit 2 for those above. */
    private final int orders;

    private final boolean whenMissing;

    InLongs(LongCalculation calculation, int orders, boolean whenMissing) {
      this.calculation = calculation;
      this.orders = orders;
      this.whenMissing = whenMissing;
    }

    @Override
    void narrow(Block block, long[] bits) {
      calculation.begin(block);
      int rows = block.rows();
      for (int from = 0; from < rows; from += LongCalculation.ROWS) {
        if (bits[from >>> 6] != 0) {
          bits[from >>> 6] &= outcomes(from, Math.min(LongCalculation.ROWS, rows - from));
        }
      }
    }

    private long outcomes(int from, int count) {
      long missing = calculation.compute(from, count);
      long[] numerators = calculation.numerators;
      long outcomes = 0;
      for (int i = 0; i < count; i++) {
        outcomes |= (long) ((orders >>> (Long.signum(numerators[i]) + 1)) & 1) << i;
      }
      return whenMissing ? outcomes | missing : outcomes & ~missing;
    }
  }

  private interface Row {
    boolean qualifies(int customer, int row);
  }

  private static final class RowByRow extends Narrowing {
    private final Row test;

    RowByRow(Row test) {
      this.test = test;
    }

    @Override
    void narrow(Block block, long[] bits) {
      int[] offsets = block.offsets();
      int first = block.firstRow();
      for (int i = block.firstCustomer(); i < block.endCustomer(); i++) {
        for (int row = offsets[i]; row < offsets[i + 1]; row++) {
          int bit = row - first;
          if (((bits[bit >>> 6] >>> bit) & 1) != 0 && !test.qualifies(i, row)) {
            bits[bit >>> 6] &= ~(1L << bit);
          }
        }
      }
    }
  }
}
