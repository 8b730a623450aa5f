package io.discreet.engine.scan;

import io.discreet.engine.plan.ColumnRef;
import io.discreet.engine.plan.RowTest;
import io.discreet.engine.vault.Packed;
import io.discreet.engine.vault.TableData;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the customers whose history meets a condition, or does not.
 *
 * <p>The rows of many customers are filtered together. {@link HistoryTruth} says what it computes.
 * Law 1: it sees one customer's rows at a time, and nothing outlives a customer.
 */
final class HistoryFilter extends Narrowing {

  /** Rows of history that are filtered together; a customer with more is alone. */
  private static final int ROWS = 1 << 12;

  private final int[] offsets;
  private final @Nullable Narrowing where;
  private final @Nullable HavingTest having;
  private final HistoryRows rows;
  private final boolean truth;

  /** One bit for each row of history that is filtered. */
  private long[] qualifying = new long[0];

  HistoryFilter(RowTest.History test, boolean truth, Function<String, TableData> tables) {
    TableData table = tables.apply(test.table());
    offsets = table.offsets();
    where = test.where().map(condition -> RowFilter.bind(condition, tables)).orElse(null);
    List<ColumnRef> columns = new ArrayList<>();
    having = test.having().map(condition -> HavingTest.bind(condition, true, columns)).orElse(null);
    rows =
        new HistoryRows(
            columns.stream()
                .map(column -> table.column(column.name()).values())
                .toArray(Packed[]::new));
    this.truth = truth;
  }

  @Override
  void narrow(Block block, long[] bits) {
    // Customers beyond the table's offsets have no rows in it.
    int known =
        Math.min(block.customers(), Math.max(0, offsets.length - 1 - block.firstCustomer()));
    int from = nextWanted(bits, 0, known);
    while (from < known) {
      int to = from + 1;
      int firstRow = offsets[block.firstCustomer() + from];
      while (to < known && offsets[block.firstCustomer() + to + 1] - firstRow <= ROWS) {
        to++;
      }
      narrow(block.firstCustomer(), bits, from, to);
      from = nextWanted(bits, to, known);
    }
    if (truth) {
      Bits.clear(bits, known, block.customers());
    }
  }

  private static int nextWanted(long[] bits, int from, int end) {
    int customer = from;
    while (customer < end && !Bits.any(bits, customer, customer + 1)) {
      customer++;
    }
    return customer;
  }

  private void narrow(int firstOfBlock, long[] bits, int from, int to) {
    int firstRow = offsets[firstOfBlock + from];
    if (where != null) {
      Block history = new Block(offsets, firstOfBlock + from, firstOfBlock + to);
      if (qualifying.length < history.words()) {
        qualifying = new long[history.words()];
      }
      Bits.set(qualifying, history.rows());
      where.narrow(history, qualifying);
    }
    for (int i = from; i < to; i++) {
      if (Bits.any(bits, i, i + 1) && holds(firstOfBlock + i, firstRow) != truth) {
        Bits.clear(bits, i, i + 1);
      }
    }
  }

  private boolean holds(int customer, int firstRow) {
    int start = offsets[customer];
    int end = offsets[customer + 1];
    if (having == null) {
      return where == null ? start < end : Bits.any(qualifying, start - firstRow, end - firstRow);
    }
    if (where == null) {
      rows.all(start, end);
    } else {
      rows.some(qualifying, firstRow, start - firstRow, end - firstRow);
    }
    return rows.rows() > 0 && having.test(rows);
  }
}
