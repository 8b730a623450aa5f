package io.discreet.engine.scan;

import io.discreet.engine.vault.CustomerCodes;

/**
 * The steps of one axis over a category of bytes where all rows qualify, and it is known which
 * codes each customer's rows have: rows are looked at only to place them, or where there are too
 * many to be known.
 */
final class CodedSteps extends ByteSteps {
  private final CustomerCodes codes;

  /** By step, the codes that stand for it, as bits. */
  private final long[] codesOfStep = new long[Long.SIZE];

  private final int[] stepOfCode = new int[Long.SIZE];

  /** The codes that are their own steps. */
  private final long same;

  CodedSteps(AxisCells axis, Selection selection, CustomerCodes codes) {
    super(axis, selection);
    this.codes = codes;
    int[] stepOfByte = axis.ofByte();
    long own = 0;
    for (int code = 0; code < Long.SIZE; code++) {
      int step = code == CustomerCodes.MISSING ? axis.missing() : stepOfByte[code];
      stepOfCode[code] = step;
      codesOfStep[step] |= 1L << code;
      own |= step == code ? 1L << code : 0;
    }
    same = own;
  }

  @Override
  void find(Block block, long[] words) {
    for (int i = 0; i < block.customers(); i++) {
      long all = codes.codes(block.firstCustomer() + i);
      long found = all & same;
      for (long rest = all & ~same; rest != 0; rest &= rest - 1) {
        found |= 1L << stepOfCode[Long.numberOfTrailingZeros(rest)];
      }
      words[i] = found;
    }
  }

  @Override
  void rows(int customer, int from, int to, int[] kept, int count, int[] rows) {
    long all = codes.codes(customer);
    if ((all & ~same) == 0) { // kept steps are codes of the customer
      if (!codes.rows(customer, kept, count, rows)) {
        super.rows(customer, from, to, kept, count, rows);
      }
      return;
    }
    for (int index = 0; index < count; index++) {
      int total = 0;
      for (long rest = all & codesOfStep[kept[index]]; rest != 0; rest &= rest - 1) {
        int ofCode = codes.rows(customer, Long.numberOfTrailingZeros(rest));
        if (ofCode == CustomerCodes.MANY) {
          super.rows(customer, from, to, kept, count, rows);
          return;
        }
        total += ofCode;
      }
      rows[index] = total;
    }
  }
}
