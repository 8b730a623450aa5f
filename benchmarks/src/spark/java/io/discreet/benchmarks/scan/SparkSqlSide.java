package io.discreet.benchmarks.scan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The same rows as Parquet files, in the order of the customer and in the narrowest types, for
 * plain Spark SQL.
 */
final class SparkSqlSide {
  private static final int FILES = 8;

  private final SparkSession spark;

  private SparkSqlSide(SparkSession spark) {
    this.spark = spark;
  }

  /** Opens the copy of a shop's vault, made beside it unless a run before did so. */
  static SparkSqlSide of(SparkSession spark, MadeUpShop shop, long rows) throws SQLException {
    Path folder = shop.path().resolveSibling("parquet");
    if (!Files.isDirectory(folder)) {
      copy(shop, folder, rows);
    }
    spark.read().parquet(folder.toString()).createOrReplaceTempView("purchases");
    return new SparkSqlSide(spark);
  }

  private static void copy(MadeUpShop shop, Path folder, long rows) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("ATTACH '" + shop.vault() + "' AS vault (READ_ONLY)");
      Path building = folder.resolveSibling("parquet-building");
      if (!building.toFile().mkdir()) {
        throw new IllegalStateException(building + " is in the way");
      }
      for (int file = 0; file < FILES; file++) {
        statement.execute(
            "COPY (SELECT customer, DATE '1970-01-01' + c0 AS day, c1::TINYINT AS store,"
                + " c2::TINYINT AS category, c3::TINYINT AS channel, c4::INTEGER AS amount"
                + " FROM vault.rows_1 WHERE rowid >= "
                + rows * file / FILES
                + " AND rowid < "
                + rows * (file + 1) / FILES
                + ") TO '"
                + building.resolve("part-" + file + ".parquet")
                + "' (FORMAT PARQUET, COMPRESSION SNAPPY)");
      }
      if (!building.toFile().renameTo(folder.toFile())) {
        throw new IllegalStateException(building + " was not renamed");
      }
    }
  }

  /** Keeps the table in memory, as Spark keeps tables, or lets it go. */
  void cached(boolean cached) {
    if (cached) {
      spark.sql("CACHE TABLE purchases");
    } else {
      spark.sql("UNCACHE TABLE purchases");
    }
  }

  List<Row> query(String sql) {
    return spark.sql(sql).collectAsList();
  }
}
