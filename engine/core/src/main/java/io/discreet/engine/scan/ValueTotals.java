package io.discreet.engine.scan;

import io.discreet.engine.vault.Packed;

/**
 * Totals of a numeric column by step, and how many of the rows had no number. Not thread-safe.
 *
 * <p>Missing numbers are counted rather than present ones, because they are few.
 */
abstract class ValueTotals {
  private static final int COUNTED_SHIFT = 48;

  /**
   * One row, counted in the upper bits of a total, so that one addition does for both. The lower
   * bits hold the total of {@link #MOST_COUNTED} numbers of 32 bits.
   */
  static final long COUNTED = 1L << COUNTED_SHIFT;

  /** The most rows of a customer that can be counted that way. */
  static final int MOST_COUNTED = (1 << 16) - 1;

  /** By step and lane. */
  final long[] totals;

  /** By step. */
  final int[] missing;

  ValueTotals(int steps) {
    totals = new long[steps * BlockContribution.LANES];
    missing = new int[steps];
  }

  static ValueTotals of(Packed values, int steps) {
    if (values instanceof Packed.Bytes bytes) {
      return new OfBytes(bytes.values(), steps);
    } else if (values instanceof Packed.Shorts shorts) {
      return new OfShorts(shorts.values(), steps);
    }
    return new OfInts(((Packed.Ints) values).values(), steps);
  }

  /**
   * Adds the rows at positions from (included) to (excluded).
   *
   * @param one what each row adds besides its number: {@link #COUNTED} or 0
   */
  final void add(Selection selection, int[] steps, int from, int to, long one) {
    if (selection.whole()) {
      addWhole(selection.firstRow(), steps, from, to, one);
    } else {
      addChosen(selection.rows(), steps, from, to, one);
    }
  }

  abstract void addWhole(int firstRow, int[] steps, int from, int to, long one);

  abstract void addChosen(int[] rows, int[] steps, int from, int to, long one);

  /** Adds the number of one row, in the lane of its position. */
  abstract void addRow(int step, int row, int position, long one);

  static int lane(int step, int position) {
    return step * BlockContribution.LANES + (position & (BlockContribution.LANES - 1));
  }

  /** Adds those of the rows that are among the first {@code maxRows} of their step. */
  final void addKept(Selection selection, int[] steps, int[] ranks, int maxRows, int from, int to) {
    for (int position = from; position < to; position++) {
      if (ranks[position] < maxRows) {
        addRow(
            steps[position],
            selection.whole() ? selection.firstRow() + position : selection.rows()[position],
            position,
            0);
      }
    }
  }

  /** Whether rows may be added as {@link #COUNTED}. */
  boolean leavesRoomToCount() {
    return true;
  }

  /** How many rows were added as {@link #COUNTED}. */
  int rows(int step) {
    return (int) ((sum(step) + (COUNTED >>> 1)) >>> COUNTED_SHIFT);
  }

  /** The total of the numbers, whether or not rows were counted with them. */
  long total(int step, boolean counted) {
    return counted ? sum(step) - ((long) rows(step) << COUNTED_SHIFT) : sum(step);
  }

  private long sum(int step) {
    int first = step * BlockContribution.LANES;
    return totals[first] + totals[first + 1] + totals[first + 2] + totals[first + 3];
  }

  int missing(int step) {
    return missing[step];
  }

  void clear(int[] steps, int count) {
    for (int i = 0; i < count; i++) {
      int first = steps[i] * BlockContribution.LANES;
      for (int lane = 0; lane < BlockContribution.LANES; lane++) {
        totals[first + lane] = 0;
      }
      missing[steps[i]] = 0;
    }
  }

  private static final class OfBytes extends ValueTotals {
    private final byte[] values;

    OfBytes(byte[] values, int steps) {
      super(steps);
      this.values = values;
    }

    @Override
    void addRow(int step, int row, int position, long one) {
      byte value = values[row];
      if (value == Packed.Bytes.MISSING) {
        missing[step]++;
        totals[lane(step, position)] += one;
      } else {
        totals[lane(step, position)] += one + value;
      }
    }

    @Override
    void addWhole(int firstRow, int[] steps, int from, int to, long one) {
      for (int position = from; position < to; position++) {
        addRow(steps[position], firstRow + position, position, one);
      }
    }

    @Override
    void addChosen(int[] rows, int[] steps, int from, int to, long one) {
      for (int position = from; position < to; position++) {
        addRow(steps[position], rows[position], position, one);
      }
    }
  }

  private static final class OfShorts extends ValueTotals {
    private final short[] values;

    OfShorts(short[] values, int steps) {
      super(steps);
      this.values = values;
    }

    @Override
    void addRow(int step, int row, int position, long one) {
      short value = values[row];
      if (value == Packed.Shorts.MISSING) {
        missing[step]++;
        totals[lane(step, position)] += one;
      } else {
        totals[lane(step, position)] += one + value;
      }
    }

    @Override
    void addWhole(int firstRow, int[] steps, int from, int to, long one) {
      for (int position = from; position < to; position++) {
        addRow(steps[position], firstRow + position, position, one);
      }
    }

    @Override
    void addChosen(int[] rows, int[] steps, int from, int to, long one) {
      for (int position = from; position < to; position++) {
        addRow(steps[position], rows[position], position, one);
      }
    }
  }

  private static final class OfInts extends ValueTotals {
    private final int[] values;

    OfInts(int[] values, int steps) {
      super(steps);
      this.values = values;
    }

    @Override
    void addRow(int step, int row, int position, long one) {
      int value = values[row];
      if (value == Packed.NULL) {
        missing[step]++;
        totals[lane(step, position)] += one;
      } else {
        totals[lane(step, position)] += one + value;
      }
    }

    @Override
    void addWhole(int firstRow, int[] steps, int from, int to, long one) {
      for (int position = from; position < to; position++) {
        addRow(steps[position], firstRow + position, position, one);
      }
    }

    @Override
    void addChosen(int[] rows, int[] steps, int from, int to, long one) {
      for (int position = from; position < to; position++) {
        addRow(steps[position], rows[position], position, one);
      }
    }
  }
}
