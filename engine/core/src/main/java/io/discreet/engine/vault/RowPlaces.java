package io.discreet.engine.vault;

import io.discreet.engine.vault.Contents.StoredColumn;
import io.discreet.engine.vault.Contents.StoredTable;
import java.util.List;
import java.util.function.Supplier;

/** Where the rows of some consecutive customers of a generation are stored. */
interface RowPlaces {

  /** The stored index of the customer with the number 0. */
  int firstCustomer();

  /** The rows of a table in the order of customers; their numbers are known. */
  List<Stretch> stretches(StoredTable table);

  /**
   * A query of the least and the greatest number that a column has at these places or more, which
   * looks at statistics only.
   */
  String bounds(StoredTable table, StoredColumn column);

  /** The customer to cut at, so that about so many rows lie before. */
  int customerAt(StoredTable table, long row);

  /** Some of these customers, by their stored indexes. */
  RowPlaces ofCustomers(int first, int end);

  /**
   * Consecutive rows in one file.
   *
   * @param fileName for messages
   * @param source of rows, in SQL; asked for when they are read
   * @param position the column that numbers them
   * @param first the position of the first row
   * @param toTheEnd whether the source ends with them, so that a row too many is damage
   */
  record Stretch(
      String fileName,
      Supplier<String> source,
      String position,
      long first,
      long rows,
      boolean toTheEnd) {}
}
