package io.discreet.benchmarks.scan;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Both sides of every contest in one process: the private query end to end (admission, consent,
 * scan, noise, durable commit, release) beside plain SQL in DuckDB on the same rows.
 *
 * <pre>{@code
 * mvn -q -pl benchmarks -am package -DskipTests
 * java -Xmx8g -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
 *     io.discreet.benchmarks.scan.ScanBenchmark \
 *     --rows 50000000 --customers 1000000 --into /tmp/scan-bench
 * }</pre>
 *
 * <p>The first run makes the shop, later runs use it again. Medians of {@code --runs} (7) after
 * {@code --warmup} (3); the two sides take turns, so that a busy machine slows both. On a machine
 * that others use, the ratio of processor time says more than that of elapsed time, which the bars
 * are about; both are printed. {@code --order} is the order of DuckDB's table; {@code --night}
 * (100) queries make the nightly plan, 0 leaves it out; {@code --only} names the contests to run;
 * {@code --latency} times that many small runs instead. Writes scan.csv and scan.json into the
 * folder.
 */
public final class ScanBenchmark {
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Map<String, String> options = new HashMap<>();
  private final PrintStream out;

  ScanBenchmark(List<String> arguments, PrintStream out) {
    this.out = out;
    for (int i = 0; i + 1 < arguments.size(); i += 2) {
      options.put(arguments.get(i), arguments.get(i + 1));
    }
  }

  public static void main(String[] arguments) throws IOException, SQLException {
    new ScanBenchmark(List.of(arguments), System.out).run();
  }

  void run() throws IOException, SQLException {
    Path into = Path.of(option("--into", "/tmp/scan-bench"));
    int threads = Runtime.getRuntime().availableProcessors();
    MadeUpShop made =
        MadeUpShop.of(into, number("--customers", 1_000_000), number("--rows", 50_000_000));
    if (options.containsKey("--latency")) {
      latency(made);
      return;
    }
    Report report = new Report();
    try (OurSide ours = new OurSide(made);
        SqlSide sql = SqlSide.of(made, option("--order", "customer"), threads)) {
      int asked = 0;
      for (Contest contest : Contest.all()) {
        if (contest.name().contains(option("--only", ""))) {
          report.add(contest.name(), contest.bar(), contest(contest, ours, sql, out, asked));
        }
        asked += 100;
      }
      int night = number("--night", 100);
      if (night > 0) {
        report.add("a night of " + night + " queries", 0.2, night(ours, sql, night));
      }
    }
    out.print(report.table());
    Files.writeString(into.resolve("scan.csv"), report.csv());
    Files.writeString(into.resolve("scan.json"), report.json());
  }

  private Report.Times contest(
      Contest contest, OurSide ours, SqlSide sql, PrintStream log, int from) throws SQLException {
    int warmup = number("--warmup", 3);
    int runs = number("--runs", 7);
    double[] our = new double[runs];
    double[] their = new double[runs];
    double[] ourCpu = new double[runs];
    double[] theirCpu = new double[runs];
    double first = 0;
    for (int i = -warmup; i < runs; i++) {
      int constant = from + i + warmup;
      long startCpu = PROCESS.getProcessCpuTime();
      long start = System.nanoTime();
      ours.run(contest.ours().apply(constant));
      long middle = System.nanoTime();
      long middleCpu = PROCESS.getProcessCpuTime();
      sql.query(contest.plain().apply(constant));
      long end = System.nanoTime();
      long endCpu = PROCESS.getProcessCpuTime();
      if (i == -warmup) {
        first = (middle - start) / 1e6;
      }
      if (i >= 0) {
        our[i] = (middle - start) / 1e6;
        their[i] = (end - middle) / 1e6;
        ourCpu[i] = (middleCpu - startCpu) / 1e6;
        theirCpu[i] = (endCpu - middleCpu) / 1e6;
      }
    }
    log.printf(
        Locale.ROOT,
        "%s: ours %s (first %.0f) sql %s%n",
        contest.name(),
        Arrays.toString(Arrays.stream(our).mapToLong(Math::round).toArray()),
        first,
        Arrays.toString(Arrays.stream(their).mapToLong(Math::round).toArray()));
    return new Report.Times(median(our), median(their), median(ourCpu), median(theirCpu));
  }

  /** The contests in turn, but for the one that SQL is never asked; each side in one go. */
  private static Report.Times night(OurSide ours, SqlSide sql, int queries) throws SQLException {
    List<Contest> cycle = new ArrayList<>(Contest.all());
    cycle.remove(cycle.size() - 1);
    long startCpu = PROCESS.getProcessCpuTime();
    long start = System.nanoTime();
    for (int i = 0; i < queries; i++) {
      ours.run(cycle.get(i % cycle.size()).ours().apply(1_000 + i));
    }
    long middle = System.nanoTime();
    long middleCpu = PROCESS.getProcessCpuTime();
    for (int i = 0; i < queries; i++) {
      sql.query(cycle.get(i % cycle.size()).plain().apply(1_000 + i));
    }
    long end = System.nanoTime();
    long endCpu = PROCESS.getProcessCpuTime();
    return new Report.Times(
        (middle - start) / 1e6,
        (end - middle) / 1e6,
        (middleCpu - startCpu) / 1e6,
        (endCpu - middleCpu) / 1e6);
  }

  private void latency(MadeUpShop made) {
    int runs = number("--latency", 300);
    double[] times = new double[runs];
    List<Contest> cycle = Contest.all();
    try (OurSide ours = new OurSide(made)) {
      for (int i = -runs; i < runs; i++) {
        String text = cycle.get(Math.floorMod(i, cycle.size())).ours().apply(runs + i);
        long start = System.nanoTime();
        ours.run(text);
        if (i >= 0) {
          times[i] = (System.nanoTime() - start) / 1e6;
        }
      }
    }
    Arrays.sort(times);
    out.printf(
        Locale.ROOT,
        "%d runs: p50 %.1f ms, p99 %.1f ms%n",
        runs,
        times[runs / 2],
        times[(int) (runs * 0.99)]);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private String option(String name, String unlessGiven) {
    return options.getOrDefault(name, unlessGiven);
  }

  private int number(String name, int unlessGiven) {
    return Integer.parseInt(option(name, Integer.toString(unlessGiven)));
  }
}
