package io.discreet.engine.vault;

import java.util.Optional;

/**
 * One table as primitive columns, clustered by customer index.
 *
 * <p>The rows of customer i are {@code offsets()[i]} (included) to {@code offsets()[i + 1]}
 * (excluded); among themselves they stand in the order of a keyed hash of their content, so that
 * "the first n of a customer's rows" is a choice that no other customer can move.
 */
public interface TableData {

  /** Customers that the offsets cover: indexes 0 to customers() − 1. */
  default int customers() {
    return offsets().length - 1;
  }

  /** Row offsets, of length customers() + 1, rising from 0 to the number of rows. */
  int[] offsets();

  /**
   * The values of a column, one for each row; loaded on first use.
   *
   * @throws IllegalArgumentException if the table has no such column
   */
  ColumnData column(String name);

  /**
   * Which codes of a category column each customer's rows have, where that is kept; it says nothing
   * that the column does not.
   */
  default Optional<CustomerCodes> customerCodes(String name) {
    return Optional.empty();
  }
}
