package io.discreet.engine.scan;

import io.discreet.engine.plan.RowTest;
import io.discreet.engine.vault.TableData;
import java.util.function.Function;

/** How many of a customer's rows meet a condition, by step. Not thread-safe. */
final class MeetingRows {
  private final RowFilter filter;

  /** One bit for each row of the block, whether it qualifies for the query or not. */
  private long[] bits = new long[0];

  private int firstRow;

  private final int[] rowsOfStep;

  MeetingRows(RowTest condition, Function<String, TableData> tables, int steps) {
    filter = RowFilter.bind(condition, tables);
    rowsOfStep = new int[steps];
  }

  void begin(Block block) {
    firstRow = block.firstRow();
    int words = block.words();
    if (bits.length < words) {
      bits = new long[words];
    }
    Bits.set(bits, block.rows());
    filter.narrow(block, bits);
  }

  /** Adds the rows at positions from (included) to (excluded). */
  void add(Selection selection, int[] steps, int from, int to) {
    if (selection.whole()) {
      for (int position = from; position < to; position++) {
        rowsOfStep[steps[position]] += bit(position);
      }
    } else {
      int[] rows = selection.rows();
      for (int position = from; position < to; position++) {
        rowsOfStep[steps[position]] += bit(rows[position] - firstRow);
      }
    }
  }

  private int bit(int row) {
    return (int) (bits[row >>> 6] >>> row) & 1;
  }

  int rows(int step) {
    return rowsOfStep[step];
  }

  void clear(int[] steps, int count) {
    for (int i = 0; i < count; i++) {
      rowsOfStep[steps[i]] = 0;
    }
  }
}
