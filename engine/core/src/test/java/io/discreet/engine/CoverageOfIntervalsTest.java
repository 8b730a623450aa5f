package io.discreet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.plan.Share;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Published 95 % intervals against exact bounded values that DuckDB computes in SQL from the same
 * files.
 *
 * <p>A correct program covers each value with a probability of 0.95 or a little more (intervals end
 * on the lattice); the test's bounds are left with a probability below 10⁻⁶ a side.
 */
class CoverageOfIntervalsTest {
  private static final double ODDS = 1e-6;

  /** Wide enough for the lattice: an interval of ± 30 steps covers at most 1.5 % more. */
  private static final double MOST_COVERAGE = 0.965;

  @TempDir private Path temporary;

  private int covered;
  private int cells;

  @Test
  void intervals_ofGeneratedShop_coverTheExactBoundedValueAsOftenAsTheyClaim() throws Exception {
    TestShop shop = TestShop.filled(temporary, TestShop.POLICY, 20261123, 1_500);
    try (Discreet analyst = shop.open();
        Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = duckdb.createStatement()) {
      read(sql, "customers");
      read(sql, "purchases");
      for (int cent = 0; cent < 60; cent++) {
        // Another constant each time: another question, and fresh noise.
        String condition = "amount >= -" + (100 + cent) + ".01";
        check(analyst, sql, condition);
      }
    }
    assertThat(cells).isEqualTo(60 * (3 * 3 + 5 * 3));
    BinomialDistribution least = new BinomialDistribution(null, cells, 0.95);
    BinomialDistribution most = new BinomialDistribution(null, cells, MOST_COVERAGE);
    assertThat(covered)
        .isBetween(
            least.inverseCumulativeProbability(ODDS), most.inverseCumulativeProbability(1 - ODDS));
  }

  private void read(Statement sql, String table) throws SQLException {
    sql.execute(
        "CREATE TABLE "
            + table
            + " AS SELECT * FROM read_csv('"
            + temporary.resolve(table + ".csv")
            + "')");
  }

  private void check(Discreet analyst, Statement sql, String condition) throws SQLException {
    String measures = "COUNT(DISTINCT customer), COUNT(*), SUM(amount)";
    SegmentQuery byCategory =
        SegmentQuery.parse(
            "SELECT category, "
                + measures
                + " FROM purchases WHERE "
                + condition
                + " GROUP BY category",
            "recommendations");
    compare(
        analyst.run(byCategory, Share.percent(1)),
        exact(
            sql,
            """
            SELECT category, count(*), sum(n), sum(greatest(0, least(60, total))) FROM (
              SELECT email, category, count(*) AS n, sum(CAST(amount AS DECIMAL(18, 2))) AS total
              FROM purchases WHERE %s GROUP BY email, category)
            GROUP BY category
            """
                .formatted(condition)),
        TestShop.CATEGORIES);
    SegmentQuery byCity =
        SegmentQuery.parse(
            "SELECT city, " + measures + " FROM purchases WHERE " + condition + " GROUP BY city",
            "recommendations");
    compare(
        analyst.run(byCity, Share.percent(0.5)),
        exact(
            sql,
            """
            SELECT city, count(*), sum(n), sum(greatest(0, least(60, total))) FROM (
              SELECT email, city, count(*) AS n, sum(CAST(amount AS DECIMAL(18, 2))) AS total
              FROM purchases JOIN customers USING (email) WHERE %s GROUP BY email, city)
            GROUP BY city
            """
                .formatted(condition)),
        List.of("Leeds", "York", "Hull", "other", "NULL"));
  }

  private static Map<String, List<BigDecimal>> exact(Statement sql, String query)
      throws SQLException {
    Map<String, List<BigDecimal>> exact = new HashMap<>();
    try (ResultSet rows = sql.executeQuery(query)) {
      while (rows.next()) {
        exact.put(
            rows.getString(1),
            List.of(rows.getBigDecimal(2), rows.getBigDecimal(3), rows.getBigDecimal(4)));
      }
    }
    return exact;
  }

  private void compare(
      Release release, Map<String, List<BigDecimal>> exact, List<String> segments) {
    assertThat(release.coverage()).isEqualTo(Release.Coverage.COMPLETE);
    List<BigDecimal> zeros = List.of(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
    for (Release.Row row : release.rows()) {
      String segment = row.segment().get(0);
      if (segments.contains(segment)) {
        for (int measure = 0; measure < 3; measure++) {
          double value = exact.getOrDefault(segment, zeros).get(measure).doubleValue();
          Release.Estimate estimate = row.estimates().get(measure);
          cells++;
          covered += estimate.low() <= value && value <= estimate.high() ? 1 : 0;
        }
      }
    }
  }
}
