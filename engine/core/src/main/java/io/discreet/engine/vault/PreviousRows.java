package io.discreet.engine.vault;

import io.discreet.engine.policy.Policy;
import io.discreet.engine.vault.Contents.StoredTable;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The previous generation as those who write the next one see it: the catalog {@code previous}, and
 * for each of its tables a view of the rows, wherever they lie.
 */
final class PreviousRows {

  private final DuckDb db;
  private final @Nullable Contents contents;
  private final @Nullable PartFolder parts;

  private PreviousRows(DuckDb db, @Nullable Contents contents, @Nullable PartFolder parts) {
    this.db = db;
    this.contents = contents;
    this.parts = parts;
  }

  /**
   * Attaches a generation and shows all of its rows.
   *
   * @param generation 0 before the first
   */
  static PreviousRows attach(DuckDb db, Path shop, String shopId, Policy policy, int generation) {
    if (generation == 0) {
      return new PreviousRows(db, null, null);
    }
    Path file = VaultFiles.locate(shop, generation);
    String fileName = String.valueOf(file.getFileName());
    db.attach(file, "previous", true);
    Contents contents = Contents.read(db, "previous", fileName);
    contents.requireIdentity(shopId, generation, fileName);
    contents.requireTypesOf(policy);
    PartFolder parts =
        contents.inParts()
            ? new PartFolder(db, VaultFiles.partsOf(file, generation), shopId, generation)
            : null;
    PreviousRows previous = new PreviousRows(db, contents, parts);
    previous.show(0, contents.customers());
    return previous;
  }

  @Nullable Contents contents() {
    return contents;
  }

  @Nullable StoredTable table(String name) {
    return contents == null ? null : contents.tables().get(name);
  }

  static String view(StoredTable table) {
    return "previous_" + table.rowsTable();
  }

  /** Shows the rows of a range of customers, and perhaps others of the same files. */
  void show(int firstCustomer, int endCustomer) {
    if (contents == null) {
      return;
    }
    for (StoredTable table : contents.tables().values()) {
      db.run(
          "CREATE OR REPLACE TEMP VIEW "
              + view(table)
              + " AS SELECT * FROM "
              + source(contents, table, firstCustomer, endCustomer));
    }
  }

  private String source(Contents from, StoredTable table, int firstCustomer, int endCustomer) {
    if (parts == null) {
      return "previous." + table.rowsTable();
    }
    List<StoredPart> shown =
        from.parts().stream()
            .filter(
                part -> part.firstCustomer() < endCustomer && part.endCustomer() > firstCustomer)
            .toList();
    // Some file must say what columns there are, even if none has such customers.
    List<StoredPart> named = shown.isEmpty() ? from.parts().subList(0, 1) : shown;
    return parts.rows(named.stream().map(part -> part.file(table.id())).toList());
  }

  /** Adds the rows of all tables to what is known of how many rows customers have. */
  void count(RowHistogram histogram) {
    if (contents == null) {
      return;
    }
    if (contents.inParts()) {
      for (StoredPart part : contents.parts()) {
        long rows = part.files().values().stream().mapToLong(StoredPart.PartFile::rows).sum();
        histogram.spread(part.firstCustomer(), part.endCustomer(), rows);
      }
    } else {
      for (StoredTable table : contents.tables().values()) {
        histogram.add(db, "SELECT customer FROM " + view(table));
      }
    }
  }
}
