package io.discreet.engine.plan;

import io.discreet.engine.query.Aggregate;
import io.discreet.engine.query.Calculation;
import io.discreet.engine.query.Predicate.Operator;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A condition whose columns are known and whose constants have the column's own form.
 *
 * <p>Three-valued: a leaf is unknown where its column is NULL, except {@link IsNull} and {@link
 * CalculationIsNull}. Total: every value of a column gives an answer.
 */
public sealed interface RowTest {

  /**
   * Whether it is the same of all rows of a customer because no column of theirs is asked: it is of
   * attributes and histories.
   */
  default boolean ofCustomers() {
    if (this instanceof And and) {
      return and.parts().stream().allMatch(RowTest::ofCustomers);
    } else if (this instanceof Or or) {
      return or.parts().stream().allMatch(RowTest::ofCustomers);
    } else if (this instanceof Not not) {
      return not.part().ofCustomers();
    } else if (this instanceof LabelIn in) {
      return in.column().attribute();
    } else if (this instanceof LabelStartsWith starts) {
      return starts.column().attribute();
    } else if (this instanceof DayBetween between) {
      return between.column().attribute();
    } else if (this instanceof UnitsBetween between) {
      return between.column().attribute();
    } else if (this instanceof IsNull isNull) {
      return isNull.column().attribute();
    }
    return this instanceof History;
  }

  record And(List<RowTest> parts) implements RowTest {}

  record Or(List<RowTest> parts) implements RowTest {}

  record Not(RowTest part) implements RowTest {}

  /** A category equals one of the labels. */
  record LabelIn(ColumnRef column, Set<String> labels) implements RowTest {}

  /** A date lies in [first, last], days since 1970-01-01; empty where first > last. */
  record DayBetween(ColumnRef column, int first, int last) implements RowTest {}

  /** A number lies in [low, high] units; empty where low > high. */
  record UnitsBetween(ColumnRef column, long low, long high) implements RowTest {}

  record IsNull(ColumnRef column) implements RowTest {}

  /** A category begins with a prefix. */
  record LabelStartsWith(ColumnRef column, String prefix) implements RowTest {}

  /**
   * Two calculations compare; unknown where one of them is NULL.
   *
   * @param columns the columns of both, all numeric, by name
   */
  record Calculated(
      Calculation left, Operator operator, Calculation right, Map<String, ColumnRef> columns)
      implements RowTest {}

  /**
   * The customer has rows in a table that meet a condition and, taken together, another one. A
   * function of one customer's rows alone; never unknown.
   *
   * @param where of rows of {@code table}; empty for all
   * @param having of {@link Aggregated}, AND, OR and NOT; empty where one row is enough
   */
  record History(String table, Optional<RowTest> where, Optional<RowTest> having)
      implements RowTest {}

  /**
   * An aggregate of a customer's rows compares to a constant; in {@link History#having} only.
   * Unknown where there is no value to aggregate.
   *
   * @param column what is aggregated; empty for the rows themselves
   * @param constant in rows, units or days; of {@code AVG} with at most {@link
   *     #MOST_DECIMALS_OF_MEAN} digits after the point
   */
  record Aggregated(
      Aggregate.Kind kind, Optional<ColumnRef> column, Operator operator, BigDecimal constant)
      implements RowTest {

    /** Digits after the point of a constant that a mean, in units, is compared to. */
    public static final int MOST_DECIMALS_OF_MEAN = 9;
  }

  /**
   * A calculation is NULL.
   *
   * @param columns its columns, all numeric, by name
   */
  record CalculationIsNull(Calculation calculation, Map<String, ColumnRef> columns)
      implements RowTest {}
}
