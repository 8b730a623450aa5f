package io.discreet.engine.vault;

import java.util.List;

/** The values of one column in row order. */
public sealed interface ColumnData {

  /** The stored number of each row. */
  Packed values();

  /**
   * A category column.
   *
   * @param values positions in {@code dictionary}
   * @param dictionary distinct values; {@code other} stands for every undeclared value
   */
  record Codes(Packed values, List<String> dictionary) implements ColumnData {}

  /**
   * A date column.
   *
   * @param values days since 1970-01-01
   */
  record Days(Packed values) implements ColumnData {}

  /**
   * A numeric column.
   *
   * @param values units inside the column's range
   */
  record Units(Packed values) implements ColumnData {}
}
