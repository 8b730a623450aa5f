package io.discreet.cli.output;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/** Writes a table of released values as Parquet, by DuckDB. */
public final class ParquetSheet {

  private ParquetSheet() {}

  /** Writes the columns that are for programs; texts as VARCHAR, numbers as BIGINT or DOUBLE. */
  public static void write(Sheet sheet, Path file) throws IOException {
    List<Integer> columns = sheet.programColumns();
    String types =
        columns.stream()
            .map(i -> quoted(sheet.column(i).key(), '"') + " " + type(sheet, i))
            .collect(Collectors.joining(", "));
    String places = columns.stream().map(i -> "?").collect(Collectors.joining(", "));
    try (Connection memory = open(file);
        Statement statement = memory.createStatement()) {
      statement.execute("CREATE TABLE sheet (" + types + ")");
      try (PreparedStatement insert =
          memory.prepareStatement("INSERT INTO sheet VALUES (" + places + ")")) {
        for (List<Cell> row : sheet.rows()) {
          for (int i = 0; i < columns.size(); i++) {
            insert.setObject(i + 1, row.get(columns.get(i)).data());
          }
          insert.addBatch();
        }
        insert.executeBatch();
      }
      statement.execute(
          "COPY sheet TO " + quoted(file.toAbsolutePath().toString(), '\'') + " (FORMAT parquet)");
    } catch (SQLException e) {
      throw new IOException("DuckDB could not write " + file, e);
    }
  }

  /**
   * An in-memory instance that uses no network and spills nowhere, and can write to the folder of
   * {@code file} only.
   */
  static Connection open(Path file) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("temp_directory", "");
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    Connection memory = DriverManager.getConnection("jdbc:duckdb:", properties);
    String folder = String.valueOf(file.toAbsolutePath().getParent());
    try (Statement statement = memory.createStatement()) {
      statement.execute("SET allowed_directories = [" + quoted(folder, '\'') + "]");
      statement.execute("SET enable_external_access = false");
      statement.execute("SET lock_configuration = true");
      return memory;
    } catch (SQLException e) {
      memory.close();
      throw e;
    }
  }

  private static String type(Sheet sheet, int column) {
    if (sheet.column(column).shape() != TextTable.Shape.NUMBERS) {
      return "VARCHAR";
    }
    boolean whole =
        sheet.rows().stream()
            .map(row -> row.get(column).data())
            .allMatch(data -> data == null || data instanceof Long);
    return whole && !sheet.rows().isEmpty() ? "BIGINT" : "DOUBLE";
  }

  private static String quoted(String text, char quote) {
    String mark = String.valueOf(quote);
    return mark + text.replace(mark, mark + mark) + mark;
  }
}
