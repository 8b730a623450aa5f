package io.discreet.engine.scan;

import java.util.Arrays;

/**
 * The steps of the qualifying rows of one block after another: which of them a customer has, and
 * where the kept ones stand.
 *
 * <p>A slot is the number that a step of the customer goes by; a place is a position among the kept
 * slots. Rows whose step is not kept are at {@link #nowhere}. Not thread-safe.
 */
abstract class RowSteps {

  /**
   * Counts of one place are kept in four lanes, row by row in turn, so that an addition need not
   * wait for the one before it when a customer's rows are in the same segment.
   */
  static final int LANES = 4;

  /** One more than the last place. */
  final int nowhere;

  RowSteps(int mostKept) {
    nowhere = mostKept;
  }

  static RowSteps of(Cells cells, Selection selection, int mostKept) {
    if (!cells.inWord()) {
      return new ManySteps(cells, selection, mostKept);
    } else if (cells.rowSteps() == 1) {
      return new OneStep(mostKept);
    }
    return cells
        .soleByteAxis()
        .<RowSteps>map(axis -> new ByteSteps(axis, selection, mostKept))
        .orElseGet(() -> new WordSteps(cells, selection, mostKept));
  }

  static int lane(int place, int position) {
    return place * LANES + (position & (LANES - 1));
  }

  /** Turns to the block that was selected last. */
  abstract void begin();

  /** Finds the steps of the positions of a customer, of which there is at least one. */
  abstract void find(int from, int to);

  /** How many steps were found. */
  abstract int slots();

  abstract int step(int slot);

  /** The steps that were found, as bits, of which each is its own slot; only within a word. */
  abstract long word();

  /**
   * Writes the places of the positions from (included) to (excluded), which were found last.
   *
   * @param kept the kept slots, by place
   * @param count how many of {@code kept} there are
   */
  abstract void places(int from, int to, int[] kept, int count, int[] into);

  /**
   * Counts the rows of each place among the positions that were found last.
   *
   * @param rows gets them by place
   */
  abstract void rows(int from, int to, int[] kept, int count, int[] rows);

  /** Steps as bits of a word. */
  abstract static class InWord extends RowSteps {
    private final int[] lanes;
    private int[] places = new int[0];
    private long found;

    InWord(int mostKept) {
      super(mostKept);
      lanes = new int[(mostKept + 1) * LANES];
    }

    abstract long steps(int from, int to);

    @Override
    final void find(int from, int to) {
      found = steps(from, to);
    }

    @Override
    final int slots() {
      return Long.bitCount(found);
    }

    @Override
    final int step(int slot) {
      return slot;
    }

    @Override
    final long word() {
      return found;
    }

    @Override
    void rows(int from, int to, int[] kept, int count, int[] rows) {
      if (places.length < to) {
        places = new int[to];
      }
      places(from, to, kept, count, places);
      Arrays.fill(lanes, 0, count * LANES, 0);
      for (int position = from; position < to; position++) {
        lanes[lane(places[position], position)]++;
      }
      for (int place = 0; place < count; place++) {
        int first = place * LANES;
        rows[place] = lanes[first] + lanes[first + 1] + lanes[first + 2] + lanes[first + 3];
      }
    }
  }

  /** No axis is over the table's own columns: all rows of a customer are in one segment. */
  private static final class OneStep extends InWord {

    OneStep(int mostKept) {
      super(mostKept);
    }

    @Override
    void begin() {}

    @Override
    long steps(int from, int to) {
      return 1;
    }

    @Override
    void places(int from, int to, int[] kept, int count, int[] into) {
      Arrays.fill(into, from, to, 0);
    }

    @Override
    void rows(int from, int to, int[] kept, int count, int[] rows) {
      rows[0] = to - from;
    }
  }

  /** Any axes, looked up for a whole block. */
  private static final class WordSteps extends InWord {
    private final StepBuffer buffer;

    /** {@link #nowhere} between calls. */
    private final int[] placeOfStep = new int[Long.SIZE];

    WordSteps(Cells cells, Selection selection, int mostKept) {
      super(mostKept);
      buffer = new StepBuffer(cells, selection);
      Arrays.fill(placeOfStep, nowhere);
    }

    @Override
    void begin() {
      buffer.fill();
    }

    @Override
    long steps(int from, int to) {
      int[] steps = buffer.steps();
      long found = 0;
      for (int position = from; position < to; position++) {
        found |= 1L << steps[position];
      }
      return found;
    }

    @Override
    void places(int from, int to, int[] kept, int count, int[] into) {
      for (int place = 0; place < count; place++) {
        placeOfStep[kept[place]] = place;
      }
      int[] steps = buffer.steps();
      for (int position = from; position < to; position++) {
        into[position] = placeOfStep[steps[position]];
      }
      for (int place = 0; place < count; place++) {
        placeOfStep[kept[place]] = nowhere;
      }
    }
  }

  /**
   * So many steps that a customer's rows are counted by step to find them. Between customers all
   * counts are zero: each customer clears the steps that the one before touched.
   */
  private static final class ManySteps extends RowSteps {
    private final StepBuffer buffer;
    private final int[] rowsOfStep;

    /** {@link #nowhere} between calls. */
    private final int[] placeOfStep;

    /** Steps of the slots; one entry more, since the next is written before it is known. */
    private final int[] touched;

    private int slots;

    ManySteps(Cells cells, Selection selection, int mostKept) {
      super(mostKept);
      buffer = new StepBuffer(cells, selection);
      int rowSteps = Math.toIntExact(cells.rowSteps());
      rowsOfStep = new int[rowSteps];
      placeOfStep = new int[rowSteps];
      Arrays.fill(placeOfStep, nowhere);
      touched = new int[rowSteps + 1];
    }

    @Override
    void begin() {
      buffer.fill();
    }

    @Override
    void find(int from, int to) {
      for (int slot = 0; slot < slots; slot++) {
        rowsOfStep[touched[slot]] = 0;
      }
      int[] steps = buffer.steps();
      int next = 0;
      for (int position = from; position < to; position++) {
        int step = steps[position];
        int before = rowsOfStep[step];
        rowsOfStep[step] = before + 1;
        touched[next] = step;
        next += (before - 1) >>> 31; // 1 if this is the step's first row: no branch to mispredict
      }
      slots = next;
    }

    @Override
    int slots() {
      return slots;
    }

    @Override
    int step(int slot) {
      return touched[slot];
    }

    @Override
    long word() {
      throw new UnsupportedOperationException("more steps than a word has bits");
    }

    @Override
    void places(int from, int to, int[] kept, int count, int[] into) {
      for (int place = 0; place < count; place++) {
        placeOfStep[touched[kept[place]]] = place;
      }
      int[] steps = buffer.steps();
      for (int position = from; position < to; position++) {
        into[position] = placeOfStep[steps[position]];
      }
      for (int place = 0; place < count; place++) {
        placeOfStep[touched[kept[place]]] = nowhere;
      }
    }

    @Override
    void rows(int from, int to, int[] kept, int count, int[] rows) {
      for (int place = 0; place < count; place++) {
        rows[place] = rowsOfStep[touched[kept[place]]];
      }
    }
  }

  /** The steps of a block's qualifying rows, by position. */
  private static final class StepBuffer {
    private final Cells cells;
    private final Selection selection;
    private int[] steps = new int[0];

    StepBuffer(Cells cells, Selection selection) {
      this.cells = cells;
      this.selection = selection;
    }

    void fill() {
      int count = selection.count();
      if (steps.length < count) {
        steps = new int[count];
      }
      if (cells.rowSteps() == 1) {
        return; // zeros already
      } else if (selection.whole()) {
        cells.steps(selection.firstRow(), count, steps);
      } else {
        cells.steps(selection.rows(), count, steps);
      }
    }

    int[] steps() {
      return steps;
    }
  }
}
