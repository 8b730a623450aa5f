package io.discreet.engine.vault;

import java.util.List;

/** The values of one column in row order. Arrays are shared: do not write to them. */
public sealed interface ColumnData {

  /**
   * A category column.
   *
   * @param codes positions in {@code dictionary}, or {@link #NULL}
   * @param dictionary distinct values; {@code other} stands for every undeclared value
   */
  record Codes(int[] codes, List<String> dictionary) implements ColumnData {
    /** The code of a missing value. */
    public static final int NULL = -1;
  }

  /**
   * A date column.
   *
   * @param days since 1970-01-01, or {@link #NULL}
   */
  record Days(int[] days) implements ColumnData {
    /** The day of a missing value. */
    public static final int NULL = Integer.MIN_VALUE;
  }

  /**
   * A numeric column.
   *
   * @param units inside the column's range, or {@link #NULL}
   */
  record Units(long[] units) implements ColumnData {
    /** The number of a missing value. */
    public static final long NULL = Long.MIN_VALUE;
  }
}
