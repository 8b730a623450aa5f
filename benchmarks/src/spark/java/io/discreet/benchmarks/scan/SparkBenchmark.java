package io.discreet.benchmarks.scan;

import com.sun.management.OperatingSystemMXBean;
import io.discreet.engine.Discreet;
import io.discreet.engine.plan.Share;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.spark.SparkRanges;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * Private queries whose scans run on Spark, end to end (admission, consent, scan, noise, durable
 * commit, release), beside plain Spark SQL over the same rows as Parquet, in one process with
 * {@code local[2]}.
 *
 * <pre>{@code
 * mvn -q -Pspark -pl benchmarks -am package -DskipTests
 * java -Xmx6g $(sed -n 's:.*<spark.opens>\(.*\)</spark.opens>.*:\1:p' pom.xml) \
 *     -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
 *     io.discreet.benchmarks.scan.SparkBenchmark \
 *     --rows 20000000 --customers 400000 --into /tmp/spark-bench
 * }</pre>
 *
 * <p>The first run makes the shop, later runs use it again. Medians of {@code --runs} (5) after
 * {@code --warmup} (2); the sides take turns, so that a busy machine slows all. Plain SQL reads the
 * files at each query, and once more keeps them in Spark's memory ({@code CACHE TABLE}), unless
 * {@code --cached 0}. Ours reads a vault of the same rows in {@code --parts} (4) Parquet files, as
 * an intake on Spark writes it, or in one file (0). {@code --ranges} (4) is how many tasks a scan
 * is; several numbers ({@code 4,1,16}) are sides of their own, and ratios are those of the first.
 * {@code --only} asks the questions with these words in their name.
 */
public final class SparkBenchmark {
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final BigDecimal SPEND = new BigDecimal("1e-5");
  private static final BigDecimal STEP = new BigDecimal("1e-10");

  /** Clamps as the policy does, in cents: 0 to 200.00 of each customer and segment. */
  private static final String CLAMP = "greatest(0, least(20000, coalesce(sum(amount), 0)))";

  private static final List<Question> QUESTIONS =
      List.of(
          new Question(
              "distinct customers per segment",
              0.3,
              "SELECT store, COUNT(DISTINCT customer) FROM purchases GROUP BY store",
              "SELECT store, count(DISTINCT customer) FROM purchases GROUP BY store"),
          new Question(
              "clamped sum, 5 segments a customer, bounded in SQL too",
              0.2,
              "SELECT store, SUM(amount) FROM purchases GROUP BY store",
              "SELECT store, sum(part) FROM (SELECT customer, store, "
                  + CLAMP
                  + " AS part, row_number() OVER (PARTITION BY customer ORDER BY"
                  + " xxhash64(customer, store)) AS position FROM purchases"
                  + " GROUP BY customer, store) WHERE position <= 5 GROUP BY store"));

  private record Question(String name, double bar, String ours, String plain) {}

  private record Times(double elapsed, double processor) {}

  private final Map<String, String> options = new HashMap<>();
  private final PrintStream out;
  private int asked;

  SparkBenchmark(List<String> arguments, PrintStream out) {
    this.out = out;
    for (int i = 0; i + 1 < arguments.size(); i += 2) {
      options.put(arguments.get(i), arguments.get(i + 1));
    }
  }

  public static void main(String[] arguments) throws IOException, SQLException {
    new SparkBenchmark(List.of(arguments), System.out).run();
  }

  void run() throws IOException, SQLException {
    int rows = number("--rows", 20_000_000);
    int customers = number("--customers", 400_000);
    Path into = Path.of(options.getOrDefault("--into", "/tmp/spark-bench"));
    MadeUpShop made = MadeUpShop.of(into, customers, rows);
    MadeUpShop asked = MadeUpShop.of(into, customers, rows, number("--parts", 4));
    int[] ranges =
        Arrays.stream(options.getOrDefault("--ranges", "4").split(","))
            .mapToInt(Integer::parseInt)
            .toArray();
    try (SparkSession spark = session();
        Discreet shop = Discreet.open(asked.path())) {
      SparkSqlSide sql = SparkSqlSide.of(spark, made, rows);
      out.println("| query | side | first, ms | elapsed, ms | processor, ms | ratio | of processor |");
      out.println("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
      for (Question question : QUESTIONS) {
        if (question.name().contains(options.getOrDefault("--only", ""))) {
          contest(question, shop, spark, ranges, sql);
        }
      }
    }
  }

  static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("discreet-benchmark")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate();
  }

  private void contest(
      Question question, Discreet shop, SparkSession spark, int[] ranges, SparkSqlSide sql) {
    int warmup = number("--warmup", 2);
    SegmentQuery asked = SegmentQuery.parse(question.ours(), MadeUpShop.PURPOSE);
    Times[][] ours = new Times[ranges.length][warmup + number("--runs", 5)];
    Times[] files = new Times[ours[0].length];
    for (int run = 0; run < files.length; run++) {
      for (int side = 0; side < ranges.length; side++) {
        Discreet ranged = shop.on(SparkRanges.of(spark, ranges[side]));
        ours[side][run] = time(() -> ranged.run(asked, cost()));
      }
      files[run] = time(() -> sql.query(question.plain()));
    }
    Times base = median(ours[0], warmup);
    for (int side = 0; side < ranges.length; side++) {
      print(question.name(), "ours, ranges: " + ranges[side], ours[side], warmup, base);
    }
    print(question.name(), "Spark SQL, Parquet", files, warmup, base);
    if (number("--cached", 1) == 1) {
      print(question.name(), "Spark SQL, cached", cached(question, sql, files.length), warmup, base);
    }
  }

  private static Times[] cached(Question question, SparkSqlSide sql, int runs) {
    Times[] times = new Times[runs];
    sql.cached(true);
    for (int run = 0; run < runs; run++) {
      times[run] = time(() -> sql.query(question.plain()));
    }
    sql.cached(false);
    return times;
  }

  /** A cost that was not asked before, so that no stored answer is returned. */
  private Share cost() {
    asked++;
    return new Share(SPEND.add(STEP.multiply(BigDecimal.valueOf(asked))));
  }

  private static Times time(Runnable work) {
    long cpu = PROCESS.getProcessCpuTime();
    long start = System.nanoTime();
    work.run();
    return new Times(
        (System.nanoTime() - start) / 1e6, (PROCESS.getProcessCpuTime() - cpu) / 1e6);
  }

  private static Times median(Times[] times, int from) {
    return new Times(
        median(Arrays.stream(times).skip(from).mapToDouble(Times::elapsed).toArray()),
        median(Arrays.stream(times).skip(from).mapToDouble(Times::processor).toArray()));
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private void print(String name, String side, Times[] times, int warmup, Times ours) {
    Times median = median(times, warmup);
    out.printf(
        Locale.ROOT,
        "| %s | %s | %.0f | %.0f | %.0f | %.3f | %.3f |%n",
        name,
        side,
        times[0].elapsed(),
        median.elapsed(),
        median.processor(),
        ours.elapsed() / median.elapsed(),
        ours.processor() / median.processor());
  }

  private int number(String option, int otherwise) {
    return Integer.parseInt(options.getOrDefault(option, String.valueOf(otherwise)));
  }
}
