package io.discreet.engine.vault;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a generation says, row by row in the order of its files, whichever files those are. */
public final class VaultDump {

  private VaultDump() {}

  public static List<String> of(Path shop, int generation) throws SQLException {
    Map<String, List<String>> sections = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = connection.createStatement()) {
      sql.execute(
          "ATTACH '" + shop.resolve("vault-" + generation + ".duckdb") + "' AS v (READ_ONLY)");
      List<String> names =
          column(sql, "SELECT table_name FROM duckdb_tables() WHERE database_name = 'v'");
      for (String name : names) {
        if (name.equals("vault")) {
          sections.put(name, column(sql, "SELECT (shop_id, generation, customers) FROM v.vault"));
        } else if (!name.equals("parts")) {
          sections.put(name, column(sql, "SELECT t FROM v." + name + " t"));
        }
      }
      if (names.contains("parts")) {
        Path folder = shop.resolve("vault-" + generation + ".parts");
        for (String file :
            column(
                sql,
                "SELECT table_id || '|' || file FROM v.parts ORDER BY table_id, first_customer")) {
          String[] of = file.split("\\|", -1);
          sections
              .computeIfAbsent("rows_" + of[0], name -> new ArrayList<>())
              .addAll(
                  column(
                      sql,
                      "SELECT t FROM read_parquet('%s', hive_partitioning = false) t"
                          .formatted(folder.resolve(of[1]))));
        }
      }
    }
    List<String> lines = new ArrayList<>();
    sections.forEach((name, rows) -> rows.forEach(row -> lines.add(name + "|" + row)));
    return lines;
  }

  private static List<String> column(Statement sql, String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (ResultSet row = sql.executeQuery(query)) {
      while (row.next()) {
        values.add(row.getString(1));
      }
    }
    return values;
  }
}
