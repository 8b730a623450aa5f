package io.discreet.engine.vault;

import io.discreet.engine.policy.Column.Bounds;
import io.discreet.engine.vault.Contents.StoredColumn;
import io.discreet.engine.vault.Contents.StoredTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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

  /** Below this many rows another connection costs more than it saves. */
  private static final long LEAST_ROWS_OF_RUN = 1 << 18;

  /** Takes the values of one chunk that start at a row. */
  @FunctionalInterface
  interface ChunkSink {
    void take(DuckDBReadableVector vector, int length, int row);
  }

  /** Makes what takes the consecutive chunks of one run of rows. */
  @FunctionalInterface
  interface Runs {
    ChunkSink from(int firstRow);
  }

  private final DuckDb db;
  private final String catalog;
  private final String fileName;
  private final CustomerRange range;

  /**
   * @param range the customers to read; rows and customers are numbered from its first
   */
  ColumnReader(DuckDb db, String catalog, String fileName, CustomerRange range) {
    this.db = db;
    this.catalog = catalog;
    this.fileName = fileName;
    this.range = range;
  }

  /** The offsets that the rows' customer indexes, which must rise, amount to. */
  int[] offsets(StoredTable table, int customers) {
    OffsetsBuilder offsets =
        new OffsetsBuilder(Math.toIntExact(table.rows()), range.firstCustomer(), customers);
    read(table, "customer", offsets::run);
    return offsets.finish().orElseThrow(this::damaged);
  }

  ColumnData.Units units(StoredTable table, StoredColumn column, Bounds range) {
    Packer packer = new Packer(Math.toIntExact(table.rows()), range.magnitude());
    long low = range.low();
    long high = range.high();
    read(
        table,
        column.sqlName(),
        firstRow ->
            (vector, length, row) -> {
              int[] numbers = new int[length];
              for (int i = 0; i < length; i++) {
                long value = vector.getLong(i, Long.MIN_VALUE);
                numbers[i] =
                    value == Long.MIN_VALUE
                        ? Packed.NULL
                        : (int) Math.max(low, Math.min(high, value)); // bounds are ints
              }
              packer.put(row, numbers, length);
            });
    return new ColumnData.Units(packer.packed());
  }

  ColumnData.Days days(StoredTable table, StoredColumn column) {
    // Days of the years 1880 to 2059 take two bytes; one outside widens the column.
    Packer packer = new Packer(Math.toIntExact(table.rows()), Short.MAX_VALUE);
    readInts(table, column, packer, Packed.NULL + 1, Integer.MAX_VALUE);
    return new ColumnData.Days(packer.packed());
  }

  ColumnData.Codes codes(StoredTable table, StoredColumn column) {
    List<String> dictionary = dictionary(table, column);
    Packer packer = new Packer(Math.toIntExact(table.rows()), dictionary.size());
    readInts(table, column, packer, 0, dictionary.size() - 1);
    return new ColumnData.Codes(packer.packed(), dictionary);
  }

  private void readInts(
      StoredTable table, StoredColumn column, Packer packer, int least, int greatest) {
    read(
        table,
        column.sqlName(),
        firstRow ->
            (vector, length, row) -> {
              int[] numbers = new int[length];
              for (int i = 0; i < length; i++) {
                int number = vector.getInt(i, Packed.NULL);
                if (number != Packed.NULL && (number < least || number > greatest)) {
                  throw damaged();
                }
                numbers[i] = number;
              }
              packer.put(row, numbers, length);
            });
  }

  private List<String> dictionary(StoredTable table, StoredColumn column) {
    return db.withOwnConnection(
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

  /** Reads a column in runs of rows, several at once, each on a connection of its own. */
  private void read(StoredTable table, String sqlColumn, Runs runs) {
    long rows = table.rows();
    int parts =
        (int) Math.min(Runtime.getRuntime().availableProcessors(), 1 + rows / LEAST_ROWS_OF_RUN);
    long read =
        IntStream.range(0, parts)
            .parallel()
            .mapToLong(
                part -> {
                  long first = rows * part / parts;
                  long end = part == parts - 1 ? range.endRow(rows) : rows * (part + 1) / parts;
                  return read(table, sqlColumn, first, end, runs.from((int) first));
                })
            .sum();
    if (read != rows) {
      throw damaged();
    }
  }

  private long read(
      StoredTable table, String sqlColumn, long firstRow, long endRow, ChunkSink sink) {
    long base = range.firstRow(table.id());
    String sql =
        "SELECT "
            + sqlColumn
            + " FROM "
            + catalog
            + "."
            + table.rowsTable()
            + " WHERE rowid >= "
            + (base + firstRow)
            + (endRow == CustomerRange.OPEN ? "" : " AND rowid < " + (base + endRow));
    return db.withOwnConnection(
        connection -> {
          try (DuckDBPreparedStatement statement = connection.prepare(sql);
              DuckDBChunkedResult result = statement.query()) {
            return drain(result, firstRow, Math.min(endRow, table.rows()), sink);
          }
        });
  }

  private long drain(DuckDBChunkedResult result, long firstRow, long endRow, ChunkSink sink)
      throws SQLException {
    long row = firstRow;
    while (result.nextChunk()) {
      int length = Math.toIntExact(result.chunk().rowCount());
      if (row + length > endRow) {
        throw damaged();
      }
      sink.take(result.chunk().vector(0), length, (int) row);
      row += length;
    }
    return row - firstRow;
  }

  private VaultException damaged() {
    return new VaultException(
        fileName + " is damaged: restore the shop's folder from a backup, all files together");
  }
}
