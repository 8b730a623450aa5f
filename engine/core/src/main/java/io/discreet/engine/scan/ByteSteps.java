package io.discreet.engine.scan;

import java.util.Arrays;

/** The steps of one axis over a column of bytes, looked up as they are needed. */
final class ByteSteps extends RowSteps.InWord {
  private static final int BYTES = 1 << Byte.SIZE;

  private final Selection selection;
  private final byte[] values;

  /** The bit of each byte's step. */
  private final long[] bitOfByte = new long[BYTES];

  private final int[] stepOfByte;

  /** The bytes of each step, by their own bits. */
  private final int[][] bytesOfStep = new int[Long.SIZE][0];

  private int[] steps = new int[0];

  ByteSteps(AxisCells axis, Selection selection) {
    this.selection = selection;
    values = axis.bytes().orElseThrow();
    stepOfByte = axis.ofByte();
    for (int bits = 0; bits < BYTES; bits++) {
      int step = stepOfByte[bits];
      bitOfByte[bits] = 1L << step;
      int[] before = bytesOfStep[step];
      bytesOfStep[step] = Arrays.copyOf(before, before.length + 1);
      bytesOfStep[step][before.length] = bits;
    }
  }

  @Override
  void begin() {}

  @Override
  long steps(int from, int to) {
    long found = 0;
    if (selection.whole()) {
      int end = selection.firstRow() + to;
      for (int row = selection.firstRow() + from; row < end; row++) {
        found |= bitOfByte[values[row] & 0xFF];
      }
    } else {
      int[] rows = selection.rows();
      for (int position = from; position < to; position++) {
        found |= bitOfByte[values[rows[position]] & 0xFF];
      }
    }
    return found;
  }

  @Override
  int[] stepOfPosition(int from, int to) {
    if (steps.length < to) {
      steps = new int[to];
    }
    if (selection.whole()) {
      int first = selection.firstRow();
      for (int position = from; position < to; position++) {
        steps[position] = stepOfByte[values[first + position] & 0xFF];
      }
    } else {
      int[] rows = selection.rows();
      for (int position = from; position < to; position++) {
        steps[position] = stepOfByte[values[rows[position]] & 0xFF];
      }
    }
    return steps;
  }

  @Override
  void rows(int from, int to, int[] kept, int count, int[] rows) {
    if (!selection.whole() || !areSingle(kept, count)) {
      super.rows(from, to, kept, count, rows);
      return;
    }
    int first = selection.firstRow() + from;
    int end = selection.firstRow() + to;
    for (int index = 0; index < count; index++) {
      rows[index] = count(bytesOfStep[kept[index]][0], first, end);
    }
  }

  private boolean areSingle(int[] kept, int count) {
    for (int index = 0; index < count; index++) {
      if (bytesOfStep[kept[index]].length > 1) {
        return false;
      }
    }
    return true;
  }

  /** How many of the rows from first (included) to end (excluded) hold a byte. */
  private int count(int bits, int first, int end) {
    long pattern = EightBytes.pattern(bits);
    int count = 0;
    int row = first;
    for (; row <= end - Long.BYTES; row += Long.BYTES) {
      count += Long.bitCount(EightBytes.equal(values, row, pattern));
    }
    int rest = end - row;
    if (rest > 0 && end >= Long.BYTES) {
      long last = EightBytes.equal(values, end - Long.BYTES, pattern);
      return count + Long.bitCount(last >>> (Long.SIZE - rest * Byte.SIZE));
    }
    for (; row < end; row++) {
      count += (values[row] & 0xFF) == bits ? 1 : 0;
    }
    return count;
  }
}
