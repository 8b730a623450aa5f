package io.discreet.engine.scan;

import io.discreet.engine.vault.Packed;

/**
 * Adds up the numbers of one customer after another by step, where steps are bits of a word: row by
 * row, whether or not the row's segment counts. What is in sums of steps that are not kept is
 * nobody's, and never read. Not thread-safe.
 *
 * <p>Each step has several sums, which rows take in turn, so that an addition need not wait for
 * those before it where a customer's rows are in the same segment.
 */
abstract class WordSums {

  static WordSums of(RowSteps.InWord steps, Selection selection, Packed values) {
    return steps instanceof ByteSteps bytes && values instanceof Packed.Shorts shorts
        ? new ShortsByByte(bytes, selection, shorts.values())
        : new ByPosition(steps, selection, values);
  }

  /** Turns to the block that was selected last. */
  abstract void begin();

  /**
   * Adds up the rows of a customer.
   *
   * @param from position of the first
   * @param to position after the last, above {@code from}
   * @param kept the steps that are wanted
   * @param count how many of {@code kept} there are
   * @param into gets what is in each, in the order of {@code kept}
   */
  abstract void total(int from, int to, int[] kept, int count, Totalled into);

  /**
   * Numbers of two bytes by a column of bytes, where all rows qualify. A byte is itself the place
   * of its sums, unless a step that is kept is that of several.
   */
  private static final class ShortsByByte extends WordSums {
    private static final int LANES = 4;

    /** The first place of the second lane. */
    private static final int SECOND = 1 << Byte.SIZE;

    private static final int THIRD = 2 * SECOND;
    private static final int FOURTH = 3 * SECOND;

    private final ByteSteps steps;
    private final Selection selection;
    private final byte[] bytes;
    private final short[] values;

    /** By lane and place, which is a byte or a step. */
    private final long[] sums = new long[LANES * SECOND];

    private final int[] stepOfByte;
    private final int[] byteOfStep;

    ShortsByByte(ByteSteps steps, Selection selection, short[] values) {
      this.steps = steps;
      this.selection = selection;
      this.values = values;
      bytes = steps.values();
      stepOfByte = steps.stepOfByte();
      byteOfStep = steps.byteOfStep();
    }

    @Override
    void begin() {}

    @Override
    void total(int from, int to, int[] kept, int count, Totalled into) {
      int first = selection.firstRow() + from;
      int end = selection.firstRow() + to;
      if (steps.anyShared(kept, count)) {
        for (int index = 0; index < count; index++) {
          clear(kept[index]);
        }
        addBySteps(first, end);
        for (int index = 0; index < count; index++) {
          into.setPacked(index, sum(kept[index]));
        }
      } else {
        for (int index = 0; index < count; index++) {
          clear(byteOfStep[kept[index]]);
        }
        addByBytes(first, end);
        for (int index = 0; index < count; index++) {
          into.setPacked(index, sum(byteOfStep[kept[index]]));
        }
      }
    }

    private void addByBytes(int first, int end) {
      int rows = end - first;
      // The rows beyond a multiple of four, without a branch to mispredict: one if their number is
      // odd, and two before it if there are so many. What is masked adds nothing.
      int last = end - 1;
      long odd = -(rows & 1);
      long pair = -(rows >>> 1 & 1);
      int third = Math.max(first, last + (int) odd);
      int second = Math.max(first, third - 1);
      sums[(bytes[last] & 0xFF) + FOURTH] += Totalled.packed(values[last]) & odd;
      sums[(bytes[third] & 0xFF) + THIRD] += Totalled.packed(values[third]) & pair;
      sums[(bytes[second] & 0xFF) + SECOND] += Totalled.packed(values[second]) & pair;
      int fours = end - (rows & (LANES - 1));
      for (int row = first; row < fours; row += LANES) {
        sums[bytes[row] & 0xFF] += Totalled.packed(values[row]);
        sums[(bytes[row + 1] & 0xFF) + SECOND] += Totalled.packed(values[row + 1]);
        sums[(bytes[row + 2] & 0xFF) + THIRD] += Totalled.packed(values[row + 2]);
        sums[(bytes[row + 3] & 0xFF) + FOURTH] += Totalled.packed(values[row + 3]);
      }
    }

    private void addBySteps(int first, int end) {
      for (int row = first; row < end; row++) {
        int lane = (row & (LANES - 1)) * SECOND;
        sums[stepOfByte[bytes[row] & 0xFF] + lane] += Totalled.packed(values[row]);
      }
    }

    private void clear(int place) {
      sums[place] = 0;
      sums[place + SECOND] = 0;
      sums[place + THIRD] = 0;
      sums[place + FOURTH] = 0;
    }

    private long sum(int place) {
      return sums[place] + sums[place + SECOND] + (sums[place + THIRD] + sums[place + FOURTH]);
    }
  }

  /** Numbers and steps that are looked up for a whole block. */
  private static final class ByPosition extends WordSums {
    private static final int LANES = 2;

    private final RowSteps.InWord rowSteps;
    private final Selection selection;
    private final BlockValues numbers;
    private int[] steps = new int[0];

    /** By step and lane. */
    private final long[] sums = new long[Long.SIZE * LANES];

    /** By step. */
    private final int[] missing = new int[Long.SIZE];

    ByPosition(RowSteps.InWord rowSteps, Selection selection, Packed values) {
      this.rowSteps = rowSteps;
      this.selection = selection;
      numbers = new BlockValues(selection, values);
    }

    @Override
    void begin() {
      steps = rowSteps.stepOfPosition(0, selection.count());
      numbers.fill();
    }

    @Override
    void total(int from, int to, int[] kept, int count, Totalled into) {
      for (int index = 0; index < count; index++) {
        int lane = kept[index] * LANES;
        sums[lane] = 0;
        sums[lane + 1] = 0;
        missing[kept[index]] = 0;
      }
      int[] values = numbers.values();
      for (int position = from; position < to; position++) {
        int value = values[position];
        int step = steps[position];
        int lane = step * LANES + (position & (LANES - 1));
        if (value == Packed.NULL) {
          missing[step]++;
          sums[lane] += Totalled.ROW;
        } else {
          sums[lane] += Totalled.ROW + value;
        }
      }
      for (int index = 0; index < count; index++) {
        int lane = kept[index] * LANES;
        long sum = sums[lane] + sums[lane + 1];
        into.set(index, sum, missing[kept[index]]);
      }
    }
  }
}
