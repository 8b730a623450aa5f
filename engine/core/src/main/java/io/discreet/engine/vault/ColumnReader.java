package io.discreet.engine.vault;

import io.discreet.engine.policy.Column.Bounds;
import io.discreet.engine.vault.Contents.StoredColumn;
import io.discreet.engine.vault.Contents.StoredTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;

/**
 * Reads stored columns into primitive arrays, chunk by chunk, in the order of the file.
 *
 * <p>What a scan relies on is checked while reading, so that a damaged file is named instead of
 * answered from: the number of rows, the order of customers, codes inside their dictionary. Numbers
 * are moved into the range that the policy declares now, on which noise scales rest; it may be
 * narrower than the range that they were taken in with.
 */
final class ColumnReader {

  private final DuckDb db;
  private final String catalog;
  private final String fileName;

  ColumnReader(DuckDb db, String catalog, String fileName) {
    this.db = db;
    this.catalog = catalog;
    this.fileName = fileName;
  }

  /** Takes the values of one chunk that start at a row. */
  @FunctionalInterface
  private interface ChunkSink {
    void take(DuckDBReadableVector vector, int length, int firstRow);
  }

  /** The offsets that the rows' customer indexes, which must rise, amount to. */
  int[] offsets(StoredTable table, int customers) {
    int[] rowsOf = new int[customers + 1];
    int[] previous = {0};
    read(
        table,
        "customer",
        (vector, length, firstRow) -> {
          int last = previous[0];
          for (int i = 0; i < length; i++) {
            int customer = vector.getInt(i, -1);
            if (customer < last || customer >= customers) {
              throw damaged();
            }
            rowsOf[customer + 1]++;
            last = customer;
          }
          previous[0] = last;
        });
    for (int customer = 0; customer < customers; customer++) {
      rowsOf[customer + 1] += rowsOf[customer];
    }
    return rowsOf;
  }

  ColumnData.Units units(StoredTable table, StoredColumn column, Bounds range) {
    long[] units = new long[Math.toIntExact(table.rows())];
    read(
        table,
        column.sqlName(),
        (vector, length, firstRow) -> {
          for (int i = 0; i < length; i++) {
            long value = vector.getLong(i, ColumnData.Units.NULL);
            units[firstRow + i] =
                value == ColumnData.Units.NULL ? ColumnData.Units.NULL : range.clamp(value);
          }
        });
    return new ColumnData.Units(units);
  }

  ColumnData.Days days(StoredTable table, StoredColumn column) {
    int[] days = new int[Math.toIntExact(table.rows())];
    read(
        table,
        column.sqlName(),
        (vector, length, firstRow) -> {
          for (int i = 0; i < length; i++) {
            days[firstRow + i] = vector.getInt(i, ColumnData.Days.NULL);
          }
        });
    return new ColumnData.Days(days);
  }

  ColumnData.Codes codes(StoredTable table, StoredColumn column) {
    List<String> dictionary = dictionary(table, column);
    int[] codes = new int[Math.toIntExact(table.rows())];
    int size = dictionary.size();
    read(
        table,
        column.sqlName(),
        (vector, length, firstRow) -> {
          for (int i = 0; i < length; i++) {
            int code = vector.getInt(i, ColumnData.Codes.NULL);
            if (code < ColumnData.Codes.NULL || code >= size) {
              throw damaged();
            }
            codes[firstRow + i] = code;
          }
        });
    return new ColumnData.Codes(codes, dictionary);
  }

  private List<String> dictionary(StoredTable table, StoredColumn column) {
    return db.with(
        connection -> {
          List<String> values = new ArrayList<>();
          try (Statement statement = connection.createStatement();
              ResultSet row =
                  statement.executeQuery(
                      "SELECT code, value FROM "
                          + catalog
                          + ".dictionary WHERE table_id = "
                          + table.id()
                          + " AND column_id = "
                          + column.id()
                          + " ORDER BY code")) {
            while (row.next()) {
              if (row.getInt(1) != values.size()) {
                throw damaged();
              }
              values.add(row.getString(2));
            }
          }
          return List.copyOf(values);
        });
  }

  private void read(StoredTable table, String sqlColumn, ChunkSink sink) {
    long rows =
        db.with(
            connection -> {
              String sql = "SELECT " + sqlColumn + " FROM " + catalog + "." + table.rowsTable();
              try (DuckDBPreparedStatement statement = connection.prepare(sql);
                  DuckDBChunkedResult result = statement.query()) {
                return drain(result, table.rows(), sink);
              }
            });
    if (rows != table.rows()) {
      throw damaged();
    }
  }

  private long drain(DuckDBChunkedResult result, long rows, ChunkSink sink) throws SQLException {
    long row = 0;
    while (result.nextChunk()) {
      int length = Math.toIntExact(result.chunk().rowCount());
      if (row + length > rows) {
        throw damaged();
      }
      sink.take(result.chunk().vector(0), length, (int) row);
      row += length;
    }
    return row;
  }

  private VaultException damaged() {
    return new VaultException(
        fileName + " is damaged: restore the shop's folder from a backup, all files together");
  }
}
