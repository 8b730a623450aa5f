package io.discreet.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.cli.CliShop;
import io.discreet.cli.CliShop.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Law 10 at the command line: {@code --spark} moves the work and changes nothing else. */
class SparkCommandTest {

  private static final String MASTER = "spark.master";
  private static final String LISTENERS = "spark.extraListeners";

  private static final String BY_CATEGORY =
      "SELECT category, COUNT(DISTINCT customer), SUM(amount) FROM purchases"
          + " WHERE amount < 9 GROUP BY category";

  /** The last ones come when the customers with a limit have spent it. */
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("query", "SHOP", BY_CATEGORY, "--purpose", "stock-planning", "--spend", "9%"),
          List.of("suggest", "SHOP", "purchases", "--purpose", "stock-planning"),
          List.of("nightly", "SHOP", "PLAN", "--as-of", "2026-11-23"),
          List.of("query", "SHOP", BY_CATEGORY, "--purpose", "recommendations", "--epsilon", "1.5"),
          List.of(
              "coverage",
              "SHOP",
              BY_CATEGORY.replace(", SUM(amount)", ""),
              "--purpose",
              "stock-planning",
              "--question-spend",
              "20%",
              "--spend",
              "5%"),
          List.of("nightly", "SHOP", "PLAN", "--as-of", "2026-11-24"));

  /** Counts what the sessions of commands did; Spark makes one for each. */
  public static final class Watch extends SparkListener {
    private static final AtomicInteger TASKS = new AtomicInteger();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      TASKS.incrementAndGet();
    }
  }

  @TempDir Path temporary;

  @BeforeEach
  void watch() {
    System.setProperty(LISTENERS, Watch.class.getName());
    Watch.TASKS.set(0);
  }

  @AfterEach
  void forget() {
    System.clearProperty(LISTENERS);
    System.clearProperty(MASTER);
  }

  private static Outcome run(CliShop shop, List<String> command, String... before) {
    Stream<String> rest = ShopCommands.on(shop, command).stream();
    return shop.run(Stream.concat(Stream.of(before), rest).toArray(String[]::new));
  }

  @Test
  void law10_commandsOnSpark_chargeWhomAndWhatTheyChargeHere() throws IOException {
    TwoShops shops = TwoShops.fill(temporary);
    for (List<String> command : COMMANDS) {
      Outcome here = run(shops.here(), command);
      int before = Watch.TASKS.get();
      Outcome there = run(shops.there(), command, "--spark", "local[2]");

      assertThat(here.code()).as(here.err()).isZero();
      assertThat(there.code()).as(there.err()).isZero();
      assertThat(there.err()).contains("discreet: Spark local[2] started in ");
      assertThat(Watch.TASKS.get()).as("tasks of %s", command).isGreaterThan(before);
      Outcome again = run(shops.there(), command);
      assertThat(again.out()).as("law 11, without Spark").isEqualTo(there.out());
    }
    List<String> statements = TwoShops.statements(shops.here());
    assertThat(TwoShops.statements(shops.there())).isEqualTo(statements);
    Set<String> sums = new HashSet<>();
    for (String statement : statements) {
      sums.add(statement.replaceAll("(?s).*periods?=", ""));
    }
    assertThat(sums).as("who spent what differs").hasSizeGreaterThan(3);
  }

  @Test
  void law10_tableOfSpark_becomesWhatTheSameFileBecomes() throws Exception {
    TwoShops shops = TwoShops.fill(temporary);
    StringBuilder rows = new StringBuilder("email,day,category,amount,pieces\n");
    for (int i = 0; i < 2_000; i++) {
      rows.append(CliShop.rawId(i % TwoShops.CUSTOMERS)).append(",2026-06-0").append(1 + i % 9);
      rows.append(i % 2 == 0 ? ",bread," : ",tea,").append(i % 70).append(".25,1\n");
    }
    Path file = shops.here().file("more.csv", rows);
    Path parquet = temporary.resolve("more.parquet");
    copy(file, parquet);
    List<String> csv = List.of("intake", "SHOP", "purchases", file.toString());
    List<String> table = List.of("intake", "SHOP", "purchases", "parquet.`" + parquet + "`");

    Outcome here = run(shops.here(), csv);
    Outcome there = run(shops.there(), table, "--spark", "local[2]");

    assertThat(here.code()).as(here.err()).isZero();
    assertThat(there.code()).as(there.err()).isZero();
    assertThat(Watch.TASKS).hasPositiveValue();
    assertThat(there.out()).isEqualTo(here.out()).contains("2,000");
    assertThat(TwoShops.statements(shops.there())).isEqualTo(TwoShops.statements(shops.here()));
    assertThat(run(shops.there(), table, "--spark", "local[2]").err()).contains("--again");
  }

  private static void copy(Path csv, Path parquet) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = connection.createStatement()) {
      sql.execute(
          "COPY (SELECT * FROM read_csv('" + csv + "')) TO '" + parquet + "' (FORMAT parquet)");
    }
  }

  @Test
  void tables_missingOrTooMany_areAskedForWrongly() {
    CliShop shop = CliShop.filled(temporary, CliShop.POLICY);
    for (String missing :
        List.of("sales.purchases", "parquet.`/nowhere`", "a b", "purchases.csv")) {
      Outcome outcome =
          run(shop, List.of("intake", "SHOP", "purchases", missing, "--spark", "local[2]"));
      assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
      assertThat(outcome.out()).isEmpty();
      assertThat(outcome.err()).hasLineCount(2);
      assertThat(outcome.err().lines().toList().get(1))
          .startsWith("discreet: Spark can read no table " + missing + ": write ");
    }
    Outcome two = run(shop, List.of("intake", "SHOP", "purchases", "a", "b", "--spark", "local"));
    assertThat(two.code()).isEqualTo(2);
    assertThat(two.err()).contains("one table is taken in at a time, and 2 were given");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "locale",
        "local[0]",
        "local[two]",
        "local-cluster[2]",
        "spark://",
        "mesos://a:1"
      })
  void master_thatSparkDoesNotKnow_isOneLine(String master) {
    CliShop shop = CliShop.empty(temporary, CliShop.POLICY);

    Outcome outcome = run(shop, COMMANDS.get(0), "--spark", master);

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .hasLineCount(1)
        .startsWith("discreet: Spark knows no master '" + master + "'; there are local[2], ");
  }

  @Test
  void master_ofSparkSubmit_isTakenAndNotContradicted() {
    CliShop shop = CliShop.filled(temporary, CliShop.POLICY);
    System.setProperty(MASTER, "local[2]");

    Outcome other = run(shop, COMMANDS.get(0), "--spark", "local[3]");
    Outcome submitted = run(shop, COMMANDS.get(0));

    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err())
        .isEqualTo(
            "discreet: --spark local[3] is not the master of spark-submit, local[2]: leave --spark"
                + " out\n");
    assertThat(submitted.code()).as(submitted.err()).isZero();
    assertThat(submitted.err()).contains("Spark local[2] started in ");
    assertThat(Watch.TASKS).hasPositiveValue();
  }
}
