package io.discreet.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What writes answers reaches nothing else. */
class ParquetSheetTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "temp_directory, ''",
    "autoinstall_known_extensions, false",
    "autoload_known_extensions, false",
    "enable_external_access, false",
    "lock_configuration, true"
  })
  void open_settings_areThoseOfAProgramThatOnlyWritesAFile(String setting, String value)
      throws SQLException {
    try (Connection memory = ParquetSheet.open(folder.resolve("a.parquet"));
        Statement statement = memory.createStatement();
        ResultSet row = statement.executeQuery("SELECT current_setting('" + setting + "')")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo(value);
    }
  }

  @Test
  void open_fileOutsideTheFolder_canBeNeitherReadNorWritten() throws Exception {
    Path inside = Files.createDirectory(folder.resolve("it's inside"));
    Path outside = Files.writeString(folder.resolve("outside.csv"), "a\n1\n");
    try (Connection memory = ParquetSheet.open(inside.resolve("a.parquet"))) {
      assertThatThrownBy(() -> run(memory, "SELECT * FROM " + quoted(outside)))
          .hasMessageContaining("Permission Error");
      assertThatThrownBy(() -> run(memory, "COPY (SELECT 1) TO " + quoted(outside)))
          .hasMessageContaining("Permission Error");
      run(
          memory,
          "COPY (SELECT 1) TO " + quoted(inside.resolve("a.parquet")) + " (FORMAT parquet)");
    }
    assertThat(inside.resolve("a.parquet")).isNotEmptyFile();
    assertThat(outside).hasContent("a\n1");
  }

  private static void run(Connection memory, String sql) throws SQLException {
    try (Statement statement = memory.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String quoted(Path file) {
    return "'" + file.toString().replace("'", "''") + "'";
  }
}
