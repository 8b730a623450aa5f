package io.discreet.engine.vault;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.policy.Capacity;
import io.discreet.engine.policy.Table;
import io.discreet.engine.vault.Contents.StoredColumn;
import io.discreet.engine.vault.Contents.StoredTable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes one table of the next generation: kept rows of the previous generation and staged rows,
 * clustered, under a dictionary of exactly the values that they use.
 *
 * <p>Law: only declared columns are copied, and no row or dictionary entry of a customer who is
 * left out.
 */
final class TableWriter {

  /** What orders a previous row among its customer's, unless rows are rekeyed. */
  static final String ROW_HASH = "p.row_hash";

  /** The day of a row's intake, counted from 1970. */
  private static final String TAKEN_IN = "taken_in";

  private final DuckDb db;
  private final Table table;
  private final StoredTable next;
  private final @Nullable StoredTable previous;
  private final @Nullable Staged staged;
  private final String expired;
  private final LocalDate today;
  private final String rowHash;
  private final Optional<Capacity> capacity;

  /**
   * @param today the day of the intake of staged rows
   * @param rowHash what orders a previous row {@code p} among its customer's
   * @param previous the table in the attached catalog {@code previous}, of whose rows there is a
   *     view
   * @param capacity that new rows must keep to
   * @param cutoff the first day that is kept, where the policy has a retention
   */
  TableWriter(
      DuckDb db,
      Table table,
      StoredTable next,
      @Nullable StoredTable previous,
      @Nullable Staged staged,
      Optional<LocalDate> cutoff,
      LocalDate today,
      String rowHash,
      Optional<Capacity> capacity) {
    this.capacity = capacity;
    this.today = today;
    this.rowHash = rowHash;
    this.db = db;
    this.table = table;
    this.next = next;
    this.previous = previous;
    this.staged = staged;
    this.expired = cutoff.map(day -> expiry(table, previous, day)).orElse("FALSE");
  }

  /** The condition under which a previous row is too old, by its date or by that of its intake. */
  private static String expiry(Table table, @Nullable StoredTable previous, LocalDate cutoff) {
    String age =
        Retention.dateColumn(table)
            .map(date -> previous == null ? null : previous.columns().get(date))
            // Of two days and a missing one, the earlier that there is.
            .map(column -> "least(p." + column.sqlName() + ", p." + TAKEN_IN + ")")
            .orElse("p." + TAKEN_IN);
    return "(" + age + " < " + cutoff.toEpochDay() + ")";
  }

  int id() {
    return next.id();
  }

  /** Writes the dictionary of the values that the next generation's rows use. */
  void writeDictionary() {
    for (StoredColumn column : next.columns().values()) {
      if (column.category()) {
        writeDictionary(column);
      }
    }
  }

  /** Writes all rows into the catalog {@code next}, after the dictionary; returns their number. */
  long writeRows() {
    String columns =
        next.columns().values().stream()
            .map(column -> ", " + column.sqlName() + " " + column.sqlType())
            .collect(Collectors.joining());
    String rowsTable = "next." + next.rowsTable();
    db.run(
        "CREATE TABLE "
            + rowsTable
            + " (customer INTEGER NOT NULL, row_hash BIGINT NOT NULL, "
            + TAKEN_IN
            + " INTEGER NOT NULL"
            + columns
            + ")");
    db.run("INSERT INTO " + rowsTable + " " + rows(""));
    return db.number("SELECT count(*) FROM " + rowsTable);
  }

  /** Selects the rows of a range of customers in the order in which they are stored. */
  String rowsOf(int firstCustomer, int endCustomer) {
    return rows(" AND %s.customer >= " + firstCustomer + " AND %s.customer < " + endCustomer);
  }

  /** Refuses more rows than one process can hold the columns of, also where they lie in parts. */
  void requireOneProcess(long rows) {
    if (rows > Capacity.MOST) {
      throw new InputException(
          "table "
              + table.name()
              + " would hold "
              + rows
              + " rows, the most is "
              + Capacity.MOST
              + ": shorten the retention or split the table");
    }
  }

  /** Rows that are there already are never in the way of forgetting, retention or rotation. */
  void requireCapacity(long rows) {
    if (staged != null && capacity.isPresent() && rows > capacity.get().rowsOf(table)) {
      throw new InputException(
          "table "
              + table.name()
              + " would hold "
              + rows
              + " rows, and the policy's capacity is "
              + capacity.get().rowsOf(table)
              + ": raise the capacity or shorten the retention");
    }
  }

  /**
   * Rows of the previous generation that are older than the retention, leaving out nobody else's.
   */
  long expiredRows() {
    return previous == null
        ? 0
        : db.number(
            "SELECT count(*) FROM "
                + PreviousRows.view(previous)
                + " p WHERE "
                + expired
                + " AND p.customer NOT IN (SELECT customer FROM left_out)");
  }

  private String keptRows(StoredTable from) {
    String kept =
        PreviousRows.view(from)
            + " p WHERE NOT "
            + expired
            + " AND p.customer NOT IN (SELECT customer FROM left_out)";
    return staged != null && table.oneRowPerCustomer()
        ? kept + " AND p.customer NOT IN (" + staged.customers() + ")"
        : kept;
  }

  private void writeDictionary(StoredColumn column) {
    List<String> sources = new ArrayList<>();
    String name = nameOf(column);
    if (previous != null && previous.columns().containsKey(name)) {
      StoredColumn from = previous.columns().get(name);
      sources.add(
          "SELECT value FROM previous.dictionary WHERE "
              + previous.entries(from)
              + " AND code IN (SELECT p."
              + from.sqlName()
              + " FROM "
              + keptRows(previous)
              + ")");
    }
    if (staged != null) {
      sources.add(staged.words(column));
    }
    if (sources.isEmpty()) {
      return;
    }
    // Sorted by value, so that codes tell nothing about who came first.
    db.run(
        "INSERT INTO next.dictionary SELECT "
            + next.id()
            + ", "
            + column.id()
            + ", row_number() OVER (ORDER BY value) - 1, value FROM ("
            + String.join(" UNION ", sources)
            + ") ORDER BY value");
  }

  /**
   * @param range an SQL condition on the customer of rows that are called %s, or none
   */
  private String rows(String range) {
    List<String> sources = new ArrayList<>();
    if (previous != null) {
      sources.add(previousRows(previous, range));
    }
    if (staged instanceof StagedRows rows) {
      sources.add(stagedRows(rows, range));
    }
    if (sources.isEmpty()) {
      sources.add(noRows());
    }
    String order =
        next.columns().values().stream()
            .map(column -> ", " + column.sqlName())
            .collect(Collectors.joining());
    return "SELECT * FROM ("
        + String.join(" UNION ALL ", sources)
        + ") ORDER BY customer, row_hash"
        + order;
  }

  private String noRows() {
    return "SELECT 0::INTEGER AS customer, 0::BIGINT AS row_hash, 0::INTEGER AS "
        + TAKEN_IN
        + next.columns().values().stream()
            .map(column -> ", 0::" + column.sqlType() + " AS " + column.sqlName())
            .collect(Collectors.joining())
        + " WHERE FALSE";
  }

  private String previousRows(StoredTable from, String range) {
    StringBuilder select =
        new StringBuilder("SELECT p.customer, " + rowHash + " AS row_hash, p." + TAKEN_IN);
    StringBuilder joins = new StringBuilder();
    for (Map.Entry<String, StoredColumn> entry : next.columns().entrySet()) {
      StoredColumn column = entry.getValue();
      StoredColumn was = from.columns().get(entry.getKey());
      if (was == null) {
        select.append(", CAST(NULL AS ").append(column.sqlType()).append(")");
      } else if (column.category()) {
        appendRecoding(
            select, joins, column, "p." + was.sqlName(), "previous.dictionary", from.entries(was));
      } else {
        select.append(", p.").append(was.sqlName());
      }
      select.append(" AS ").append(column.sqlName());
    }
    return select
        + " FROM (SELECT p.* FROM "
        + keptRows(from)
        + range.replace("%s", "p")
        + ") p"
        + joins;
  }

  private String stagedRows(StagedRows rows, String range) {
    StringBuilder select =
        new StringBuilder(
            "SELECT s.customer, s.row_hash, " + today.toEpochDay() + " AS " + TAKEN_IN);
    StringBuilder joins = new StringBuilder();
    for (StoredColumn column : next.columns().values()) {
      String from = "s." + column.sqlName();
      if (column.category() && !rows.codesOfNext()) {
        appendRecoding(
            select, joins, column, from, rows.dictionaryName(), "column_id = " + column.id());
      } else {
        select.append(", ").append(from);
      }
      select.append(" AS ").append(column.sqlName());
    }
    return select
        + " FROM (SELECT s.* FROM "
        + rows.tableName()
        + " s WHERE s.customer NOT IN (SELECT customer FROM left_out)"
        + range.replace("%s", "s")
        + ") s"
        + joins;
  }

  /** Selects the next generation's code of a value for its code under another dictionary. */
  private void appendRecoding(
      StringBuilder select,
      StringBuilder joins,
      StoredColumn column,
      String oldCode,
      String oldDictionary,
      String oldEntries) {
    String recoding = "recoded" + column.id();
    select.append(", ").append(recoding).append(".new_code");
    joins
        .append(" LEFT JOIN (SELECT o.code AS old_code, n.code AS new_code FROM (SELECT * FROM ")
        .append(oldDictionary)
        .append(" WHERE ")
        .append(oldEntries)
        .append(") o JOIN (SELECT * FROM next.dictionary WHERE ")
        .append(next.entries(column))
        .append(") n ON n.value = o.value) ")
        .append(recoding)
        .append(" ON ")
        .append(recoding)
        .append(".old_code = ")
        .append(oldCode);
  }

  private String nameOf(StoredColumn column) {
    return next.columns().entrySet().stream()
        .filter(entry -> entry.getValue().equals(column))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }
}
