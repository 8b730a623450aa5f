package io.discreet.engine.scan;

import io.discreet.engine.vault.Packed;
import java.util.Arrays;

/**
 * Adds up the numbers of one customer after another by step, where steps are bits of a word: row by
 * row, whether or not the row's segment counts. Between customers all sums are zero. Not
 * thread-safe.
 *
 * <p>Each step has two sums, which rows take in turn, so that an addition need not wait for the one
 * before it where a customer's rows are in the same segment.
 */
abstract class WordSums {
  private static final int LANES = 2;

  /** By step and lane. */
  final long[] sums = new long[Long.SIZE * LANES];

  /** By step. */
  final int[] missing = new int[Long.SIZE];

  static WordSums of(RowSteps.InWord steps, Selection selection, Packed values) {
    return steps instanceof ByteSteps bytes && values instanceof Packed.Shorts shorts
        ? new ShortsByByte(bytes, selection, shorts.values())
        : new ByPosition(steps, selection, values);
  }

  /** Turns to the block that was selected last. */
  abstract void begin();

  /** Adds the rows of a customer at positions from (included) to (excluded). */
  abstract void add(int from, int to);

  /**
   * Takes what was added.
   *
   * @param found all steps that were added to
   * @param kept those that are wanted
   * @param into gets them, the lowest first
   */
  final void take(long found, long kept, Totalled into) {
    int position = 0;
    for (long rest = kept; rest != 0; rest &= rest - 1) {
      int step = Long.numberOfTrailingZeros(rest);
      int first = step * LANES;
      long sum = sums[first] + sums[first + 1];
      into.set(position++, sum, missing[step]);
    }
    for (long rest = found; rest != 0; rest &= rest - 1) {
      int step = Long.numberOfTrailingZeros(rest);
      int first = step * LANES;
      sums[first] = 0;
      sums[first + 1] = 0;
      missing[step] = 0;
    }
  }

  /** Numbers of two bytes by a column of bytes, where all rows qualify. */
  private static final class ShortsByByte extends WordSums {
    private final Selection selection;
    private final byte[] bytes;
    private final short[] values;

    /** By the byte's own bits. */
    private final int[] laneOfByte;

    ShortsByByte(ByteSteps steps, Selection selection, short[] values) {
      this.selection = selection;
      this.values = values;
      bytes = steps.values();
      laneOfByte = Arrays.stream(steps.stepOfByte()).map(step -> step * LANES).toArray();
    }

    @Override
    void begin() {}

    @Override
    void add(int from, int to) {
      int row = selection.firstRow() + from;
      int end = selection.firstRow() + to;
      for (; row < end - LANES + 1; row += LANES) {
        add(laneOfByte[bytes[row] & 0xFF], values[row]);
        add(laneOfByte[bytes[row + 1] & 0xFF] + 1, values[row + 1]);
      }
      for (; row < end; row++) {
        add(laneOfByte[bytes[row] & 0xFF], values[row]);
      }
    }

    private void add(int lane, short value) {
      if (value == Packed.Shorts.MISSING) {
        missing[lane / LANES]++;
        sums[lane] += Totalled.ROW;
      } else {
        sums[lane] += Totalled.ROW + value;
      }
    }
  }

  /** Numbers and steps that are looked up for a whole block. */
  private static final class ByPosition extends WordSums {
    private final RowSteps.InWord rowSteps;
    private final Selection selection;
    private final BlockValues numbers;
    private int[] steps = new int[0];

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
    void add(int from, int to) {
      int[] values = numbers.values();
      for (int position = from; position < to; position++) {
        int value = values[position];
        int lane = steps[position] * LANES + (position & (LANES - 1));
        if (value == Packed.NULL) {
          missing[lane / LANES]++;
          sums[lane] += Totalled.ROW;
        } else {
          sums[lane] += Totalled.ROW + value;
        }
      }
    }
  }
}
