package io.discreet.engine.vault;

import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.Table;
import io.discreet.engine.vault.Contents.StoredTable;
import io.discreet.engine.vault.StoredPart.PartFile;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;

/** Writes what a new vault file says about itself, which {@link Contents} reads. */
final class Catalogue {

  private Catalogue() {}

  static void begin(DuckDb db) {
    db.run(
        "CREATE TABLE next.dictionary (table_id INTEGER, column_id INTEGER, code INTEGER, value"
            + " VARCHAR)");
  }

  /**
   * @param rows of each table
   * @param parts that they lie in; none where they lie in the file
   */
  static void describe(
      DuckDb db,
      String shopId,
      int generation,
      Policy policy,
      int customers,
      Map<String, Long> rows,
      List<StoredPart> parts) {
    db.run("CREATE TABLE next.tables (table_id INTEGER, name VARCHAR, row_count BIGINT)");
    db.run(
        "CREATE TABLE next.columns"
            + " (table_id INTEGER, column_id INTEGER, name VARCHAR, kind VARCHAR, scale INTEGER)");
    db.run(
        "CREATE TABLE next.vault"
            + " (format INTEGER, shop_id VARCHAR, generation INTEGER, customers INTEGER)");
    for (Table table : policy.tables().values()) {
      StoredTable stored = StoredTable.of(policy, table.name());
      db.run(
          "INSERT INTO next.tables VALUES (?, ?, ?)",
          stored.id(),
          table.name(),
          rows.getOrDefault(table.name(), 0L));
      stored
          .columns()
          .forEach(
              (name, column) ->
                  db.run(
                      "INSERT INTO next.columns VALUES (?, ?, ?, ?, ?)",
                      stored.id(),
                      column.id(),
                      name,
                      column.kind(),
                      column.scale()));
    }
    if (!parts.isEmpty()) {
      describe(db, parts);
    }
    db.run(
        "INSERT INTO next.vault VALUES (?, ?, ?, ?)",
        parts.isEmpty() ? Contents.FORMAT : Contents.FORMAT_IN_PARTS,
        shopId,
        generation,
        customers);
  }

  private static void describe(DuckDb db, List<StoredPart> parts) {
    db.run(
        "CREATE TABLE next.parts (part INTEGER, first_customer INTEGER, end_customer INTEGER,"
            + " table_id INTEGER, file VARCHAR, row_count BIGINT, bytes BIGINT)");
    try (DuckDBAppender rows = db.with(c -> c.createAppender("next", "main", "parts"))) {
      for (int part = 0; part < parts.size(); part++) {
        StoredPart stored = parts.get(part);
        for (Map.Entry<Integer, PartFile> file : stored.files().entrySet()) {
          rows.beginRow()
              .append(part)
              .append(stored.firstCustomer())
              .append(stored.endCustomer())
              .append(file.getKey().intValue())
              .append(file.getValue().name())
              .append(file.getValue().rows())
              .append(file.getValue().bytes())
              .endRow();
        }
      }
    } catch (SQLException e) {
      throw DuckDb.failure("writing the catalogue of parts", e);
    }
  }
}
