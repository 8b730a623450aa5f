package io.discreet.benchmarks.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkBenchmarkTest {
  private static final int ROWS = 20_000;
  private static final int CUSTOMERS = 1_000;
  private static final String QUERY =
      "SELECT store, count(DISTINCT customer), sum(amount), count(DISTINCT day) FROM purchases"
          + " GROUP BY store";

  @TempDir Path into;

  @Test
  void benchmark_small_timesEverySideOfEveryQuestion() throws IOException, SQLException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    List<String> arguments =
        List.of(
            "--rows", String.valueOf(ROWS), "--customers", String.valueOf(CUSTOMERS),
            "--into", into.toString(), "--runs", "1", "--warmup", "0");
    new SparkBenchmark(arguments, new PrintStream(text, true, StandardCharsets.UTF_8)).run();
    assertThat(text.toString(StandardCharsets.UTF_8).lines()).hasSize(2 + 2 * 3);
  }

  @Test
  void parquet_ofAShop_hasTheRowsOfItsVault() throws IOException, SQLException {
    MadeUpShop shop = MadeUpShop.of(into, CUSTOMERS, ROWS);
    try (SparkSession spark = SparkBenchmark.session();
        SqlSide duck = SqlSide.of(shop, "customer", 2)) {
      Map<String, String> there = new TreeMap<>();
      SparkSqlSide.of(spark, shop, ROWS)
          .query(QUERY)
          .forEach(row -> there.put(row.get(0).toString(), row.mkString(",")));
      Map<String, String> here = new TreeMap<>();
      duck.query(QUERY)
          .forEach(
              row ->
                  here.put(
                      row.get(0).toString(),
                      String.join(",", row.stream().map(String::valueOf).toList())));
      assertThat(there).hasSize(50).isEqualTo(here);
    }
  }
}
