package io.discreet.benchmarks.scan;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.discreet.engine.ledger.Ledger;
import io.discreet.engine.ledger.LedgerPlace;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.vault.ColumnMemory;
import io.discreet.engine.vault.Packed;
import io.discreet.engine.vault.TableData;
import io.discreet.engine.vault.Vault;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.DoubleStream;

/**
 * How fast the columns of a vault come into memory, one after the other, and how much memory that
 * takes beside the columns themselves.
 *
 * <pre>{@code
 * mvn -q -pl benchmarks -am package -DskipTests
 * java -Xmx1g -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
 *     io.discreet.benchmarks.scan.ColumnLoading /tmp/scan-bench 1000000 50000000 5
 * }</pre>
 *
 * <p>Arguments: folder, customers, rows, rounds, each of which opens the vault anew. The first
 * round is of a process that has read nothing before, and the figures of the others are medians.
 * {@code -XX:ActiveProcessorCount=1} reads by one thread. The file is in the system's cache. {@code
 * -Xmx460m} is 1.3 times what the columns of 50 M rows and the offsets of a million customers take:
 * all of them are held until the end of a round, so that it fails if they take more.
 *
 * <p>Processor time is of the whole process, the compiler and the collector included. Allocated is
 * what all threads allocate of the heap meanwhile. The last line is the process's largest resident
 * size in the first round beyond what it had when the vault was open, on Linux.
 */
public final class ColumnLoading {
  private static final String TABLE = "purchases";

  /** Reads where each customer's rows begin. */
  private static final String OFFSETS = "(offsets)";

  private static final List<String> ORDER =
      List.of(OFFSETS, "store", "amount", "category", "day", "channel");

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final PrintStream out;
  private final Map<String, List<Reading>> readings = new LinkedHashMap<>();

  private ColumnLoading(PrintStream out) {
    this.out = out;
  }

  /** What one reading of a column took. */
  private record Reading(
      long values, long bytes, double elapsedMs, double processorMs, long allocated) {}

  public static void main(String[] arguments) throws IOException {
    run(
        Path.of(arguments[0]),
        Integer.parseInt(arguments[1]),
        Long.parseLong(arguments[2]),
        Integer.parseInt(arguments[3]),
        System.out);
  }

  static void run(Path into, int customers, long rows, int rounds, PrintStream out)
      throws IOException {
    MadeUpShop made = MadeUpShop.of(into, customers, rows);
    Policy policy = PolicyFile.read(made.path().resolve("discreet.yaml"));
    LedgerPlace place = LedgerPlace.file(made.path().resolve(LedgerPlace.FILE_NAME));
    String shopId;
    try (Ledger ledger = Ledger.open(place, Clock.systemUTC())) {
      shopId = ledger.facts().shopId();
    }
    ColumnLoading loading = new ColumnLoading(out);
    for (int round = 0; round < rounds; round++) {
      ColumnMemory memory = new ColumnMemory(Long.MAX_VALUE);
      try (Vault vault = Vault.open(made.path(), shopId, 1, policy, memory)) {
        forgetPeak();
        long before = peak();
        ORDER.forEach(column -> loading.read(vault, column));
        if (round == 0) {
          loading.sayPeak(peak() - before, memory.keptBytes());
        }
      }
    }
    loading.print();
  }

  /** Reads a column, which is kept with those before. */
  private void read(Vault vault, String column) {
    Set<String> columns = new TreeSet<>(column.equals(OFFSETS) ? Set.of() : Set.of(column));
    long allocated = allocated();
    long processor = PROCESS.getProcessCpuTime();
    long start = System.nanoTime();
    Reading reading =
        vault.holding(
            Map.of(TABLE, columns),
            tables -> {
              double elapsedMs = (System.nanoTime() - start) / 1e6;
              double processorMs = (PROCESS.getProcessCpuTime() - processor) / 1e6;
              long allocatedBytes = allocated() - allocated;
              TableData table = tables.apply(TABLE);
              int[] offsets = table.offsets();
              long rows = offsets[offsets.length - 1];
              long bytes = (long) offsets.length * Integer.BYTES;
              for (String name : columns) {
                Packed values = table.column(name).values();
                rows = values.length();
                bytes = values.bytes();
              }
              return new Reading(rows, bytes, elapsedMs, processorMs, allocatedBytes);
            });
    readings.computeIfAbsent(column, name -> new ArrayList<>()).add(reading);
  }

  private void print() {
    out.println(
        """
        | column | bytes a value | first, M values/s | of processor time | later, M values/s | of \
        processor time | allocated / its size |
        | --- | ---: | ---: | ---: | ---: | ---: | ---: |""");
    readings.forEach(
        (column, all) -> {
          Reading first = all.get(0);
          List<Reading> later = all.size() > 1 ? all.subList(1, all.size()) : all;
          out.printf(
              Locale.ROOT,
              "| %s | %s | %.0f | %.0f | %.0f | %.0f | %.2f |%n",
              column,
              column.equals(OFFSETS) ? "" : first.bytes() / first.values(),
              millions(first.values(), first.elapsedMs()),
              millions(first.values(), first.processorMs()),
              millions(first.values(), median(later.stream().mapToDouble(Reading::elapsedMs))),
              millions(first.values(), median(later.stream().mapToDouble(Reading::processorMs))),
              median(later.stream().mapToDouble(one -> (double) one.allocated() / one.bytes())));
        });
  }

  private static double millions(long values, double ms) {
    return values / ms / 1e3;
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private void sayPeak(long beyond, long kept) {
    out.printf(
        Locale.ROOT,
        "columns %.1f MB, resident %.1f MB more at most: %.2f times%n%n",
        kept / 1e6,
        beyond / 1e6,
        (double) beyond / kept);
  }

  private static long allocated() {
    return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())).sum();
  }

  /** The largest resident size of this process, in bytes; 0 where the system does not tell. */
  private static long peak() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmHWM:")) {
        return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    return 0;
  }

  private static void forgetPeak() throws IOException {
    Path marks = Path.of("/proc/self/clear_refs");
    if (Files.isWritable(marks)) {
      Files.writeString(marks, "5");
    }
  }
}
