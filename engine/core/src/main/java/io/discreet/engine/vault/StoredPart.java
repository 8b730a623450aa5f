package io.discreet.engine.vault;

import java.io.Serializable;
import java.util.Map;

/**
 * The rows of a range of customers, of all tables, in a Parquet file for each.
 *
 * @param firstCustomer included
 * @param endCustomer excluded
 * @param files by table id
 */
public record StoredPart(int firstCustomer, int endCustomer, Map<Integer, PartFile> files)
    implements Serializable {

  /**
   * A Parquet file as the catalogue describes it.
   *
   * @param name in the folder of the generation's parts
   */
  public record PartFile(String name, long rows, long bytes) implements Serializable {}

  PartFile file(int tableId) {
    PartFile file = files.get(tableId);
    if (file == null) {
      throw new IllegalStateException("a part has no file of table " + tableId);
    }
    return file;
  }
}
