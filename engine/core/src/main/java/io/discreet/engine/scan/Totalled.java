package io.discreet.engine.scan;

/**
 * What the rows of one customer come to in the segments that count: by position among these, how
 * many rows there are, how many of them have no number, and the total of the others' numbers.
 */
final class Totalled {

  /** Counts a row in the upper bits of a sum, whose lower bits hold the total of its numbers. */
  static final long ROW = 1L << 48;

  /** The most rows that can be counted that way, with numbers of 32 bits. */
  static final int MOST_ROWS = (1 << 16) - 1;

  private static final int ROW_SHIFT = Long.numberOfTrailingZeros(ROW);

  final int[] rows;
  final int[] missing;
  final long[] totals;

  Totalled(int most) {
    rows = new int[most];
    missing = new int[most];
    totals = new long[most];
  }

  /**
   * Sets a position.
   *
   * @param sum of {@link #ROW} and the number of each row
   */
  void set(int position, long sum, int missingNumbers) {
    rows[position] = rows(sum);
    totals[position] = total(sum);
    missing[position] = missingNumbers;
  }

  /** How many rows a sum of {@link #ROW} and the number of each row has. */
  static int rows(long sum) {
    return (int) ((sum + (ROW >>> 1)) >>> ROW_SHIFT);
  }

  /** The total of the numbers in such a sum. */
  static long total(long sum) {
    return sum - ((long) rows(sum) << ROW_SHIFT);
  }
}
