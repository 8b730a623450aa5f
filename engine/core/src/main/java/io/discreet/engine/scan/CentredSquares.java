package io.discreet.engine.scan;

import io.discreet.engine.vault.Packed;
import io.discreet.mechanisms.moments.CentredRange;

/** Totals of {@link CentredRange#centredSquare} by place. Not thread-safe. */
final class CentredSquares extends ValueTotals {
  private final Packed values;
  private final long least;
  private final long greatest;
  private final long toNearest;
  private final int shift;
  private final long squareCentre;

  CentredSquares(Packed values, CentredRange range, int places) {
    super(places);
    this.values = values;
    least = range.least();
    greatest = range.greatest();
    // The unit is a power of 2: half of it is added and the quotient taken by a shift.
    toNearest = range.squareUnit() / 2 - range.centre();
    shift = Long.numberOfTrailingZeros(range.squareUnit());
    squareCentre = range.squareCentre();
  }

  /** Squares fill a total. */
  @Override
  boolean leavesRoomToCount() {
    return false;
  }

  @Override
  void addRow(int place, int row, int position, long one) {
    int value = values.get(row);
    if (value == Packed.NULL) {
      missing[place]++;
      totals[RowSteps.lane(place, position)] += one;
    } else {
      long rounded = (Math.max(least, Math.min(greatest, value)) + toNearest) >> shift;
      totals[RowSteps.lane(place, position)] += one + rounded * rounded - squareCentre;
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
