package io.discreet.engine.vault;

import io.discreet.engine.vault.Contents.StoredColumn;
import io.discreet.engine.vault.Contents.StoredTable;
import io.discreet.engine.vault.StoredPart.PartFile;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rows in Parquet files of a range of customers each. Whole parts are read without counting a row;
 * only customers who share their part with others take a count.
 */
final class RowsOfParts implements RowPlaces {

  private final DuckDb db;
  private final PartFolder folder;
  private final List<StoredPart> all;
  private final List<StoredPart> parts;
  private final int firstCustomer;
  private final int endCustomer;
  private final Map<Integer, List<Stretch>> stretches = new ConcurrentHashMap<>();

  private RowsOfParts(
      DuckDb db, PartFolder folder, List<StoredPart> all, int firstCustomer, int endCustomer) {
    this.db = db;
    this.folder = folder;
    this.all = all;
    this.parts =
        all.stream()
            .filter(
                part -> part.firstCustomer() < endCustomer && part.endCustomer() > firstCustomer)
            .toList();
    this.firstCustomer = firstCustomer;
    this.endCustomer = endCustomer;
  }

  static RowsOfParts all(DuckDb db, PartFolder folder, Contents contents) {
    return new RowsOfParts(db, folder, contents.parts(), 0, contents.customers());
  }

  @Override
  public int firstCustomer() {
    return firstCustomer;
  }

  @Override
  public List<Stretch> stretches(StoredTable table) {
    return stretches.computeIfAbsent(
        table.id(),
        id -> parts.stream().map(part -> stretch(part, part.file(table.id()))).toList());
  }

  private Stretch stretch(StoredPart part, PartFile file) {
    long first = firstCustomer > part.firstCustomer() ? rowsBefore(file, firstCustomer) : 0;
    boolean toTheEnd = endCustomer >= part.endCustomer();
    long end = toTheEnd ? file.rows() : rowsBefore(file, endCustomer);
    return new Stretch(
        folder.nameOf(file),
        () -> folder.rows(file),
        "file_row_number",
        first,
        end - first,
        toTheEnd);
  }

  private long rowsBefore(PartFile file, int customer) {
    return db.number("SELECT count(*) FROM " + folder.rows(file) + " WHERE customer < " + customer);
  }

  @Override
  public String bounds(StoredTable table, StoredColumn column) {
    return "SELECT min(stats_min_value::BIGINT), max(stats_max_value::BIGINT) FROM "
        + folder.statistics(parts.stream().map(part -> part.file(table.id())).toList())
        + " WHERE path_in_schema = "
        + DuckDb.quoted(column.sqlName());
  }

  /** The border between two parts that is nearest. */
  @Override
  public int customerAt(StoredTable table, long row) {
    long before = 0;
    long nearest = Long.MAX_VALUE;
    int customer = 0;
    for (StoredPart part : all) {
      if (Math.abs(before - row) < nearest) {
        nearest = Math.abs(before - row);
        customer = part.firstCustomer();
      }
      before += part.file(table.id()).rows();
    }
    return customer;
  }

  @Override
  public RowPlaces ofCustomers(int first, int end) {
    return new RowsOfParts(db, folder, all, first, end);
  }
}
