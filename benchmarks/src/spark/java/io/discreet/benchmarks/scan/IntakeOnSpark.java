package io.discreet.benchmarks.scan;

import io.discreet.engine.Discreet;
import io.discreet.engine.Operator;
import io.discreet.engine.intake.IntakeOptions;
import io.discreet.engine.intake.IntakeSummary;
import io.discreet.engine.plan.Share;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.spark.SparkRanges;
import io.discreet.spark.SparkRows;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * The same Parquet files taken in as files and as a DataFrame of a Spark session with {@code
 * local[2]}, each into a new shop, which is then asked its first query: count and sum in 50
 * segments, on the side that took the rows in.
 *
 * <pre>{@code
 * mvn -q -Pspark -pl benchmarks -am package -DskipTests
 * java -Xmx6g $(sed -n 's:.*<spark.opens>\(.*\)</spark.opens>.*:\1:p' pom.xml) \
 *     -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
 *     io.discreet.benchmarks.scan.IntakeOnSpark \
 *     --rows 5000000 --customers 100000 --into /tmp/intake-bench
 * }</pre>
 *
 * <p>The first run makes the files, in no order of the customer; {@code --make-only 1} ends there.
 * The session is started, and both sides have taken in {@code --warmup} (100000) rows, before the
 * first time is taken. The sides take turns {@code --runs} (3) times, and every turn is printed.
 */
public final class IntakeOnSpark {
  private static final int FILES = 8;
  private static final char[] PASSPHRASE = "a made-up shop has no secrets".toCharArray();
  private static final SegmentQuery QUERY =
      SegmentQuery.parse(
          "SELECT store, COUNT(*), SUM(amount) FROM purchases GROUP BY store", MadeUpShop.PURPOSE);

  private final Map<String, String> options = new HashMap<>();
  private final PrintStream out;

  IntakeOnSpark(List<String> arguments, PrintStream out) {
    this.out = out;
    for (int i = 0; i + 1 < arguments.size(); i += 2) {
      options.put(arguments.get(i), arguments.get(i + 1));
    }
  }

  public static void main(String[] arguments) throws IOException, SQLException {
    new IntakeOnSpark(List.of(arguments), System.out).run();
  }

  void run() throws IOException, SQLException {
    int customers = number("--customers", 100_000);
    int rows = number("--rows", 5_000_000);
    int warmup = number("--warmup", 100_000);
    Path into = Path.of(options.getOrDefault("--into", "/tmp/intake-bench"));
    Path files = files(into, rows, customers);
    Path few = files(into, warmup, customers);
    if (options.containsKey("--make-only")) {
      return;
    }
    try (SparkSession spark = SparkBenchmark.session()) {
      byFile(into, few, warmup);
      bySpark(into, few, warmup, spark);
      out.println("| rows | side | intake, s | rows/s | first query, s | rows/s of both |");
      out.println("| ---: | --- | ---: | ---: | ---: | ---: |");
      for (int run = 0; run < number("--runs", 3); run++) {
        print("files", rows, byFile(into, files, rows));
        print("Spark, local[2]", rows, bySpark(into, files, rows, spark));
      }
    }
  }

  private record Times(double intake, double query) {}

  @FunctionalInterface
  private interface Taking {
    IntakeSummary by(Operator operator);
  }

  private static Times byFile(Path into, Path files, int rows) throws IOException {
    List<Path> parts;
    try (Stream<Path> listed = Files.list(files)) {
      parts = listed.sorted().toList();
    }
    return inNewShop(
        into,
        rows,
        operator -> operator.intake("purchases", parts, IntakeOptions.DEFAULT),
        Discreet::open);
  }

  private static Times bySpark(Path into, Path files, int rows, SparkSession spark)
      throws IOException {
    return inNewShop(
        into,
        rows,
        operator ->
            operator.intake(
                "purchases",
                SparkRows.of(spark.read().parquet(files.toString())),
                IntakeOptions.DEFAULT),
        shop -> Discreet.open(shop).on(SparkRanges.of(spark)));
  }

  private interface Opening {
    Discreet of(Path shop) throws IOException;
  }

  private static Times inNewShop(Path into, int rows, Taking taking, Opening opening)
      throws IOException {
    Path shop = into.resolve("shop-" + ProcessHandle.current().pid());
    Path policy =
        Files.writeString(
            into.resolve("policy.yaml"),
            MadeUpShop.policy().replace("consent: required", "consent: not-required"));
    Discreet.init(shop, policy, PASSPHRASE);
    try {
      long start = System.nanoTime();
      try (Operator operator = Discreet.operate(shop, PASSPHRASE)) {
        long kept = taking.by(operator).rowsKept();
        if (kept != rows) {
          throw new IllegalStateException(kept + " of " + rows + " rows were kept");
        }
      }
      long taken = System.nanoTime();
      try (Discreet opened = opening.of(shop)) {
        int segments = opened.run(QUERY, new Share(new BigDecimal("0.02"))).rows().size();
        if (segments < MadeUpRows.STORES.size()) {
          throw new IllegalStateException("the release has " + segments + " segments");
        }
      }
      return new Times((taken - start) / 1e9, (System.nanoTime() - taken) / 1e9);
    } finally {
      remove(shop);
    }
  }

  private static void remove(Path shop) throws IOException {
    List<Path> paths;
    try (Stream<Path> walked = Files.walk(shop)) {
      paths = new ArrayList<>(walked.toList());
    }
    for (int i = paths.size() - 1; i >= 0; i--) {
      Files.delete(paths.get(i));
    }
  }

  /** Parquet files of this size, made there unless a run before did so. */
  static Path files(Path into, int rows, int customers) throws IOException, SQLException {
    Path folder = into.resolve("files-" + rows + "-" + customers);
    if (Files.isDirectory(folder)) {
      return folder;
    }
    Path building =
        Files.createDirectories(into.resolve("building-" + ProcessHandle.current().pid()));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      for (int file = 0; file < FILES; file++) {
        statement.execute(
            String.format(
                Locale.ROOT,
                """
                COPY (
                  SELECT format('customer{:07d}@shop.example.org', hash(i) %% %d) AS email,
                    DATE '%s' + CAST(hash(i + 1e9) %% %d AS INTEGER) AS day,
                    format('store-{:02d}', hash(i + 2e9) %% 50) AS store,
                    format('category-{:02d}', hash(i + 3e9) %% 100) AS category,
                    format('channel-{:02d}', hash(i + 4e9) %% 10) AS channel,
                    CAST((hash(i + 5e9) %% 5000) / 100.0 AS DECIMAL(9, 2)) AS amount
                  FROM range(%d, %d) made(i)
                ) TO '%s' (FORMAT parquet)
                """,
                customers,
                MadeUpRows.FIRST_DAY,
                MadeUpRows.DAYS,
                (long) rows * file / FILES,
                (long) rows * (file + 1) / FILES,
                building.resolve("part-" + file + ".parquet")));
      }
    }
    return Files.move(building, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  private void print(String side, int rows, Times times) {
    out.printf(
        Locale.ROOT,
        "| %d | %s | %.1f | %.0f | %.2f | %.0f |%n",
        rows,
        side,
        times.intake(),
        rows / times.intake(),
        times.query(),
        rows / (times.intake() + times.query()));
  }

  private int number(String option, int otherwise) {
    return Integer.parseInt(options.getOrDefault(option, String.valueOf(otherwise)));
  }
}
