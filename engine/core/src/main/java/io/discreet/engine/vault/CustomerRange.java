package io.discreet.engine.vault;

import java.util.Map;

/**
 * Which customers of a vault file are read.
 *
 * @param firstCustomer the stored index of the customer with the number 0
 * @param firstRows by table id, the stored position of the row with the number 0; 0 where absent
 * @param whole whether all customers are read, so that a row too many is damage
 */
record CustomerRange(int firstCustomer, Map<Integer, Long> firstRows, boolean whole) {

  /** The end of rows that has to be found by reading on. */
  static final long OPEN = Long.MAX_VALUE;

  static final CustomerRange ALL = new CustomerRange(0, Map.of(), true);

  static CustomerRange from(int firstCustomer, Map<Integer, Long> firstRows) {
    return new CustomerRange(firstCustomer, Map.copyOf(firstRows), false);
  }

  long firstRow(int tableId) {
    return firstRows.getOrDefault(tableId, 0L);
  }

  /** Where reading a table ends that should have so many rows. */
  long endRow(long rows) {
    return whole ? OPEN : rows;
  }
}
