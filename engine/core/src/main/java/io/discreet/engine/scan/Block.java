package io.discreet.engine.scan;

/**
 * Consecutive whole customers and their rows, all of one table.
 *
 * @param offsets the table's row offsets
 * @param firstCustomer included
 * @param endCustomer excluded
 */
record Block(int[] offsets, int firstCustomer, int endCustomer) {

  int firstRow() {
    return offsets[firstCustomer];
  }

  int rows() {
    return offsets[endCustomer] - offsets[firstCustomer];
  }

  int customers() {
    return endCustomer - firstCustomer;
  }

  /** Words of 64 bits that have one for each row. */
  int words() {
    return (rows() + 63) >>> 6;
  }
}
