package io.discreet.engine.vault;

import io.discreet.engine.vault.Contents.StoredColumn;
import io.discreet.engine.vault.Contents.StoredTable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Rows in the tables of one DuckDB file. */
final class RowsOfFile implements RowPlaces {

  private final DuckDb db;
  private final String catalog;
  private final String fileName;
  private final int firstCustomer;
  private final int endCustomer;
  private final boolean whole;
  private final Map<Integer, Stretch> stretches = new ConcurrentHashMap<>();

  private RowsOfFile(
      DuckDb db,
      String catalog,
      String fileName,
      int firstCustomer,
      int endCustomer,
      boolean whole) {
    this.db = db;
    this.catalog = catalog;
    this.fileName = fileName;
    this.firstCustomer = firstCustomer;
    this.endCustomer = endCustomer;
    this.whole = whole;
  }

  static RowsOfFile all(DuckDb db, String catalog, String fileName, int customers) {
    return new RowsOfFile(db, catalog, fileName, 0, customers, true);
  }

  @Override
  public int firstCustomer() {
    return firstCustomer;
  }

  @Override
  public List<Stretch> stretches(StoredTable table) {
    return List.of(stretches.computeIfAbsent(table.id(), id -> stretch(table)));
  }

  private Stretch stretch(StoredTable table) {
    long first = whole ? 0 : rowsBefore(table, firstCustomer);
    long rows = whole ? table.rows() : rowsBefore(table, endCustomer) - first;
    return new Stretch(fileName, () -> source(table), "rowid", first, rows, whole);
  }

  private String source(StoredTable table) {
    return catalog + "." + table.rowsTable();
  }

  @Override
  public String bounds(StoredTable table, StoredColumn column) {
    return "SELECT min(%1$s), max(%1$s) FROM %2$s".formatted(column.sqlName(), source(table));
  }

  /** Rows rise by customer, so that those before a customer are the first ones. */
  private long rowsBefore(StoredTable table, int customer) {
    return db.number("SELECT count(*) FROM " + source(table) + " WHERE customer < " + customer);
  }

  @Override
  public int customerAt(StoredTable table, long row) {
    return Math.toIntExact(
        db.number("SELECT customer FROM " + source(table) + " WHERE rowid = " + row));
  }

  @Override
  public RowPlaces ofCustomers(int first, int end) {
    return new RowsOfFile(db, catalog, fileName, first, end, false);
  }
}
