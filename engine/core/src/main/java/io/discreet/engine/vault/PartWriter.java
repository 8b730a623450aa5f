package io.discreet.engine.vault;

import io.discreet.engine.vault.StoredPart.PartFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes the rows of a range of customers: a Parquet file for each table, durable and under a name
 * that no other attempt has. The rows and their order are those that {@link TableWriter} would put
 * into one file.
 */
final class PartWriter {

  private final DuckDb db;
  private final PreviousRows previous;
  private final List<TableWriter> tables;
  private final Path folder;
  private final String shopId;
  private final int generation;

  /**
   * @param folder where files are written to
   */
  PartWriter(
      DuckDb db,
      PreviousRows previous,
      List<TableWriter> tables,
      Path folder,
      String shopId,
      int generation) {
    this.db = db;
    this.previous = previous;
    this.tables = tables;
    this.folder = folder;
    this.shopId = shopId;
    this.generation = generation;
  }

  StoredPart write(int firstCustomer, int endCustomer) {
    previous.show(firstCustomer, endCustomer);
    String attempt = UUID.randomUUID().toString();
    Map<Integer, PartFile> files = new HashMap<>();
    for (TableWriter table : tables) {
      String name = "rows-" + table.id() + "-" + firstCustomer + "-" + attempt + ".parquet";
      files.put(table.id(), write(table.rowsOf(firstCustomer, endCustomer), name));
    }
    return new StoredPart(firstCustomer, endCustomer, files);
  }

  private PartFile write(String select, String name) {
    Path file = folder.resolve(name);
    String path = DuckDb.quoted(file.toAbsolutePath().toString());
    db.run(
        "COPY ("
            + select
            + ") TO "
            + path
            + " (FORMAT parquet, "
            + PartFolder.marking(shopId, generation, name)
            + ")");
    long rows = db.number("SELECT sum(num_rows) FROM parquet_file_metadata(" + path + ")");
    try {
      VaultFiles.makeDurable(file);
      return new PartFile(name, rows, Files.size(file));
    } catch (IOException e) {
      throw new VaultException(name + " cannot be made durable; look for a full disk", e);
    }
  }
}
