package io.discreet.benchmarks.ledger;

import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.ledger.Charge;
import io.discreet.engine.ledger.CommitResult;
import io.discreet.engine.ledger.IntakeEntry;
import io.discreet.engine.ledger.Ledger;
import io.discreet.engine.ledger.LedgerPlace;
import io.discreet.engine.ledger.Payers;
import io.discreet.engine.ledger.ShopFacts;
import io.discreet.engine.ledger.Standing;
import io.discreet.engine.ledger.Terms;
import io.discreet.engine.policy.Budget.BudgetPeriod;
import io.discreet.engine.policy.CustomerId;
import io.discreet.engine.policy.Purpose;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Times a SQLite ledger: the commit of charges over all customers, durable, and opening it again.
 * Everybody pays one of {@value #LEVELS} levels at random, which is the largest record that a
 * charge of so many levels can have.
 *
 * <pre>mvn -q -pl benchmarks -am package -DskipTests
 * java -Xmx3g -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
 *     io.discreet.benchmarks.ledger.LedgerSpeed FOLDER CUSTOMERS CHARGES</pre>
 */
public final class LedgerSpeed {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int LEVELS = 12;
  private static final int DIFFERENT = 8;
  private static final Purpose PURPOSE = new Purpose("stock-planning", false);
  private static final Terms TERMS = new Terms(PURPOSE, Long.MAX_VALUE, 0, 0, epsilon -> 1);

  private LedgerSpeed() {}

  /** Prints milliseconds and bytes. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    int customers = Integer.parseInt(arguments[1]);
    int charges = Integer.parseInt(arguments[2]);
    Path file = folder.resolve(LedgerPlace.FILE_NAME);
    make(file, customers);
    Times commits = new Times(charges);
    Times standings = new Times(charges);
    try (Ledger ledger = Ledger.open(LedgerPlace.file(file), Clock.systemUTC())) {
      long before = bytes(folder);
      run(ledger, customers, commits, standings);
      System.out.printf(
          Locale.ROOT,
          "bytes a charge of %d customers: %d%n",
          customers,
          (bytes(folder) - before) / charges);
    }
    standings.report("standing before a charge");
    commits.report("commit of a charge");
    Times opens = new Times(5);
    for (int i = 0; i < 5; i++) {
      opens.start();
      try (Ledger ledger = Ledger.open(LedgerPlace.file(file), Clock.systemUTC())) {
        if (ledger.standing(TERMS).customers() != customers) {
          throw new IllegalStateException("customers were lost");
        }
        opens.stop();
      }
    }
    opens.report("opening a ledger of " + charges + " charges, first standing included");
  }

  private static void make(Path file, int customers) {
    ShopFacts facts =
        new ShopFacts(
            "0123456789abcdef0123456789abcdef",
            ShopFacts.GAUSSIAN_DP,
            BudgetPeriod.NONE,
            ZoneOffset.UTC,
            new CustomerId("id", CustomerId.Kind.TEXT),
            new byte[16]);
    Ledger.create(LedgerPlace.file(file), facts, Clock.systemUTC());
    List<Pseudonym> people = new ArrayList<>();
    for (int i = 0; i < customers; i++) {
      people.add(new Pseudonym(i + 1, ~i));
    }
    try (Ledger ledger = Ledger.open(LedgerPlace.file(file), Clock.systemUTC())) {
      ledger.registerIntake(new IntakeEntry(0, 1, 0, people, List.of(), false));
    }
  }

  private static void run(Ledger ledger, int customers, Times commits, Times standings) {
    SplittableRandom random = new SplittableRandom(1);
    List<Payers> payers = new ArrayList<>();
    for (int i = 0; i < DIFFERENT; i++) {
      payers.add(payers(random, customers));
    }
    long[] levels = new long[LEVELS];
    Arrays.setAll(levels, k -> 1_000L - k);
    for (int id = 0; id < commits.count(); id++) {
      standings.start();
      Standing standing = ledger.standing(TERMS, levels[0]);
      standings.stop();
      Charge charge =
          new Charge(
              String.format(Locale.ROOT, "%032x", id),
              levels[0],
              0,
              levels,
              payers.get(id % DIFFERENT));
      commits.start();
      CommitResult result =
          ledger.commit(standing, TERMS, charge, "question " + id, new byte[2000]);
      commits.stop();
      if (!(result instanceof CommitResult.Committed)) {
        throw new IllegalStateException("not committed: " + result);
      }
    }
  }

  private static Payers payers(SplittableRandom random, int customers) {
    byte[] numbers = new byte[customers];
    for (int customer = 0; customer < customers; customer++) {
      numbers[customer] = (byte) (1 + random.nextInt(LEVELS));
    }
    return new Payers(numbers);
  }

  private static long bytes(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      long all = 0;
      for (Path file : files.toList()) {
        all += Files.size(file);
      }
      return all;
    }
  }

  /** Elapsed and processor time of the calling thread, in milliseconds. */
  private static final class Times {

    private final double[] elapsed;
    private final double[] processor;
    private int done;
    private long startedAt;
    private long startedProcessor;

    Times(int count) {
      elapsed = new double[count];
      processor = new double[count];
    }

    int count() {
      return elapsed.length;
    }

    void start() {
      startedProcessor = THREADS.getCurrentThreadCpuTime();
      startedAt = System.nanoTime();
    }

    void stop() {
      elapsed[done] = (System.nanoTime() - startedAt) / 1e6;
      processor[done] = (THREADS.getCurrentThreadCpuTime() - startedProcessor) / 1e6;
      done++;
    }

    void report(String what) {
      Arrays.sort(elapsed);
      Arrays.sort(processor);
      System.out.printf(
          Locale.ROOT,
          "%s: least %.1f ms, median %.1f ms; processor %.1f ms, 9 of 10 within %.1f ms%n",
          what,
          elapsed[0],
          elapsed[elapsed.length / 2],
          processor[elapsed.length / 2],
          processor[elapsed.length * 9 / 10]);
    }
  }
}
