package io.discreet.engine.scan;

import io.discreet.engine.vault.Packed;

/**
 * Totals of a numeric column by step, and how many of the rows had no number. Not thread-safe.
 *
 * <p>Missing numbers are counted rather than present ones, because they are few.
 */
abstract class ValueTotals {
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

  /** Adds the rows at positions from (included) to (excluded). */
  final void add(Selection selection, int[] steps, int from, int to) {
    if (selection.whole()) {
      addWhole(selection.firstRow(), steps, from, to);
    } else {
      addChosen(selection.rows(), steps, from, to);
    }
  }

  abstract void addWhole(int firstRow, int[] steps, int from, int to);

  abstract void addChosen(int[] rows, int[] steps, int from, int to);

  /** Adds the number of one row, in the lane of its position. */
  abstract void addRow(int step, int row, int position);

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
            position);
      }
    }
  }

  long total(int step) {
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
    void addRow(int step, int row, int position) {
      byte value = values[row];
      if (value == Packed.Bytes.MISSING) {
        missing[step]++;
      } else {
        totals[lane(step, position)] += value;
      }
    }

    @Override
    void addWhole(int firstRow, int[] steps, int from, int to) {
      for (int position = from; position < to; position++) {
        addRow(steps[position], firstRow + position, position);
      }
    }

    @Override
    void addChosen(int[] rows, int[] steps, int from, int to) {
      for (int position = from; position < to; position++) {
        addRow(steps[position], rows[position], position);
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
    void addRow(int step, int row, int position) {
      short value = values[row];
      if (value == Packed.Shorts.MISSING) {
        missing[step]++;
      } else {
        totals[lane(step, position)] += value;
      }
    }

    @Override
    void addWhole(int firstRow, int[] steps, int from, int to) {
      for (int position = from; position < to; position++) {
        addRow(steps[position], firstRow + position, position);
      }
    }

    @Override
    void addChosen(int[] rows, int[] steps, int from, int to) {
      for (int position = from; position < to; position++) {
        addRow(steps[position], rows[position], position);
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
    void addRow(int step, int row, int position) {
      int value = values[row];
      if (value == Packed.NULL) {
        missing[step]++;
      } else {
        totals[lane(step, position)] += value;
      }
    }

    @Override
    void addWhole(int firstRow, int[] steps, int from, int to) {
      for (int position = from; position < to; position++) {
        addRow(steps[position], firstRow + position, position);
      }
    }

    @Override
    void addChosen(int[] rows, int[] steps, int from, int to) {
      for (int position = from; position < to; position++) {
        addRow(steps[position], rows[position], position);
      }
    }
  }
}
