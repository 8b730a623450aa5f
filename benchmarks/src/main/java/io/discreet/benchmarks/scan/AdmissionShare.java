package io.discreet.benchmarks.scan;

import io.discreet.engine.keys.SipHash24;
import io.discreet.engine.ledger.Ledger;
import io.discreet.engine.ledger.LedgerPlace;
import io.discreet.engine.ledger.Standing;
import io.discreet.engine.ledger.Terms;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.policy.Purpose;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.scan.Bounding;
import io.discreet.engine.scan.Scan;
import io.discreet.engine.vault.Vault;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What reading who may take part (balances with the newest charge, consents, caps) adds to the scan
 * that follows. Before each pair that is timed a query is charged, so that the books have news.
 *
 * <pre>{@code
 * mvn -q -pl benchmarks -am package -DskipTests
 * java -Xmx4g -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
 *     io.discreet.benchmarks.scan.AdmissionShare /tmp/scan-bench 200000 10000000 15
 * }</pre>
 *
 * <p>Arguments: folder, customers, rows, rounds, of which the first third warms up. Both run on the
 * calling thread, the scan with its columns in memory. Prints medians of that thread's processor
 * time, which a busy machine moves less than elapsed time, and the ratio of the medians of each.
 */
public final class AdmissionShare {

  private static final List<String> QUERIES =
      List.of(
          "SELECT store, COUNT(DISTINCT customer) FROM purchases GROUP BY store",
          "SELECT store, SUM(amount) FROM purchases WHERE category = '"
              + MadeUpRows.CATEGORIES.get(7)
              + "' GROUP BY store");

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private AdmissionShare() {}

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
    QueryPlanner planner = new QueryPlanner(policy);
    Terms terms =
        new Terms(
            new Purpose(MadeUpShop.PURPOSE, true),
            planner.budgetUnits(),
            planner.budgetDeltaUnits(),
            0,
            epsilon -> 0);
    try (OurSide ours = new OurSide(made);
        Ledger ledger =
            Ledger.open(
                LedgerPlace.file(made.path().resolve(LedgerPlace.FILE_NAME)), Clock.systemUTC());
        Vault vault = Vault.open(made.path(), ledger.facts().shopId(), 1, policy)) {
      byte[] key = ledger.facts().boundingKey();
      Bounding bounding = Bounding.of(ledger.registry(), () -> SipHash24.of(key));
      for (String text : QUERIES) {
        SegmentQuery query = SegmentQuery.parse(text, MadeUpShop.PURPOSE);
        QueryPlan plan = planner.plan(query, Share.percent(0.001), LocalDate.of(2026, 1, 1));
        Times admission = new Times(rounds);
        Times scan = new Times(rounds);
        for (int round = 0; round < rounds; round++) {
          ours.run(text);
          admission.start();
          Standing standing = ledger.standing(terms, plan.worstCaseUnits());
          admission.stop();
          scan.start();
          vault.holding(
              plan.columns().byTable(), tables -> Scan.tally(plan, tables, standing, bounding, 1));
          scan.stop();
        }
        out.printf(
            Locale.ROOT,
            "%s%n  admission %.2f ms, scan %.2f ms: ratio %.3f of processor time, %.3f elapsed%n",
            text,
            admission.processor(),
            scan.processor(),
            admission.processor() / scan.processor(),
            admission.elapsed() / scan.elapsed());
      }
    }
  }

  /** Milliseconds of each round. */
  private static final class Times {
    private final double[] processor;
    private final double[] elapsed;
    private int count;
    private long begunProcessor;
    private long begun;

    Times(int rounds) {
      processor = new double[rounds];
      elapsed = new double[rounds];
    }

    void start() {
      begunProcessor = THREADS.getCurrentThreadCpuTime();
      begun = System.nanoTime();
    }

    void stop() {
      elapsed[count] = (System.nanoTime() - begun) / 1e6;
      processor[count] = (THREADS.getCurrentThreadCpuTime() - begunProcessor) / 1e6;
      count++;
    }

    double processor() {
      return median(processor);
    }

    double elapsed() {
      return median(elapsed);
    }

    /** Of the rounds after the first third. */
    private static double median(double[] times) {
      double[] warm = Arrays.copyOfRange(times, times.length / 3, times.length);
      Arrays.sort(warm);
      return warm[warm.length / 2];
    }
  }
}
