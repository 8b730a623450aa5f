package io.discreet.engine.scan;

import io.discreet.engine.plan.ColumnRef;
import io.discreet.engine.plan.RowTest;
import io.discreet.engine.policy.Column;
import io.discreet.engine.vault.ColumnData;
import io.discreet.engine.vault.TableData;
import java.util.List;
import java.util.function.Function;

/**
 * Binds a row test to the columns of a vault.
 *
 * <p>Law 8: every stored value and NULL has an outcome, so no condition can fail on data.
 */
final class Conditions {

  /** The outcome of a leaf for one row of the table that holds its column. */
  private interface Leaf {
    int YES = 1;
    int NO = 2;
    int UNKNOWN = 0;

    int test(int row);
  }

  private final Function<String, TableData> tables;
  private final int mostRows;

  /**
   * @param mostRows the most rows of any block that will be evaluated
   */
  Conditions(Function<String, TableData> tables, int mostRows) {
    this.tables = tables;
    this.mostRows = mostRows;
  }

  Condition bind(RowTest test) {
    if (test instanceof RowTest.And and) {
      return combine(and.parts(), true);
    } else if (test instanceof RowTest.Or or) {
      return combine(or.parts(), false);
    } else if (test instanceof RowTest.Not not) {
      Condition part = bind(not.part());
      return (block, result) -> {
        part.evaluate(block, result);
        result.negate(block.rows());
      };
    } else if (test instanceof RowTest.LabelIn in) {
      return leaf(in.column(), labelIn(in), Leaf.UNKNOWN);
    } else if (test instanceof RowTest.DayBetween between) {
      int[] days = ((ColumnData.Days) data(between.column())).days();
      return leaf(
          between.column(),
          row -> {
            int day = days[row];
            return day == ColumnData.Days.NULL
                ? Leaf.UNKNOWN
                : day >= between.first() && day <= between.last() ? Leaf.YES : Leaf.NO;
          },
          Leaf.UNKNOWN);
    } else if (test instanceof RowTest.UnitsBetween between) {
      long[] units = ((ColumnData.Units) data(between.column())).units();
      return leaf(
          between.column(),
          row -> {
            long value = units[row];
            return value == ColumnData.Units.NULL
                ? Leaf.UNKNOWN
                : value >= between.low() && value <= between.high() ? Leaf.YES : Leaf.NO;
          },
          Leaf.UNKNOWN);
    } else if (test instanceof RowTest.IsNull isNull) {
      return leaf(isNull.column(), isNull(isNull.column()), Leaf.YES);
    }
    throw new IllegalStateException("a row test without a meaning: " + test.getClass());
  }

  private Condition combine(List<RowTest> parts, boolean all) {
    Condition first = bind(parts.get(0));
    List<Condition> rest = parts.stream().skip(1).map(this::bind).toList();
    Truth scratch = new Truth(mostRows);
    return (block, result) -> {
      first.evaluate(block, result);
      for (Condition part : rest) {
        part.evaluate(block, scratch);
        if (all) {
          result.and(scratch, block.rows());
        } else {
          result.or(scratch, block.rows());
        }
      }
    };
  }

  private Leaf labelIn(RowTest.LabelIn in) {
    ColumnData.Codes data = (ColumnData.Codes) data(in.column());
    Column.Category category = (Column.Category) in.column().column();
    int[] codes = data.codes();
    boolean[] matches = new boolean[data.dictionary().size()];
    for (int code = 0; code < matches.length; code++) {
      matches[code] = in.labels().contains(Cells.label(category, data.dictionary().get(code)));
    }
    return row -> {
      int code = codes[row];
      return code == ColumnData.Codes.NULL ? Leaf.UNKNOWN : matches[code] ? Leaf.YES : Leaf.NO;
    };
  }

  private Leaf isNull(ColumnRef column) {
    ColumnData data = data(column);
    if (data instanceof ColumnData.Codes codes) {
      return row -> codes.codes()[row] == ColumnData.Codes.NULL ? Leaf.YES : Leaf.NO;
    } else if (data instanceof ColumnData.Days days) {
      return row -> days.days()[row] == ColumnData.Days.NULL ? Leaf.YES : Leaf.NO;
    } else if (data instanceof ColumnData.Units units) {
      return row -> units.units()[row] == ColumnData.Units.NULL ? Leaf.YES : Leaf.NO;
    }
    throw new IllegalStateException("a column without a type: " + data.getClass());
  }

  private ColumnData data(ColumnRef column) {
    return tables.apply(column.table()).column(column.name());
  }

  /**
   * A condition on one column.
   *
   * @param missing the outcome for a customer without a row in the attribute's table
   */
  private Condition leaf(ColumnRef column, Leaf leaf, int missing) {
    return column.attribute()
        ? ofCustomers(tables.apply(column.table()).offsets(), leaf, missing)
        : ofRows(leaf);
  }

  private static Condition ofRows(Leaf leaf) {
    return (block, result) -> {
      int first = block.firstRow();
      int rows = block.rows();
      for (int from = 0; from < rows; from += 64) {
        long yes = 0;
        long no = 0;
        int to = Math.min(64, rows - from);
        for (int bit = 0; bit < to; bit++) {
          int outcome = leaf.test(first + from + bit);
          yes |= (outcome & 1L) << bit;
          no |= ((outcome >>> 1) & 1L) << bit;
        }
        result.yes[from >>> 6] = yes;
        result.no[from >>> 6] = no;
      }
    };
  }

  private static Condition ofCustomers(int[] attributeOffsets, Leaf leaf, int missing) {
    return (block, result) -> {
      result.clear(block.rows());
      int first = block.firstRow();
      int[] offsets = block.offsets();
      for (int i = block.firstCustomer(); i < block.endCustomer(); i++) {
        int row = Cells.attributeRow(attributeOffsets, i);
        int outcome = row < 0 ? missing : leaf.test(row);
        if (outcome != Leaf.UNKNOWN) {
          result.set(offsets[i] - first, offsets[i + 1] - first, outcome == Leaf.YES);
        }
      }
    };
  }
}
