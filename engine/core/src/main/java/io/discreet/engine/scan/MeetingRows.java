package io.discreet.engine.scan;

import io.discreet.engine.plan.RowTest;
import io.discreet.engine.vault.TableData;
import java.util.function.Function;

/** How many of a customer's rows meet a condition, by place. Not thread-safe. */
final class MeetingRows {
  private final Narrowing filter;

  /** One bit for each row of the block, whether it qualifies for the query or not. */
  private long[] bits = new long[0];

  private int firstRow;

  private final int[] rowsOfPlace;

  MeetingRows(RowTest condition, Function<String, TableData> tables, int places) {
    filter = RowFilter.bind(condition, tables);
    rowsOfPlace = new int[places];
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
  void add(Selection selection, int[] places, int from, int to) {
    if (selection.whole()) {
      for (int position = from; position < to; position++) {
        rowsOfPlace[places[position]] += bit(position);
      }
    } else {
      int[] rows = selection.rows();
      for (int position = from; position < to; position++) {
        rowsOfPlace[places[position]] += bit(rows[position] - firstRow);
      }
    }
  }

  private int bit(int row) {
    return (int) (bits[row >>> 6] >>> row) & 1;
  }

  int rows(int place) {
    return rowsOfPlace[place];
  }

  void clear(int place) {
    rowsOfPlace[place] = 0;
  }
}
