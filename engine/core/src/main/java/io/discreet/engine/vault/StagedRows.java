package io.discreet.engine.vault;

import io.discreet.engine.vault.Contents.StoredColumn;
import io.discreet.engine.vault.Contents.StoredTable;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBAppender;

/**
 * New rows of one table on their way into the next generation.
 *
 * <p>What is appended is pseudonymous: customer indexes, keyed hashes and quantized values. Not
 * thread-safe, and used by the thread that made it.
 */
public final class StagedRows implements Staged {

  /** A missing value of any type. */
  public static final long NULL = Long.MIN_VALUE;

  private final DuckDb db;
  private final StoredTable table;
  private final StoredColumn[] columns;
  private final DuckDBAppender appender;
  private final boolean codesOfNext;
  private long rows;

  /**
   * @param codesOfNext whether codes are those of the next generation already
   */
  StagedRows(DuckDb db, StoredTable table, boolean codesOfNext) {
    this.codesOfNext = codesOfNext;
    this.db = db;
    this.table = table;
    this.columns = table.columns().values().toArray(StoredColumn[]::new);
    StringBuilder ddl = new StringBuilder("(customer INTEGER, row_hash BIGINT");
    for (StoredColumn column : columns) {
      ddl.append(", ").append(column.sqlName()).append(' ').append(column.sqlType());
    }
    db.run("CREATE TEMP TABLE " + tableName() + " " + ddl + ")");
    db.run(
        "CREATE TEMP TABLE "
            + dictionaryName()
            + " (column_id INTEGER, code INTEGER, value VARCHAR)");
    this.appender = db.appender(tableName());
  }

  /**
   * Appends one row.
   *
   * @param customer the customer index
   * @param rowHash the keyed hash of pseudonym and content that orders a customer's rows
   * @param values of the declared columns in the policy's order: codes, days or units, or {@link
   *     #NULL}; read before this returns
   */
  public void add(int customer, long rowHash, long[] values) {
    try {
      appender.beginRow().append(customer).append(rowHash);
      for (int i = 0; i < columns.length; i++) {
        long value = values[i];
        if (value == NULL) {
          appender.appendNull();
        } else if (columns[i].sqlType().equals("BIGINT")) {
          appender.append(value);
        } else {
          appender.append(Math.toIntExact(value));
        }
      }
      appender.endRow();
    } catch (SQLException e) {
      throw DuckDb.failure("staging rows", e);
    }
    rows++;
  }

  /**
   * Says what the codes of a category column stand for; once a column, before writing.
   *
   * @param column its position in the policy's order
   * @param values by code; those that no row uses are not stored
   */
  public void dictionary(int column, List<String> values) {
    try (DuckDBAppender entries = db.appender(dictionaryName())) {
      for (int code = 0; code < values.size(); code++) {
        entries.beginRow().append(column).append(code).append(values.get(code)).endRow();
      }
    } catch (SQLException e) {
      throw DuckDb.failure("staging a dictionary", e);
    }
  }

  public long rows() {
    return rows;
  }

  /** Ends appending. */
  void finish() {
    try {
      appender.close();
    } catch (SQLException e) {
      throw DuckDb.failure("staging rows", e);
    }
  }

  boolean codesOfNext() {
    return codesOfNext;
  }

  @Override
  public String customers() {
    return "SELECT customer FROM " + tableName();
  }

  @Override
  public String words(StoredColumn column) {
    return "SELECT value FROM "
        + dictionaryName()
        + " WHERE column_id = "
        + column.id()
        + " AND code IN (SELECT "
        + column.sqlName()
        + " FROM "
        + tableName()
        + " WHERE customer NOT IN (SELECT customer FROM left_out))";
  }

  String tableName() {
    return "staged_" + table.id();
  }

  String dictionaryName() {
    return "staged_dictionary_" + table.id();
  }
}
