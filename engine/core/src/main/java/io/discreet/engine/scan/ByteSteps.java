package io.discreet.engine.scan;

/** The steps of one axis over a column of bytes, looked up as they are needed: all rows qualify. */
class ByteSteps extends RowSteps.InWord {
  private static final int BYTES = 1 << Byte.SIZE;

  private final Selection selection;
  private final byte[] values;

  /** The bit of each byte's step. */
  private final long[] bitOfByte = new long[BYTES];

  private final int[] stepOfByte;

  /** The pattern of a step's byte eight times. */
  private final long[] patternOfStep = new long[Long.SIZE];

  private final int[] byteOfStep = new int[Long.SIZE];

  /** The steps, as bits, that several bytes stand for. */
  private final long shared;

  private int[] steps = new int[0];

  ByteSteps(AxisCells axis, Selection selection) {
    this.selection = selection;
    values = axis.bytes().orElseThrow();
    stepOfByte = axis.ofByte();
    long seen = 0;
    long again = 0;
    for (int bits = 0; bits < BYTES; bits++) {
      int step = stepOfByte[bits];
      bitOfByte[bits] = 1L << step;
      again |= seen & bitOfByte[bits];
      seen |= bitOfByte[bits];
      byteOfStep[step] = bits;
      patternOfStep[step] = EightBytes.pattern(bits);
    }
    shared = again;
  }

  /** The column. */
  final byte[] values() {
    return values;
  }

  /** By step, the own bits of one of its values. */
  final int[] byteOfStep() {
    return byteOfStep;
  }

  /** Whether several values may stand for one of some steps. */
  final boolean anyShared(int[] kept, int count) {
    return (steps(kept, count) & shared) != 0;
  }

  /** By the value's own bits. */
  final int[] stepOfByte() {
    return stepOfByte;
  }

  @Override
  void find(Block block, long[] words) {
    int[] offsets = block.offsets();
    int row = block.firstRow();
    for (int i = 0; i < block.customers(); i++) {
      long found = 0;
      for (int end = offsets[block.firstCustomer() + i + 1]; row < end; row++) {
        found |= bitOfByte[values[row] & 0xFF];
      }
      words[i] = found;
    }
  }

  @Override
  final int[] stepOfPosition(int from, int to) {
    if (steps.length < to) {
      steps = new int[to];
    }
    int first = selection.firstRow();
    for (int position = from; position < to; position++) {
      steps[position] = stepOfByte[values[first + position] & 0xFF];
    }
    return steps;
  }

  @Override
  void rows(int customer, int from, int to, int[] kept, int count, int[] rows) {
    if (to - from < Long.BYTES || anyShared(kept, count)) {
      super.rows(customer, from, to, kept, count, rows);
      return;
    }
    int first = selection.firstRow() + from;
    int last = selection.firstRow() + to - Long.BYTES;
    for (int index = 0; index < count; index++) {
      rows[index] = count(patternOfStep[kept[index]], first, last);
    }
  }

  private static long steps(int[] kept, int count) {
    long steps = 0;
    for (int index = 0; index < count; index++) {
      steps |= 1L << kept[index];
    }
    return steps;
  }

  /** How many rows hold a pattern's byte, from the first to the eight from {@code last} on. */
  private int count(long pattern, int first, int last) {
    int others = 0;
    int row = first;
    for (; row < last; row += Long.BYTES) {
      others += EightBytes.others(values, row, pattern);
    }
    // Of the last eight those that were counted before are shifted out.
    long equal = EightBytes.equal(values, last, pattern) >>> ((row - last) * Byte.SIZE);
    return row - first - others + Long.bitCount(equal);
  }
}
