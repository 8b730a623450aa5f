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
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
 * <p>The first run makes the shop, later runs use it again. Each side of a query is warmed up and
 * timed by itself, with the same few constants over and over, however long it is warmed up. On a
 * machine that others use, the ratio of processor time says more than that of elapsed time, which
 * the bars are about; both are printed. Writes scan.csv and scan.json into the folder.
 */
@Command(
    name = "ScanBenchmark",
    mixinStandardHelpOptions = true,
    description = "Times private queries beside plain SQL in DuckDB on the same rows.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ScanBenchmark --into /tmp/scan-bench",
      "  ScanBenchmark --into /tmp/scan-bench --only quantiles --night 0",
      "  ScanBenchmark --rows 100000 --customers 10000 --into /tmp/scan-small --latency 1000"
    })
public final class ScanBenchmark implements Callable<Integer> {
  /** How many constants a query is asked with in turn. */
  private static final int CONSTANTS = 17;

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  @Option(
      names = "--rows",
      defaultValue = "50000000",
      description = "Purchases of the shop. Default: ${DEFAULT-VALUE}.")
  private int rows;

  @Option(
      names = "--customers",
      defaultValue = "1000000",
      description = "Customers of the shop. Default: ${DEFAULT-VALUE}.")
  private int customers;

  @Option(
      names = "--into",
      paramLabel = "FOLDER",
      required = true,
      description = "Where the shop is made, unless it is there, and the results go.")
  private Path into = Path.of("");

  @Option(
      names = "--runs",
      defaultValue = "7",
      description = "How often each query is timed. Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--warmup",
      defaultValue = "30",
      description = "How often it is run before. Default: ${DEFAULT-VALUE}.")
  private int warmup;

  @Option(
      names = "--order",
      paramLabel = "COLUMNS",
      defaultValue = "customer",
      description = "The order of DuckDB's table. Default: ${DEFAULT-VALUE}.")
  private String order = "customer";

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Only queries whose name contains this.")
  private String only = "";

  @Option(
      names = "--night",
      paramLabel = "QUERIES",
      defaultValue = "100",
      description = "Queries of the nightly plan; 0 leaves it out. Default: ${DEFAULT-VALUE}.")
  private int night;

  @Option(
      names = "--latency",
      paramLabel = "RUNS",
      defaultValue = "0",
      description = "Times so many runs of ours, in turn, and nothing else.")
  private int latency;

  private final PrintStream out;

  ScanBenchmark(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ScanBenchmark(System.out)).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, SQLException {
    int threads = Runtime.getRuntime().availableProcessors();
    MadeUpShop made = MadeUpShop.of(into, customers, rows);
    if (latency > 0) {
      timeLatency(made);
      return CommandLine.ExitCode.OK;
    }
    Report report = new Report();
    try (OurSide ours = new OurSide(made);
        SqlSide sql = SqlSide.of(made, order, threads)) {
      int asked = 0;
      for (Contest contest : Contest.all()) {
        if (contest.name().contains(only)) {
          report.add(contest.name(), contest.bar(), contest(contest, ours, sql, asked));
        }
        asked += 100;
      }
      if (night > 0) {
        report.add("a night of " + night + " queries", 0.2, night(ours, sql, night));
      }
    }
    out.print(report.table());
    Files.writeString(into.resolve("scan.csv"), report.csv());
    Files.writeString(into.resolve("scan.json"), report.json());
    return CommandLine.ExitCode.OK;
  }

  private Report.Times contest(Contest contest, OurSide ours, SqlSide sql, int from)
      throws SQLException {
    Warm our = timed(i -> ours.run(contest.ours().apply(i)), from);
    Warm their = timed(i -> sql.query(contest.plain().apply(i)), from);
    out.printf(Locale.ROOT, "%s: ours %s sql %s%n", contest.name(), our, their);
    return new Report.Times(
        median(our.elapsed()), median(their.elapsed()), median(our.cpu()), median(their.cpu()));
  }

  @FunctionalInterface
  private interface Side {
    void run(int constant) throws SQLException;
  }

  /** Milliseconds of the runs of one side. */
  private record Warm(double first, double[] elapsed, double[] cpu) {
    @Override
    public String toString() {
      long[] rounded = Arrays.stream(elapsed).mapToLong(Math::round).toArray();
      return String.format(Locale.ROOT, "%s (first %.0f)", Arrays.toString(rounded), first);
    }
  }

  /** Times a side by itself, so that it finds in the processor's caches what it left there. */
  private Warm timed(Side side, int from) throws SQLException {
    double[] elapsed = new double[warmup + runs];
    double[] cpu = new double[warmup + runs];
    for (int i = 0; i < elapsed.length; i++) {
      long startCpu = PROCESS.getProcessCpuTime();
      long start = System.nanoTime();
      side.run(from + i % CONSTANTS);
      elapsed[i] = (System.nanoTime() - start) / 1e6;
      cpu[i] = (PROCESS.getProcessCpuTime() - startCpu) / 1e6;
    }
    return new Warm(
        elapsed[0],
        Arrays.copyOfRange(elapsed, warmup, elapsed.length),
        Arrays.copyOfRange(cpu, warmup, cpu.length));
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

  private void timeLatency(MadeUpShop made) {
    double[] times = new double[latency];
    List<Contest> cycle = Contest.all();
    try (OurSide ours = new OurSide(made)) {
      for (int i = -latency; i < latency; i++) {
        String text = cycle.get(Math.floorMod(i, cycle.size())).ours().apply(latency + i);
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
        latency,
        times[latency / 2],
        times[(int) (latency * 0.99)]);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
