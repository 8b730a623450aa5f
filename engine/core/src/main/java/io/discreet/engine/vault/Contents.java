package io.discreet.engine.vault;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.policy.Capacity;
import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.Table;
import io.discreet.engine.vault.StoredPart.PartFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.duckdb.DuckDBConnection;

/**
 * What a vault file says about itself.
 *
 * @param customers the size of the registry that the file was written with
 * @param tables by name
 * @param parts that its rows lie in, in the order of customers; none where they lie in the file
 */
record Contents(
    String shopId,
    int generation,
    int customers,
    Map<String, StoredTable> tables,
    List<StoredPart> parts) {

  /** The layout of a file with rows. */
  static final int FORMAT = 2;

  /** The layout of a file whose rows lie in parts beside it. */
  static final int FORMAT_IN_PARTS = 3;

  boolean inParts() {
    return !parts.isEmpty();
  }

  record StoredTable(int id, long rows, Map<String, StoredColumn> columns) {

    StoredTable withRows(long count) {
      return new StoredTable(id, count, columns);
    }

    /** A declared table as this version would store it, without rows. */
    static StoredTable of(Policy policy, String name) {
      int id = List.copyOf(policy.tables().keySet()).indexOf(name);
      Table table = policy.tables().get(name);
      if (table == null) {
        throw new IllegalArgumentException("the policy declares no table " + name);
      }
      return of(id, 0, table);
    }

    /** The table of a policy as this version would store it. */
    static StoredTable of(int id, long rows, Table table) {
      Map<String, StoredColumn> columns = new LinkedHashMap<>();
      for (Column column : table.columns().values()) {
        columns.put(column.name(), StoredColumn.of(columns.size(), column));
      }
      return new StoredTable(id, rows, columns);
    }

    String rowsTable() {
      return "rows_" + id;
    }

    /** Selects the dictionary entries of a column. */
    String entries(StoredColumn column) {
      return "table_id = " + id + " AND column_id = " + column.id();
    }
  }

  record StoredColumn(int id, String kind, int scale) {

    static StoredColumn of(int id, Column column) {
      return new StoredColumn(
          id,
          column.getClass().getSimpleName().toLowerCase(Locale.ROOT),
          column instanceof Column.Numeric numeric ? numeric.scale() : 0);
    }

    String sqlName() {
      return "c" + id;
    }

    String sqlType() {
      return kind.equals("numeric") ? "BIGINT" : "INTEGER";
    }

    boolean category() {
      return kind.equals("category");
    }

    String describe() {
      return kind.equals("numeric") ? "a number of scale " + scale : "a " + kind;
    }
  }

  /** Reads the description that an attached file holds; refuses what is not a vault. */
  static Contents read(DuckDb db, String catalog, String fileName) {
    long marks =
        db.number(
            "SELECT count(*) FROM duckdb_tables() WHERE database_name = "
                + DuckDb.quoted(catalog)
                + " AND table_name IN ('vault', 'tables', 'columns', 'dictionary')");
    if (marks != 4) {
      throw new VaultException(fileName + " is not a vault: restore the file from a backup");
    }
    long format = db.number("SELECT max(format) FROM " + catalog + ".vault");
    if (format != FORMAT && format != FORMAT_IN_PARTS) {
      throw new VaultException(
          fileName
              + " has the vault format "
              + format
              + ", this version reads formats "
              + FORMAT
              + " and "
              + FORMAT_IN_PARTS
              + ": use the version that wrote it");
    }
    Contents contents = db.with(connection -> read(connection, catalog, fileName));
    if (format == FORMAT) {
      return contents;
    }
    Contents inParts =
        new Contents(
            contents.shopId(),
            contents.generation(),
            contents.customers(),
            contents.tables(),
            db.with(connection -> parts(connection, catalog)));
    inParts.requireWholeParts(fileName);
    return inParts;
  }

  private static List<StoredPart> parts(DuckDBConnection connection, String catalog)
      throws SQLException {
    Map<Integer, StoredPart> parts = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT part, first_customer, end_customer, table_id, file, row_count, bytes FROM "
                    + catalog
                    + ".parts")) {
      while (row.next()) {
        StoredPart part = new StoredPart(row.getInt(2), row.getInt(3), new HashMap<>());
        parts
            .merge(
                row.getInt(1),
                part,
                (known, same) ->
                    known.firstCustomer() == same.firstCustomer()
                            && known.endCustomer() == same.endCustomer()
                        ? known
                        : same)
            .files()
            .put(row.getInt(4), new PartFile(row.getString(5), row.getLong(6), row.getLong(7)));
      }
    }
    return List.copyOf(parts.values());
  }

  /** Parts follow one another over all customers, and hold the rows of every table. */
  private void requireWholeParts(String fileName) {
    int end = 0;
    for (StoredPart part : parts) {
      if (part.firstCustomer() != end || part.endCustomer() < end) {
        throw VaultException.damaged(fileName);
      }
      end = part.endCustomer();
    }
    if (parts.isEmpty() || end != customers) {
      throw VaultException.damaged(fileName);
    }
    for (StoredTable table : tables.values()) {
      long rows = 0;
      for (StoredPart part : parts) {
        PartFile file = part.files().get(table.id());
        if (file == null) {
          throw VaultException.damaged(fileName);
        }
        rows += file.rows();
      }
      if (rows != table.rows() || rows > Capacity.MOST) { // more is never taken in
        throw VaultException.damaged(fileName);
      }
    }
  }

  private static Contents read(DuckDBConnection connection, String catalog, String fileName)
      throws SQLException {
    Map<Integer, Map<String, StoredColumn>> columns = new LinkedHashMap<>();
    Map<String, StoredTable> tables = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT table_id, column_id, name, kind, scale FROM "
                    + catalog
                    + ".columns ORDER BY table_id, column_id")) {
      while (row.next()) {
        columns
            .computeIfAbsent(row.getInt(1), id -> new LinkedHashMap<>())
            .put(
                row.getString(3), new StoredColumn(row.getInt(2), row.getString(4), row.getInt(5)));
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT table_id, name, row_count FROM " + catalog + ".tables ORDER BY table_id")) {
      while (row.next()) {
        int id = row.getInt(1);
        tables.put(
            row.getString(2),
            new StoredTable(id, row.getLong(3), columns.getOrDefault(id, Map.of())));
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT shop_id, generation, customers FROM " + catalog + ".vault")) {
      if (!row.next()) {
        throw new VaultException(fileName + " is not a vault: restore the file from a backup");
      }
      return new Contents(row.getString(1), row.getInt(2), row.getInt(3), tables, List.of());
    }
  }

  /** Refuses a file that was put here from elsewhere. */
  void requireIdentity(String expectedShop, int expectedGeneration, String fileName) {
    if (!shopId.equals(expectedShop) || generation != expectedGeneration) {
      throw new VaultException(
          fileName
              + " belongs to another shop or generation: restore the shop's folder from a backup,"
              + " all files together");
    }
  }

  /**
   * Refuses a policy that gives a stored column another type or scale: its integers would be read
   * as something that they are not.
   */
  void requireTypesOf(Policy policy) {
    for (Table table : policy.tables().values()) {
      StoredTable stored = tables.get(table.name());
      if (stored == null) {
        continue;
      }
      for (Column column : table.columns().values()) {
        StoredColumn was = stored.columns().get(column.name());
        StoredColumn is = StoredColumn.of(0, column);
        if (was != null && !(was.kind().equals(is.kind()) && was.scale() == is.scale())) {
          throw new InputException(
              "table "
                  + table.name()
                  + ", column "
                  + column.name()
                  + ": the vault holds "
                  + was.describe()
                  + ", the policy declares "
                  + is.describe()
                  + "; declare it as it was, or give the new column another name");
        }
      }
    }
  }
}
