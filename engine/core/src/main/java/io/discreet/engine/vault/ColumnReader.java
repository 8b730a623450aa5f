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
  private final RowPlaces places;

  /**
   * @param places of the customers to read; rows and customers are numbered from their first
   */
  ColumnReader(DuckDb db, String catalog, String fileName, RowPlaces places) {
    this.db = db;
    this.catalog = catalog;
    this.fileName = fileName;
    this.places = places;
  }

  /** The offsets that the rows' customer indexes, which must rise, amount to. */
  int[] offsets(StoredTable table, int customers) {
    OffsetsBuilder offsets =
        new OffsetsBuilder(Math.toIntExact(table.rows()), places.firstCustomer(), customers);
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
   * The least and the greatest number of a column, which the statistics of the files have; empty
   * where all are missing.
   */
  private Optional<Bounds> stored(StoredTable table, StoredColumn column) {
    return db.withOwnConnection(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery(places.bounds(table, column))) {
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
    return catalog + ".dictionary WHERE " + table.entries(column);
  }

  /** The values of a category by code, in whose order they were written. */
  private List<String> dictionary(StoredTable table, StoredColumn column) {
    List<String> values = new ArrayList<>();
    drain(
        "reading " + fileName,
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

  /**
   * Some rows of a stretch.
   *
   * @param firstRow as the reader numbers them
   * @param first as the stretch does
   * @param last whether no others follow in the stretch
   */
  private record Run(RowPlaces.Stretch of, long firstRow, long first, long rows, boolean last) {}

  /** Reads a column in runs of rows, several at once, each on a connection of its own. */
  private void read(StoredTable table, String sqlColumn, Runs runs) {
    List<Run> all = new ArrayList<>();
    long firstRow = 0;
    for (RowPlaces.Stretch stretch : places.stretches(table)) {
      long rows = stretch.rows();
      int pieces =
          (int) Math.min(Runtime.getRuntime().availableProcessors(), 1 + rows / LEAST_ROWS_OF_RUN);
      for (int piece = 0; piece < pieces; piece++) {
        long first = rows * piece / pieces;
        long end = rows * (piece + 1) / pieces;
        all.add(new Run(stretch, firstRow + first, first, end - first, piece == pieces - 1));
      }
      firstRow += rows;
    }
    if (firstRow != table.rows()) {
      throw damaged();
    }
    all.parallelStream().forEach(run -> read(sqlColumn, run, runs.from((int) run.firstRow())));
  }

  private void read(String sqlColumn, Run run, ChunkSink sink) {
    RowPlaces.Stretch stretch = run.of();
    long first = stretch.first() + run.first();
    String sql =
        "SELECT "
            + sqlColumn
            + " FROM "
            + stretch.source().get()
            + " WHERE "
            + stretch.position()
            + " >= "
            + first
            + (run.last() && stretch.toTheEnd()
                ? ""
                : " AND " + stretch.position() + " < " + (first + run.rows()));
    long end = run.firstRow() + run.rows();
    long[] row = {run.firstRow()};
    drain(
        "reading " + stretch.fileName(),
        sql,
        chunk -> {
          int length = Math.toIntExact(chunk.rowCount());
          if (row[0] + length > end) {
            throw VaultException.damaged(stretch.fileName());
          }
          sink.take(chunk.vector(0), length, (int) row[0]);
          row[0] += length;
        });
    if (row[0] != end) {
      throw VaultException.damaged(stretch.fileName());
    }
  }

  /** Runs a query on a connection of its own, and reads its result as it comes. */
  private void drain(String subject, String sql, Consumer<DuckDBDataChunkReader> sink) {
    db.withOwnConnection(
        subject,
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
    return VaultException.damaged(fileName);
  }
}
