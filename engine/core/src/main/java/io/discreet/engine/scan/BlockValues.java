package io.discreet.engine.scan;

import io.discreet.engine.vault.Packed;

/** The numbers of a block's qualifying rows in one column, by position. Not thread-safe. */
final class BlockValues {
  private final Selection selection;
  private final Packed column;
  private int[] values = new int[0];

  BlockValues(Selection selection, Packed column) {
    this.selection = selection;
    this.column = column;
  }

  /** Looks up those of the block that was selected last. */
  void fill() {
    int count = selection.count();
    if (values.length < count) {
      values = new int[count];
    }
    if (selection.whole()) {
      column.copy(selection.firstRow(), count, values);
    } else {
      column.copy(selection.rows(), count, values);
    }
  }

  /** {@link Packed#NULL} for a missing number. */
  int[] values() {
    return values;
  }
}
