package io.discreet.engine.plan;

import java.util.List;
import java.util.Set;

/**
 * A condition whose columns are known and whose constants have the column's own form.
 *
 * <p>Three-valued: a leaf is unknown where its column is NULL, except {@link IsNull}. Total: every
 * value of a column gives an answer.
 */
public sealed interface RowTest {

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
}
