package io.discreet.benchmarks.scan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The same rows in a DuckDB file of their own, as somebody would keep them who asks plain SQL: the
 * narrowest types, categories by code (what an ENUM is inside), no keyed order and no hash.
 */
final class SqlSide implements AutoCloseable {
  private final Connection connection;

  private SqlSide(Connection connection) {
    this.connection = connection;
  }

  /**
   * Opens the copy of a shop's vault, made beside it unless a run before did so.
   *
   * @param order the columns that rows are stored in the order of
   */
  static SqlSide of(MadeUpShop shop, String order, int threads) throws SQLException {
    Path file =
        shop.path().resolveSibling("plain-by-" + order.replaceAll("[^a-z]+", "-") + ".duckdb");
    boolean made = Files.exists(file);
    SqlSide side = new SqlSide(DriverManager.getConnection("jdbc:duckdb:" + file));
    side.run("SET threads = " + threads);
    side.run("SET memory_limit = '6GB'");
    if (!made) {
      side.run("ATTACH '" + shop.vault() + "' AS vault (READ_ONLY)");
      side.run("CREATE TABLE customers AS SELECT customer, c0::UTINYINT AS city FROM vault.rows_0");
      side.run(
          "CREATE TABLE purchases AS SELECT customer, DATE '1970-01-01' + c0 AS day,"
              + " c1::UTINYINT AS store, c2::UTINYINT AS category, c3::UTINYINT AS channel,"
              + " c4::INTEGER AS amount FROM vault.rows_1 ORDER BY "
              + order);
      side.run("DETACH vault");
      side.run("CHECKPOINT");
    }
    return side;
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs a query and fetches all of its rows. */
  List<List<Object>> query(String sql) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          row.add(result.getObject(column));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
