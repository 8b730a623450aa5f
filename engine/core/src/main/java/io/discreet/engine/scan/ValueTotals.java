package io.discreet.engine.scan;

import io.discreet.engine.vault.Packed;
import java.util.Arrays;

/**
 * Totals of a numeric column by place, and how many of the rows had no number. Not thread-safe.
 *
 * <p>Missing numbers are counted rather than present ones, because they are few.
 */
abstract class ValueTotals {
  /** By place and lane. */
  final long[] totals;

  /** By place. */
  final int[] missing;

  ValueTotals(int places) {
    totals = new long[places * RowSteps.LANES];
    missing = new int[places];
  }

  static ValueTotals of(Packed values, int places) {
    if (values instanceof Packed.Bytes bytes) {
      return new OfBytes(bytes.values(), places);
    } else if (values instanceof Packed.Shorts shorts) {
      return new OfShorts(shorts.values(), places);
    }
    return new OfInts(((Packed.Ints) values).values(), places);
  }

  /**
   * Adds the rows at positions from (included) to (excluded).
   *
   * @param one what each row adds besides its number: {@link Totalled#ROW} or 0
   */
  final void add(Selection selection, int[] places, int from, int to, long one) {
    if (selection.whole()) {
      addWhole(selection.firstRow(), places, from, to, one);
    } else {
      addChosen(selection.rows(), places, from, to, one);
    }
  }

  abstract void addWhole(int firstRow, int[] places, int from, int to, long one);

  abstract void addChosen(int[] rows, int[] places, int from, int to, long one);

  /** Adds the number of one row, in the lane of its position. */
  abstract void addRow(int place, int row, int position, long one);

  /** Adds those of the rows that are among the first {@code maxRows} of their place. */
  final void addKept(
      Selection selection, int[] places, int[] ranks, int maxRows, int from, int to) {
    for (int position = from; position < to; position++) {
      if (ranks[position] < maxRows) {
        addRow(
            places[position],
            selection.whole() ? selection.firstRow() + position : selection.rows()[position],
            position,
            0);
      }
    }
  }

  /** Whether rows may be added as {@link Totalled#ROW}. */
  boolean leavesRoomToCount() {
    return true;
  }

  /** How many rows were added as {@link Totalled#ROW}. */
  int rows(int place) {
    return Totalled.rows(sum(place));
  }

  /** The total of the numbers, whether or not rows were counted with them. */
  long total(int place, boolean counted) {
    return counted ? Totalled.total(sum(place)) : sum(place);
  }

  private long sum(int place) {
    int first = RowSteps.lane(place, 0);
    return totals[first] + totals[first + 1] + totals[first + 2] + totals[first + 3];
  }

  int missing(int place) {
    return missing[place];
  }

  final void clear(int place) {
    Arrays.fill(totals, RowSteps.lane(place, 0), RowSteps.lane(place + 1, 0), 0);
    missing[place] = 0;
  }

  private static final class OfBytes extends ValueTotals {
    private final byte[] values;

    OfBytes(byte[] values, int places) {
      super(places);
      this.values = values;
    }

    @Override
    void addRow(int place, int row, int position, long one) {
      byte value = values[row];
      if (value == Packed.Bytes.MISSING) {
        missing[place]++;
        totals[RowSteps.lane(place, position)] += one;
      } else {
        totals[RowSteps.lane(place, position)] += one + value;
      }
    }

    @Override
    void addWhole(int firstRow, int[] places, int from, int to, long one) {
      for (int position = from; position < to; position++) {
        addRow(places[position], firstRow + position, position, one);
      }
    }

    @Override
    void addChosen(int[] rows, int[] places, int from, int to, long one) {
      for (int position = from; position < to; position++) {
        addRow(places[position], rows[position], position, one);
      }
    }
  }

  private static final class OfShorts extends ValueTotals {
    private final short[] values;

    OfShorts(short[] values, int places) {
      super(places);
      this.values = values;
    }

    @Override
    void addRow(int place, int row, int position, long one) {
      short value = values[row];
      if (value == Packed.Shorts.MISSING) {
        missing[place]++;
        totals[RowSteps.lane(place, position)] += one;
      } else {
        totals[RowSteps.lane(place, position)] += one + value;
      }
    }

    @Override
    void addWhole(int firstRow, int[] places, int from, int to, long one) {
      for (int position = from; position < to; position++) {
        addRow(places[position], firstRow + position, position, one);
      }
    }

    @Override
    void addChosen(int[] rows, int[] places, int from, int to, long one) {
      for (int position = from; position < to; position++) {
        addRow(places[position], rows[position], position, one);
      }
    }
  }

  private static final class OfInts extends ValueTotals {
    private final int[] values;

    OfInts(int[] values, int places) {
      super(places);
      this.values = values;
    }

    @Override
    void addRow(int place, int row, int position, long one) {
      int value = values[row];
      if (value == Packed.NULL) {
        missing[place]++;
        totals[RowSteps.lane(place, position)] += one;
      } else {
        totals[RowSteps.lane(place, position)] += one + value;
      }
    }

    @Override
    void addWhole(int firstRow, int[] places, int from, int to, long one) {
      for (int position = from; position < to; position++) {
        addRow(places[position], firstRow + position, position, one);
      }
    }

    @Override
    void addChosen(int[] rows, int[] places, int from, int to, long one) {
      for (int position = from; position < to; position++) {
        addRow(places[position], rows[position], position, one);
      }
    }
  }
}
