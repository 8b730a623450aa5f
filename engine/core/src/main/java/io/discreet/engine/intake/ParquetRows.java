package io.discreet.engine.intake;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.rows.TextRow;
import io.discreet.engine.rows.WantedFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBDriver;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/**
 * Parquet, through an in-memory DuckDB that has no temporary folder: the raw id passes its scan and
 * its projection, neither of which can spill, and is streamed out chunk by chunk.
 */
final class ParquetRows implements RowSource {

  private static final Pattern PLAIN_TYPE =
      Pattern.compile(
          "VARCHAR|BOOLEAN|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL\\(\\d+,\\d+\\)"
              + "|DATE|TIMESTAMP(_S|_MS|_NS)?|TIMESTAMP WITH TIME ZONE|UUID|ENUM\\(.*\\)");

  private final Path path;
  private final String file;
  private final long size;
  private final long rows;
  private final DuckDBConnection connection;
  private final int[] fieldOf;
  private final List<String> ignored;
  private final DuckDBPreparedStatement statement;
  private final DuckDBChunkedResult result;
  private @Nullable DuckDBDataChunkReader chunk;
  private long rowInChunk;
  private long rowsRead;

  private record ParquetColumn(String name, String type) {}

  ParquetRows(Path path, String file, WantedFields wanted) throws IOException {
    this.path = path;
    this.file = file;
    this.size = Files.size(path);
    DuckDBConnection opened = open();
    boolean ready = false;
    try {
      String location = literalPath(path);
      List<ParquetColumn> columns = describe(opened, location);
      List<String> names = columns.stream().map(ParquetColumn::name).toList();
      int[] fields = wanted.match(file, names);
      this.ignored = wanted.ignored(names);
      this.fieldOf = Arrays.stream(fields).filter(f -> f >= 0).toArray();
      this.rows = count(opened, location);
      this.statement = opened.prepare("SELECT " + projection(columns, fields) + FROM_FILE);
      this.statement.setString(1, location);
      this.result = this.statement.query();
      this.connection = opened;
      ready = true;
    } catch (SQLException e) {
      throw unreadable();
    } finally {
      if (!ready) {
        close(opened);
      }
    }
  }

  private static final String FROM_FILE = " FROM read_parquet(?, hive_partitioning = false)";

  private static DuckDBConnection open() {
    Properties properties = new Properties();
    properties.setProperty("temp_directory", "");
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    properties.setProperty("preserve_insertion_order", "true");
    try {
      DuckDBConnection opened =
          (DuckDBConnection) new DuckDBDriver().connect("jdbc:duckdb:", properties);
      try (Statement setting = opened.createStatement()) {
        // Instants become text with an offset, which the date reader takes to the policy's zone. No
        // property of the connection: the extension that knows the setting is loaded later.
        setting.execute("SET TimeZone = 'UTC'");
      }
      return opened;
    } catch (SQLException e) {
      throw new IllegalStateException("the Parquet reader cannot be started");
    }
  }

  /** A path in which no character is taken for a pattern. */
  private static String literalPath(Path path) {
    return path.toAbsolutePath()
        .toString()
        .replace("[", "[[]")
        .replace("*", "[*]")
        .replace("?", "[?]");
  }

  private static List<ParquetColumn> describe(DuckDBConnection connection, String location)
      throws SQLException {
    List<ParquetColumn> columns = new ArrayList<>();
    try (PreparedStatement describe =
        connection.prepareStatement("DESCRIBE SELECT *" + FROM_FILE)) {
      describe.setString(1, location);
      try (ResultSet row = describe.executeQuery()) {
        while (row.next()) {
          columns.add(new ParquetColumn(row.getString(1), row.getString(2)));
        }
      }
    }
    return columns;
  }

  private static long count(DuckDBConnection connection, String location) throws SQLException {
    try (PreparedStatement count = connection.prepareStatement("SELECT count(*)" + FROM_FILE)) {
      count.setString(1, location);
      try (ResultSet row = count.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private String projection(List<ParquetColumn> columns, int[] fields) {
    List<String> selected = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      if (fields[i] != WantedFields.IGNORED) {
        ParquetColumn column = columns.get(i);
        if (!PLAIN_TYPE.matcher(column.type()).matches()) {
          throw WantedFields.noPlainValue(file, column.name());
        }
        String name = '"' + column.name().replace("\"", "\"\"") + '"';
        selected.add(column.type().equals("VARCHAR") ? name : "CAST(" + name + " AS VARCHAR)");
      }
    }
    return String.join(", ", selected);
  }

  @Override
  public boolean next(TextRow row) throws IOException {
    row.clear();
    DuckDBDataChunkReader current = chunk;
    while (current == null || rowInChunk == current.rowCount()) {
      if (!result.nextChunk()) {
        // The driver ends a result that fails half-way like one that is complete.
        if (rowsRead != rows) {
          throw unreadable();
        }
        return false;
      }
      current = result.chunk();
      chunk = current;
      rowInChunk = 0;
    }
    for (int i = 0; i < fieldOf.length; i++) {
      DuckDBReadableVector vector = current.vector(i);
      if (!vector.isNull(rowInChunk)) {
        row.set(fieldOf[i], vector.getString(rowInChunk));
      }
    }
    rowInChunk++;
    rowsRead++;
    return true;
  }

  private InputException unreadable() {
    // DuckDB's message can quote a value: it is not passed on.
    return new InputException(
        file + " is not a readable Parquet file: write it again, or take it in as CSV");
  }

  @Override
  public long bytesRead() {
    return rows == 0 ? size : (long) ((double) size * rowsRead / rows);
  }

  @Override
  public List<String> ignoredColumns() {
    return ignored;
  }

  @Override
  public byte[] sha256() throws IOException {
    return SourceFile.sha256(path);
  }

  @Override
  public void close() {
    try {
      result.close();
      statement.close();
    } catch (SQLException e) {
      throw unreadable();
    } finally {
      close(connection);
    }
  }

  private static void close(DuckDBConnection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("the Parquet reader cannot be stopped");
    }
  }
}
