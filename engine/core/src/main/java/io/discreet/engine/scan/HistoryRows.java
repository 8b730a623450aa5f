package io.discreet.engine.scan;

import io.discreet.engine.vault.Packed;
import java.util.Arrays;

/**
 * One customer's rows in a table, as far as they qualify, and what is known of them taken together.
 *
 * <p>A customer has fewer than 2³¹ rows, and a value is below 2³¹, so that a total fits a long.
 * Values are looked at when something of them is asked. Not thread-safe.
 */
final class HistoryRows {
  private final Packed[] columns;

  /** What was computed of each column for the customer. */
  private final boolean[] known;

  private final int[] values;
  private final long[] sums;
  private final int[] least;
  private final int[] greatest;

  private boolean whole;
  private long[] bits = new long[0];
  private int firstRow;
  private int from;
  private int to;
  private int rows;

  /** The values of a column in the qualifying rows. */
  private int[] gathered = new int[64];

  HistoryRows(Packed[] columns) {
    this.columns = columns;
    known = new boolean[columns.length];
    values = new int[columns.length];
    sums = new long[columns.length];
    least = new int[columns.length];
    greatest = new int[columns.length];
  }

  /**
   * Turns to a customer all of whose rows qualify.
   *
   * @param startRow included
   * @param endRow excluded
   */
  void all(int startRow, int endRow) {
    whole = true;
    firstRow = startRow;
    from = 0;
    to = endRow - startRow;
    rows = to;
    Arrays.fill(known, false);
  }

  /**
   * Turns to a customer some of whose rows qualify.
   *
   * @param qualifying one bit for each row of a block
   * @param blockRow the row of the first bit
   * @param start the customer's first bit
   * @param end the bit after the customer's last
   */
  void some(long[] qualifying, int blockRow, int start, int end) {
    whole = false;
    bits = qualifying;
    firstRow = blockRow;
    from = start;
    to = end;
    rows = 0;
    for (int word = from >>> 6; (word << 6) < to; word++) {
      rows += Long.bitCount(bits[word] & inside(word));
    }
    Arrays.fill(known, false);
  }

  /** The bits of a word that are the customer's. */
  private long inside(int word) {
    long mask = -1L;
    int first = word << 6;
    if (from > first) {
      mask &= -1L << from;
    }
    if (to < first + 64) {
      mask &= ~(-1L << to);
    }
    return mask;
  }

  int rows() {
    return rows;
  }

  /** How many qualifying rows have a value in a column. */
  int values(int column) {
    know(column);
    return values[column];
  }

  long sum(int column) {
    know(column);
    return sums[column];
  }

  /** The least value; means nothing where there is none. */
  int least(int column) {
    know(column);
    return least[column];
  }

  /** The greatest value; means nothing where there is none. */
  int greatest(int column) {
    know(column);
    return greatest[column];
  }

  private void know(int column) {
    if (known[column]) {
      return;
    }
    gather(columns[column]);
    int present = 0;
    long sum = 0;
    int low = Integer.MAX_VALUE;
    int high = Integer.MIN_VALUE;
    for (int i = 0; i < rows; i++) {
      int value = gathered[i];
      boolean missing = value == Packed.NULL;
      present += missing ? 0 : 1;
      sum += missing ? 0 : value;
      low = Math.min(low, missing ? Integer.MAX_VALUE : value);
      high = Math.max(high, value); // a missing number lies below all others
    }
    values[column] = present;
    sums[column] = sum;
    least[column] = low;
    greatest[column] = high;
    known[column] = true;
  }

  private void gather(Packed column) {
    if (gathered.length < rows) {
      gathered = new int[Math.max(rows, 2 * gathered.length)];
    }
    if (whole) {
      column.copy(firstRow, rows, gathered);
      return;
    }
    int next = 0;
    for (int word = from >>> 6; (word << 6) < to; word++) {
      int row = firstRow + (word << 6);
      for (long rest = bits[word] & inside(word); rest != 0; rest &= rest - 1) {
        gathered[next++] = column.get(row + Long.numberOfTrailingZeros(rest));
      }
    }
  }
}
