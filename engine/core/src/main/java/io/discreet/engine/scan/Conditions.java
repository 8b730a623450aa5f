package io.discreet.engine.scan;

import io.discreet.engine.plan.ColumnRef;
import io.discreet.engine.plan.RowTest;
import io.discreet.engine.policy.Column;
import io.discreet.engine.scan.ValueTest.Between;
import io.discreet.engine.vault.ColumnData;
import io.discreet.engine.vault.TableData;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a leaf of a row test means for the stored numbers of its column. A leaf is unknown where the
 * column is NULL, or the customer has no row in the attribute's table, except {@code IS NULL}.
 *
 * <p>Law 8: every stored value and NULL has an outcome, so no condition can fail on data.
 */
final class Conditions {

  /**
   * A leaf bound to its column.
   *
   * @param test what holds where the leaf is true
   * @param whenMissing whether the leaf is true, rather than unknown, of a missing value
   */
  record Leaf(ColumnRef column, ColumnData data, ValueTest test, boolean whenMissing) {

    /** What holds where the leaf is true or, of {@code truth} false, is false. */
    ValueTest test(boolean truth) {
      if (whenMissing) {
        return truth ? Between.MISSING : Between.PRESENT;
      }
      return truth ? test : test.otherwise();
    }
  }

  private final Function<String, TableData> tables;

  Conditions(Function<String, TableData> tables) {
    this.tables = tables;
  }

  /** The leaf that a row test is; it is not AND, OR or NOT. */
  Leaf leaf(RowTest test) {
    if (test instanceof RowTest.LabelIn in) {
      ColumnData.Codes codes = (ColumnData.Codes) data(in.column());
      return new Leaf(in.column(), codes, labels(in.column(), codes, in.labels()::contains), false);
    } else if (test instanceof RowTest.LabelStartsWith starts) {
      ColumnData.Codes codes = (ColumnData.Codes) data(starts.column());
      return new Leaf(
          starts.column(),
          codes,
          labels(starts.column(), codes, label -> label.startsWith(starts.prefix())),
          false);
    } else if (test instanceof RowTest.DayBetween between) {
      return new Leaf(
          between.column(),
          data(between.column()),
          Between.of(between.first(), between.last()),
          false);
    } else if (test instanceof RowTest.UnitsBetween between) {
      return new Leaf(
          between.column(),
          data(between.column()),
          Between.of(between.low(), between.high()),
          false);
    } else if (test instanceof RowTest.IsNull isNull) {
      return new Leaf(isNull.column(), data(isNull.column()), Between.MISSING, true);
    }
    throw new IllegalStateException("a row test without a meaning: " + test.getClass());
  }

  /** The offsets of an attribute's table. */
  int[] offsets(ColumnRef attribute) {
    return tables.apply(attribute.table()).offsets();
  }

  private ColumnData data(ColumnRef column) {
    return tables.apply(column.table()).column(column.name());
  }

  private static ValueTest labels(
      ColumnRef column, ColumnData.Codes data, Predicate<String> listing) {
    Column.Category category = (Column.Category) column.column();
    boolean[] listed = new boolean[data.dictionary().size()];
    for (int code = 0; code < listed.length; code++) {
      listed[code] = listing.test(Cells.label(category, data.dictionary().get(code)));
    }
    return new ValueTest.Codes(listed);
  }
}
