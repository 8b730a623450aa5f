package io.discreet.engine.scan;

import io.discreet.engine.plan.RowTest;
import io.discreet.engine.vault.TableData;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The qualifying rows of one block after another, customer by customer. Not thread-safe.
 *
 * <p>Positions count the qualifying rows of the block from 0.
 */
final class Selection {

  /** Of rows; null where whole customers qualify. */
  private final @Nullable Narrowing filter;

  /** Of customers; null where all of them qualify, or rows are filtered. */
  private final @Nullable Narrowing customerFilter;

  /** By customer of the block, where there is a filter of customers. */
  private long[] customers = new long[0];

  private int firstRow;

  /** By customer of the block the position of the first qualifying row, and then of the end. */
  private int[] starts = new int[0];

  private int count;
  private long[] bits = new long[0];
  private int[] before = new int[0];
  private int[] rows = new int[0];

  /**
   * @param wholeCustomers whether a condition on customers is to leave positions as they are, and
   *     {@link #takes} to say who qualifies
   */
  Selection(Optional<RowTest> where, Function<String, TableData> tables, boolean wholeCustomers) {
    boolean whole = wholeCustomers && where.map(RowTest::ofCustomers).orElse(false);
    filter = whole ? null : where.map(test -> RowFilter.bind(test, tables)).orElse(null);
    customerFilter =
        whole ? where.map(test -> CustomerFilter.bind(test, true, tables)).orElse(null) : null;
  }

  /**
   * Whether every row of those customers qualifies who do: then positions are rows of the block.
   */
  boolean whole() {
    return filter == null;
  }

  void select(Block block) {
    firstRow = block.firstRow();
    count = block.rows();
    if (starts.length <= block.customers()) {
      starts = new int[block.customers() + 1];
    }
    int[] offsets = block.offsets();
    int first = block.firstCustomer();
    for (int i = 0; i <= block.customers(); i++) {
      starts[i] = offsets[first + i] - firstRow;
    }
    if (filter != null) {
      select(block, filter);
    } else if (customerFilter != null) {
      if (customers.length < CustomerFilter.words(block)) {
        customers = new long[CustomerFilter.words(block)];
      }
      Bits.set(customers, block.customers());
      customerFilter.narrow(block, customers);
    }
  }

  /** Whether a customer qualifies, numbered from the block's first; without rows, or with. */
  boolean takes(int customerOfBlock) {
    return customerFilter == null || Bits.any(customers, customerOfBlock, customerOfBlock + 1);
  }

  private void select(Block block, Narrowing narrowing) {
    int words = block.words();
    if (bits.length < words + 1) {
      bits = new long[words + 1];
      before = new int[words + 1];
      rows = new int[words << 6];
    }
    Arrays.fill(bits, 0, words, -1L);
    if ((count & 63) != 0) {
      bits[words - 1] = -1L >>> (64 - count);
    }
    bits[words] = 0; // a customer's rows may end where the block does
    narrowing.narrow(block, bits);
    int position = 0;
    for (int word = 0; word < words; word++) {
      before[word] = position;
      int row = firstRow + (word << 6);
      for (long rest = bits[word]; rest != 0; rest &= rest - 1) {
        rows[position++] = row + Long.numberOfTrailingZeros(rest);
      }
    }
    before[words] = position;
    count = position;
    for (int i = 0; i <= block.customers(); i++) {
      int row = starts[i];
      starts[i] = before[row >>> 6] + Long.bitCount(bits[row >>> 6] & ((1L << row) - 1));
    }
  }

  int firstRow() {
    return firstRow;
  }

  /** How many rows of the block qualify. */
  int count() {
    return count;
  }

  /** The rows of all positions; only where not {@link #whole}. */
  int[] rows() {
    return rows;
  }

  /**
   * The position of the first qualifying row of a customer, numbered from the block's first; those
   * of the one before end there.
   */
  int start(int customerOfBlock) {
    return starts[customerOfBlock];
  }
}
