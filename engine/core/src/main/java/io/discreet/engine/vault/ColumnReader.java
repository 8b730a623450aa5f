package io.discreet.engine.vault;

import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Column.Bounds;
import io.discreet.engine.policy.Width;
import io.discreet.engine.vault.Contents.StoredColumn;
import io.discreet.engine.vault.Contents.StoredTable;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;

/**
 * Reads stored columns into primitive arrays, chunk by chunk, in the order of the file.
 *
 * <p>What a scan relies on is checked while reading, so that a damaged file is named instead of
 * answered from: the number of rows, the order of customers, codes inside their dictionary. Numbers
 * are moved into the range that the policy declares now, on which noise scales rest; it may be
 * narrower than the range that they were taken in with.
 *
 * <p>Numbers are narrowed by the storage engine, vector by vector, and copied into their array: a
 * column takes its array and, for each processor, a few vectors.
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

  /** How wide a column is packed: by its bounds, by its dictionary, or by the days that it has. */
  Width width(StoredTable table, StoredColumn column, Column declared) {
    if (declared instanceof Column.Numeric numeric) {
      return Width.of(numeric.range().magnitude());
    }
    return declared instanceof Column.Date
        ? Width.of(days(table, column).magnitude())
        : Width.of(db.number("SELECT count(*) FROM " + entries(table, column)));
  }

  /**
   * Reads a column.
   *
   * @param width as {@link #width} gives it
   */
  ColumnData read(StoredTable table, StoredColumn column, Column declared, Width width) {
    if (declared instanceof Column.Numeric numeric) {
      return new ColumnData.Units(units(table, column, width, numeric.range()));
    } else if (declared instanceof Column.Date) {
      Bounds days = days(table, column);
      return new ColumnData.Days(read(table, column.sqlName(), width, days.low(), days.high()));
    }
    List<String> dictionary = dictionary(table, column);
    int last = dictionary.size() - 1;
    stored(table, column)
        .filter(codes -> codes.low() < 0 || codes.high() > last)
        .ifPresent(
            codes -> {
              throw damaged();
            });
    return new ColumnData.Codes(read(table, column.sqlName(), width, 0, last), dictionary);
  }

  private Packed units(StoredTable table, StoredColumn column, Width width, Bounds range) {
    String name = column.sqlName();
    Optional<Bounds> stored = stored(table, column);
    boolean inside =
        stored.isEmpty()
            || (stored.get().low() >= range.low() && stored.get().high() <= range.high());
    String moved =
        inside
            ? name
            : "CASE WHEN %1$s < %2$d THEN %2$d WHEN %1$s > %3$d THEN %3$d ELSE %1$s END"
                .formatted(name, range.low(), range.high());
    return read(table, moved, width, range.low(), range.high());
  }

  private Bounds days(StoredTable table, StoredColumn column) {
    return stored(table, column).orElse(new Bounds(0, 0));
  }

  /**
   * The least and the greatest number of a column, of all customers, which the file's statistics
   * have; empty where all are missing.
   */
  private Optional<Bounds> stored(StoredTable table, StoredColumn column) {
    String name = column.sqlName();
    return db.withOwnConnection(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row =
                  statement.executeQuery(
                      "SELECT min(%1$s), max(%1$s) FROM %2$s.%3$s"
                          .formatted(name, catalog, table.rowsTable()))) {
            if (!row.next()) {
              throw damaged();
            }
            long least = row.getLong(1);
            if (row.wasNull()) {
              return Optional.empty();
            }
            long greatest = row.getLong(2);
            if (least > greatest || least < -Bounds.MOST || greatest > Bounds.MOST) {
              throw damaged();
            }
            return Optional.of(new Bounds(least, greatest));
          }
        });
  }

  private String entries(StoredTable table, StoredColumn column) {
    return catalog
        + ".dictionary WHERE table_id = "
        + table.id()
        + " AND column_id = "
        + column.id();
  }

  /** The values of a category by code, in whose order they were written. */
  private List<String> dictionary(StoredTable table, StoredColumn column) {
    List<String> values = new ArrayList<>();
    drain(
        "SELECT code, value FROM " + entries(table, column),
        chunk -> {
          DuckDBReadableVector codes = chunk.vector(0);
          DuckDBReadableVector words = chunk.vector(1);
          for (long i = 0; i < chunk.rowCount(); i++) {
            if (codes.getInt(i, Packed.NULL) != values.size() || words.isNull(i)) {
              throw damaged();
            }
            values.add(words.getString(i));
          }
        });
    return List.copyOf(values);
  }

  private Packed read(
      StoredTable table, String expression, Width width, long least, long greatest) {
    Packer packer = new Packer(Math.toIntExact(table.rows()), width, least, greatest);
    read(
        table,
        "(" + expression + ")::" + Packer.sqlType(width),
        firstRow ->
            (vector, length, row) -> {
              if (!packer.put(vector, length, row)) {
                throw damaged();
              }
            });
    return packer.packed();
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
    long end = Math.min(endRow, table.rows());
    long[] row = {firstRow};
    drain(
        sql,
        chunk -> {
          int length = Math.toIntExact(chunk.rowCount());
          if (row[0] + length > end) {
            throw damaged();
          }
          sink.take(chunk.vector(0), length, (int) row[0]);
          row[0] += length;
        });
    return row[0] - firstRow;
  }

  /** Runs a query on a connection of its own, and reads its result as it comes. */
  private void drain(String sql, Consumer<DuckDBDataChunkReader> sink) {
    db.withOwnConnection(
        connection -> {
          try (DuckDBPreparedStatement statement = connection.prepare(sql);
              DuckDBChunkedResult result = statement.query()) {
            while (result.nextChunk()) {
              sink.accept(result.chunk());
            }
          }
          return sql;
        });
  }

  private VaultException damaged() {
    return new VaultException(
        fileName + " is damaged: restore the shop's folder from a backup, all files together");
  }
}
