package io.discreet.engine.scan;

import io.discreet.engine.vault.CustomerCodes;
import java.util.Arrays;
import java.util.Optional;

/**
 * The steps of the qualifying rows of one block after another: which of them a customer has, and
 * where its rows are added up.
 *
 * <p>A slot is the number that a step of the customer goes by. A place is where rows of one step
 * are added up; what is in places of steps that are not kept is nobody's, and never read. Not
 * thread-safe.
 */
abstract class RowSteps {

  /**
   * Counts of one place are kept in four lanes, row by row in turn, so that an addition need not
   * wait for the one before it when a customer's rows are in the same segment.
   */
  static final int LANES = 4;

  /**
   * @param codes of customers' rows by the only axis over the table's own columns, where all rows
   *     qualify
   */
  static RowSteps of(
      Cells cells, Selection selection, int mostKept, Optional<CustomerCodes> codes) {
    if (!cells.inWord()) {
      return new ManySteps(cells, selection, mostKept);
    } else if (cells.rowSteps() == 1) {
      return new OneStep(selection);
    }
    return cells
        .soleByteAxis()
        .filter(axis -> selection.whole())
        .<RowSteps>map(
            axis ->
                codes.isPresent()
                    ? new CodedSteps(axis, selection, codes.get())
                    : new ByteSteps(axis, selection))
        .orElseGet(() -> new WordSteps(cells, selection));
  }

  static int lane(int place, int position) {
    return place * LANES + (position & (LANES - 1));
  }

  /** Turns to the block that was selected last. */
  abstract void begin(Block block);

  /** Finds the steps of the positions of a customer, of which there is at least one. */
  abstract void find(int customer, int from, int to);

  /** How many steps were found. */
  abstract int slots();

  abstract int step(int slot);

  /** The steps that were found, as bits, of which each is its own slot; only within a word. */
  abstract long word();

  /** How many places there are. */
  abstract int mostPlaces();

  /**
   * The places of the positions from (included) to (excluded), which were found last, by position.
   *
   * @param kept the kept slots
   * @param count how many of {@code kept} there are
   */
  abstract int[] places(int from, int to, int[] kept, int count);

  /** The place of {@code kept[index]}. */
  abstract int place(int[] kept, int index);

  /**
   * Counts the rows of each kept slot among the positions of a customer, which were found last.
   *
   * @param rows gets them in the order of {@code kept}
   */
  abstract void rows(int customer, int from, int to, int[] kept, int count, int[] rows);

  /** Steps as bits of a word, each of which is its own slot and place. */
  abstract static class InWord extends RowSteps {

    /** By place and lane. */
    private final int[] lanes = new int[Long.SIZE * LANES];

    /** By customer of the block the steps of the qualifying rows. */
    private long[] words = new long[0];

    private int firstCustomer;
    private long found;

    /** Finds the steps of all customers of a block, of whom each may have any number of rows. */
    abstract void find(Block block, long[] words);

    /** The steps of the positions from (included) to (excluded), by position. */
    abstract int[] stepOfPosition(int from, int to);

    @Override
    void begin(Block block) {
      firstCustomer = block.firstCustomer();
      if (words.length < block.customers()) {
        words = new long[block.customers()];
      }
      find(block, words);
    }

    /** The steps that were found of all customers of the block, as bits. */
    final long[] words() {
      return words;
    }

    @Override
    final void find(int customer, int from, int to) {
      found = words[customer - firstCustomer];
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
    final int mostPlaces() {
      return Long.SIZE;
    }

    @Override
    final int[] places(int from, int to, int[] kept, int count) {
      return stepOfPosition(from, to);
    }

    @Override
    final int place(int[] kept, int index) {
      return kept[index];
    }

    @Override
    void rows(int customer, int from, int to, int[] kept, int count, int[] rows) {
      for (int index = 0; index < count; index++) {
        Arrays.fill(lanes, lane(kept[index], 0), lane(kept[index] + 1, 0), 0);
      }
      int[] steps = stepOfPosition(from, to);
      for (int position = from; position < to; position++) {
        lanes[lane(steps[position], position)]++;
      }
      for (int index = 0; index < count; index++) {
        int first = lane(kept[index], 0);
        rows[index] = lanes[first] + lanes[first + 1] + lanes[first + 2] + lanes[first + 3];
      }
    }
  }

  /** No axis is over the table's own columns: all rows of a customer are in one segment. */
  private static final class OneStep extends InWord {
    private final Selection selection;
    private int[] zeros = new int[0];

    OneStep(Selection selection) {
      this.selection = selection;
    }

    @Override
    void find(Block block, long[] words) {
      if (zeros.length < selection.count()) {
        zeros = new int[selection.count()];
      }
      for (int i = 0; i < block.customers(); i++) {
        words[i] = selection.start(i) < selection.start(i + 1) ? 1 : 0;
      }
    }

    @Override
    int[] stepOfPosition(int from, int to) {
      return zeros;
    }

    @Override
    void rows(int customer, int from, int to, int[] kept, int count, int[] rows) {
      rows[0] = to - from;
    }
  }

  /** Any axes, looked up for a whole block. */
  private static final class WordSteps extends InWord {
    private final Selection selection;
    private final StepBuffer buffer;

    WordSteps(Cells cells, Selection selection) {
      this.selection = selection;
      buffer = new StepBuffer(cells, selection);
    }

    @Override
    void find(Block block, long[] words) {
      buffer.fill();
      int[] steps = buffer.steps();
      int position = 0;
      for (int i = 0; i < block.customers(); i++) {
        long found = 0;
        for (int end = selection.start(i + 1); position < end; position++) {
          found |= 1L << steps[position];
        }
        words[i] = found;
      }
    }

    @Override
    int[] stepOfPosition(int from, int to) {
      return buffer.steps();
    }
  }

  /**
   * So many steps that a customer's rows are counted by step to find them. Between customers all
   * counts are zero: each customer clears the steps that the one before touched. Kept slots have
   * places in their order, and one place more is for all other rows.
   */
  static final class ManySteps extends RowSteps {
    private final StepBuffer buffer;
    private final int nowhere;
    private final int[] rowsOfStep;

    /** {@link #nowhere} between calls. */
    private final int[] placeOfStep;

    private int[] places = new int[0];

    /** Steps of the slots; one entry more, since the next is written before it is known. */
    private final int[] touched;

    private int slots;

    ManySteps(Cells cells, Selection selection, int mostKept) {
      nowhere = mostKept;
      buffer = new StepBuffer(cells, selection);
      int rowSteps = Math.toIntExact(cells.rowSteps());
      rowsOfStep = new int[rowSteps];
      placeOfStep = new int[rowSteps];
      Arrays.fill(placeOfStep, nowhere);
      touched = new int[rowSteps + 1];
    }

    @Override
    void begin(Block block) {
      buffer.fill();
    }

    @Override
    void find(int customer, int from, int to) {
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

    /** The steps of the block's positions. */
    int[] stepOfPosition() {
      return buffer.steps();
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
    int mostPlaces() {
      return nowhere + 1;
    }

    @Override
    int[] places(int from, int to, int[] kept, int count) {
      if (places.length < to) {
        places = new int[to];
      }
      for (int place = 0; place < count; place++) {
        placeOfStep[touched[kept[place]]] = place;
      }
      int[] steps = buffer.steps();
      for (int position = from; position < to; position++) {
        places[position] = placeOfStep[steps[position]];
      }
      for (int place = 0; place < count; place++) {
        placeOfStep[touched[kept[place]]] = nowhere;
      }
      return places;
    }

    @Override
    int place(int[] kept, int index) {
      return index;
    }

    @Override
    void rows(int customer, int from, int to, int[] kept, int count, int[] rows) {
      for (int index = 0; index < count; index++) {
        rows[index] = rowsOfStep[touched[kept[index]]];
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
      if (selection.whole()) {
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
