package io.discreet.engine.scan;

import io.discreet.engine.plan.ColumnRef;
import io.discreet.engine.plan.RowTest;
import io.discreet.engine.query.Aggregate.Kind;
import io.discreet.engine.query.Predicate.Operator;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a condition on a customer's rows taken together is true, or is false; of an unknown one
 * it is neither, as in {@link Narrowing}. In longs, exactly. Immutable.
 */
abstract class HavingTest {

  abstract boolean test(HistoryRows rows);

  /**
   * @param columns gets the columns that are aggregated; their positions number them
   */
  static HavingTest bind(RowTest having, boolean truth, List<ColumnRef> columns) {
    if (having instanceof RowTest.Not not) {
      return bind(not.part(), !truth, columns);
    } else if (having instanceof RowTest.And and) {
      return new Parts(bind(and.parts(), truth, columns), truth);
    } else if (having instanceof RowTest.Or or) {
      return new Parts(bind(or.parts(), truth, columns), !truth);
    } else if (having instanceof RowTest.Aggregated aggregated) {
      return new Compared(aggregated, truth, columns);
    }
    throw new IllegalStateException("no condition on rows together: " + having.getClass());
  }

  private static HavingTest[] bind(List<RowTest> parts, boolean truth, List<ColumnRef> columns) {
    List<HavingTest> bound = new ArrayList<>();
    parts.forEach(part -> bound.add(bind(part, truth, columns)));
    return bound.toArray(HavingTest[]::new);
  }

  private static final class Parts extends HavingTest {
    private final HavingTest[] parts;
    private final boolean all;

    Parts(HavingTest[] parts, boolean all) {
      this.parts = parts;
      this.all = all;
    }

    @Override
    boolean test(HistoryRows rows) {
      for (HavingTest part : parts) {
        if (part.test(rows) != all) {
          return !all;
        }
      }
      return all;
    }
  }

  private static final class Compared extends HavingTest {

    /** Beyond any value, so that a constant further out compares the same. */
    private static final BigDecimal FAR = BigDecimal.valueOf(1L << 32);

    private final Kind kind;
    private final int column;
    private final Operator operator;
    private final boolean truth;

    /** The greatest whole number that is not above the constant; beyond all totals at most. */
    private final long floor;

    private final boolean constantIsWhole;

    /** The constant as a fraction, for means. Numerators are below 2⁶². */
    private final long numerator;

    private final long denominator;

    Compared(RowTest.Aggregated test, boolean truth, List<ColumnRef> columns) {
      kind = test.kind();
      operator = test.operator();
      this.truth = truth;
      column = test.column().map(asked -> position(asked, columns)).orElse(-1);
      BigDecimal constant = test.constant();
      BigDecimal most = BigDecimal.valueOf(Long.MAX_VALUE - 1);
      BigDecimal reachable = constant.max(most.negate()).min(most);
      BigDecimal whole = reachable.setScale(0, RoundingMode.FLOOR);
      floor = whole.longValueExact();
      constantIsWhole = whole.compareTo(constant) == 0;
      BigDecimal mean = constant.max(FAR.negate()).min(FAR);
      int decimals = kind == Kind.AVG ? Math.max(0, mean.scale()) : 0;
      denominator = BigDecimal.ONE.movePointRight(decimals).longValueExact();
      numerator = kind == Kind.AVG ? mean.movePointRight(decimals).longValueExact() : 0;
    }

    private static int position(ColumnRef asked, List<ColumnRef> columns) {
      if (!columns.contains(asked)) {
        columns.add(asked);
      }
      return columns.indexOf(asked);
    }

    @Override
    boolean test(HistoryRows rows) {
      if (kind != Kind.COUNT && rows.values(column) == 0) {
        return false; // NULL: neither true nor false
      }
      int order =
          switch (kind) {
            case COUNT -> compare(rows.rows());
            case SUM -> compare(rows.sum(column));
            case MIN -> compare(rows.least(column));
            case MAX -> compare(rows.greatest(column));
            case AVG -> compareMean(rows.sum(column), rows.values(column));
          };
      return operator.holds(order) == truth;
    }

    private int compare(long value) {
      return value > floor ? 1 : value == floor && constantIsWhole ? 0 : -1;
    }

    /**
     * Compares sum / values to the constant: sum · denominator to values · numerator, in 128 bits.
     */
    private int compareMean(long sum, long values) {
      int high =
          Long.compare(Math.multiplyHigh(sum, denominator), Math.multiplyHigh(values, numerator));
      return high != 0
          ? high
          : Integer.signum(Long.compareUnsigned(sum * denominator, values * numerator));
    }
  }
}
