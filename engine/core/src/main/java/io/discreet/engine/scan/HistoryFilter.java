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
 * Keeps the rows of customers whose history meets a condition, or does not.
 *
 * <p>A customer's history is looked at once for each block, and only if the customer has rows there
 * that qualify so far; the rows of many customers are filtered together. {@link HistoryTruth} says
 * what it computes. Law 1: it sees one customer's rows at a time, and nothing outlives a customer.
 */
final class HistoryFilter extends RowFilter {

  /** Rows of history that are filtered together; a customer with more is alone. */
  private static final int ROWS = 1 << 12;

  private final int[] offsets;
  private final @Nullable RowFilter where;
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
    int known = Math.max(block.firstCustomer(), Math.min(block.endCustomer(), offsets.length - 1));
    int from = nextNeeded(block, bits, block.firstCustomer(), known);
    while (from < known) {
      int to = from + 1;
      while (to < known && offsets[to + 1] - offsets[from] <= ROWS) {
        to++;
      }
      narrow(block, bits, from, to);
      from = nextNeeded(block, bits, to, known);
    }
    if (truth && known < block.endCustomer()) {
      Bits.clear(bits, start(block, known), block.rows());
    }
  }

  private static int nextNeeded(Block block, long[] bits, int from, int end) {
    int customer = from;
    while (customer < end && !isNeeded(block, bits, customer)) {
      customer++;
    }
    return customer;
  }

  private static boolean isNeeded(Block block, long[] bits, int customer) {
    return Bits.any(bits, start(block, customer), start(block, customer + 1));
  }

  /** The bit of a customer's first row in a block. */
  private static int start(Block block, int customer) {
    return block.offsets()[customer] - block.firstRow();
  }

  private void narrow(Block block, long[] bits, int from, int to) {
    int firstRow = offsets[from];
    if (where != null) {
      Block history = new Block(offsets, from, to);
      if (qualifying.length < history.words()) {
        qualifying = new long[history.words()];
      }
      Bits.set(qualifying, history.rows());
      where.narrow(history, qualifying);
    }
    for (int customer = from; customer < to; customer++) {
      if (isNeeded(block, bits, customer) && holds(customer, firstRow) != truth) {
        Bits.clear(bits, start(block, customer), start(block, customer + 1));
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
