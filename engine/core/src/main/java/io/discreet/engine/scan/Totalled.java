package io.discreet.engine.scan;

import io.discreet.engine.vault.Packed;

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

  /** Counts a missing number, of two bytes, above the total of {@link #MOST_ROWS} of them. */
  private static final long MISSING = 1L << Integer.SIZE;

  private static final long MOST_MISSING = (1L << (ROW_SHIFT - Integer.SIZE)) - 1;

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

  /**
   * What stands for a row with a number of two bytes, which may be missing: added up, {@link
   * #setPacked} takes it apart.
   */
  static long packed(short value) {
    // Below 0 for none but the least number of two bytes, which stands for a missing one.
    long above = (long) value - Packed.Shorts.MISSING - 1;
    return ROW + (above & MISSING) + value;
  }

  /**
   * Sets a position.
   *
   * @param sum of {@link #packed} of each row, of which there are at most {@link #MOST_ROWS}
   */
  void setPacked(int position, long sum) {
    int least = (int) sum; // the total, with what stands for missing numbers in it
    long counted = (sum - least) >>> Integer.SIZE;
    int ofMissing = (int) (counted & MOST_MISSING);
    rows[position] = (int) (counted >>> (ROW_SHIFT - Integer.SIZE));
    missing[position] = ofMissing;
    totals[position] = least - (long) ofMissing * Packed.Shorts.MISSING;
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
