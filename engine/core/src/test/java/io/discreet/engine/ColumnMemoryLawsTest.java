package io.discreet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RefusedException;
import io.discreet.engine.failure.StorageException;
import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.ledger.ChildJvm;
import io.discreet.engine.ledger.IntakeEntry;
import io.discreet.engine.ledger.Ledger;
import io.discreet.engine.ledger.LedgerPlace;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release;
import io.discreet.engine.vault.StagedRows;
import io.discreet.engine.vault.VaultWriter;
import io.discreet.engine.vault.WriterLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The limit on column memory, from outside: what it refuses, and that it changes no answer. */
class ColumnMemoryLawsTest {
  private static final String CAPACITY = "capacity: { customers: 1000000, rows: 50000000 }\n";
  private static final String POLICY =
      TestShop.POLICY.replace("retention: 24 months\n", "retention: 24 months\n" + CAPACITY);

  private static final SegmentQuery BY_CITY = question("amount > 1");

  @TempDir private Path temporary;

  private static SegmentQuery question(String where) {
    return SegmentQuery.parse(
        "SELECT city, COUNT(DISTINCT customer), SUM(amount) FROM purchases WHERE "
            + where
            + " GROUP BY city",
        "recommendations");
  }

  private static Discreet open(TestShop shop, ColumnLimit limit) {
    return Discreet.open(
        shop.folder, OpenOptions.DEFAULT.within(limit), Clock.fixed(TestShop.NOW, ZoneOffset.UTC));
  }

  private TestShop shop(String name, String policy, int customers) throws IOException {
    return TestShop.filled(
        Files.createDirectory(temporary.resolve(name)), policy, customers, customers);
  }

  @Test
  void law8_columnsThatDoNotFit_areRefusedTheSameWhateverRowsThereAre() throws IOException {
    Set<String> messages = new TreeSet<>();
    for (int customers : new int[] {3, 400}) {
      TestShop shop = shop("shop-" + customers, POLICY, customers);
      try (Discreet analyst = open(shop, ColumnLimit.parse("200MB"))) {
        assertThatThrownBy(() -> analyst.run(BY_CITY, Share.percent(1)))
            .isInstanceOf(RefusedException.class)
            .satisfies(refused -> messages.add(refused.getMessage()));
        assertThat(analyst.budget().releases()).isZero();
        assertThat(analyst.budget().spentShare()).isZero();
      }
      try (Operator operator = shop.operate()) {
        assertThat(operator.statement(TestShop.rawId(1)).periodShare()).isZero();
      }
    }
    // 1 byte a city, 4 a pair of offsets of each of two tables, 4 an amount.
    assertThat(messages)
        .containsExactly(
            "its columns (customers: city; purchases: amount) take up to 210 MB at the capacity"
                + " that the policy declares, and column memory is limited to 200 MB: raise the"
                + " limit (--column-memory) and Java's heap (-Xmx), or ask for fewer columns at"
                + " once");
  }

  @Test
  void limit_thatSuffices_answers_andOneThatDoesNotStillGivesWhatIsStored() throws IOException {
    TestShop shop = shop("shop", POLICY, 50);
    Release drawn;
    try (Discreet analyst = open(shop, ColumnLimit.parse("210MB"))) {
      drawn = analyst.run(BY_CITY, Share.percent(1));
    }
    try (Discreet analyst = open(shop, ColumnLimit.parse("1kB"))) {
      assertThat(analyst.run(BY_CITY, Share.percent(1))).isEqualTo(drawn);
      assertThatThrownBy(() -> analyst.run(question("amount > 2"), Share.percent(1)))
          .isInstanceOf(RefusedException.class);
      assertThat(analyst.budget().releases()).isEqualTo(1);
    }
  }

  /** Nothing public says how many rows there are, so that nothing may be refused. */
  @Test
  void law8_withoutCapacity_noLimitRefuses() throws IOException {
    TestShop shop = shop("shop", TestShop.POLICY, 50);
    try (Discreet analyst = open(shop, new ColumnLimit(1))) {
      assertThat(analyst.run(BY_CITY, Share.percent(1)).rows()).hasSize(5);
    }
  }

  @Test
  @Timeout(300)
  void limit_thatFitsOneQueryAtATime_letsThreadsFinishDuringIntakes() throws Exception {
    TestShop shop = shop("shop", TestShop.POLICY, 200);
    // 200 cities, some 900 amounts of 4 bytes, and two tables' offsets.
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Discreet analyst = open(shop, new ColumnLimit(6_000));
        Operator operator = shop.operate()) {
      List<Future<?>> work = new ArrayList<>();
      for (int thread = 0; thread < 3; thread++) {
        int first = 100 * thread;
        work.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 15; i++) {
                    SegmentQuery asked =
                        i % 2 == 0
                            ? question("amount > -" + (first + i))
                            : question(
                                "day <> '2026-01-0" + (1 + first / 100) + "' OR amount > " + i);
                    assertThat(analyst.run(asked, Share.percent(0.1)).rows()).hasSize(5);
                  }
                }));
      }
      work.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 6; i++) {
                  Path more =
                      shop.file(
                          "more-" + i + ".csv",
                          "email,day,category,amount\n"
                              + TestShop.rawId(i)
                              + ",2026-11-0"
                              + (1 + i)
                              + ",bread,3.20\n");
                  operator.intake("purchases", List.of(more), TestShop.options());
                }
              }));
      for (Future<?> done : work) {
        done.get();
      }
      assertThat(analyst.budget().releases()).isGreaterThanOrEqualTo(45);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void capacity_reached_refusesIntakeAloneAndWholly() throws IOException {
    TestShop shop = shop("shop", TestShop.POLICY, 20);
    Path policy = shop.folder.resolve("discreet.yaml");
    String text = Files.readString(policy);
    Path one =
        shop.file(
            "one.csv",
            "email,day,category,amount\n" + TestShop.rawId(1) + ",2026-11-01,bread,3.20\n");
    Path newcomer =
        shop.file("new.csv", "email,day,category,amount\nnew@example.org,2026-11-02,bread,1\n");

    Files.writeString(policy, text + "capacity: { customers: 20, rows: 10 }\n");
    List<String> before = shop.vaultFiles();
    try (Operator operator = shop.operate()) {
      assertThatThrownBy(() -> operator.intake("purchases", List.of(one), TestShop.options()))
          .isInstanceOf(InputException.class)
          .hasMessageMatching(
              "table purchases would hold [0-9]+ rows, and the policy's capacity is 10: raise the"
                  + " capacity or shorten the retention");
      assertThat(shop.vaultFiles()).isEqualTo(before);
      // What people have a right to is not in the way of what the shop has too much of.
      assertThat(operator.forget(TestShop.rawId(2)).consents()).isEqualTo(1);
    }
    Files.writeString(policy, text + "capacity: { customers: 20, rows: 1000 }\n");
    try (Operator operator = shop.operate()) {
      assertThatThrownBy(() -> operator.intake("purchases", List.of(newcomer), TestShop.options()))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "the shop would have 21 registered customers, and the policy's capacity is 20: raise"
                  + " the capacity");
      assertThat(operator.intake("purchases", List.of(one), TestShop.options()).rowsKept())
          .isEqualTo(1);
    }
  }

  @Test
  void limit_asItIsWritten_isReadOrRefusedInOneLine() {
    assertThat(ColumnLimit.parse("2GB").bytes()).isEqualTo(2_000_000_000L);
    assertThat(ColumnLimit.parse(" 1.5 gb ").bytes()).isEqualTo(1_500_000_000L);
    assertThat(ColumnLimit.parse("800MB")).hasToString("800 MB");
    assertThat(ColumnLimit.parse("12kB")).hasToString("0.012 MB");
    assertThat(ColumnLimit.parse("50%").bytes())
        .isBetween(
            Runtime.getRuntime().maxMemory() / 2 - 1, Runtime.getRuntime().maxMemory() / 2 + 1);
    for (String wrong : List.of("", "2", "GB", "-1GB", "101%", "0MB", "1e9MB", "2GB please\n")) {
      assertThatThrownBy(() -> ColumnLimit.parse(wrong))
          .as(wrong)
          .isInstanceOf(InputException.class)
          .hasMessageNotContaining("\n");
    }
  }

  /** Four columns of 12 MB and more. */
  private static final String FOUR = "a > 5 AND b > 5 AND c > 5 AND d > 5";

  /** Asks of a shop in a heap of its own; arguments: the folder of the shop. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      try (Discreet analyst = Discreet.open(Path.of(arguments[0]))) {
        try {
          analyst.run(counting(FOUR), Share.percent(1));
          System.out.println("answered");
        } catch (StorageException e) {
          System.out.println(e.getMessage());
        }
        System.out.println(analyst.budget().releases());
        System.out.println(analyst.run(counting("a > 5"), Share.percent(1)).rows().size());
        System.out.println(analyst.budget().releases());
      }
    }

    private static SegmentQuery counting(String where) {
      return SegmentQuery.parse(
          "SELECT COUNT(DISTINCT customer) FROM visits WHERE " + where, "stock-planning");
    }
  }

  /** The heap is smaller than the columns, and nothing public says so before they are read. */
  @Test
  void law8_heapThatDoesNotSuffice_failsInTheSameWordsAndChargesNobody() throws Exception {
    Set<String> messages = new TreeSet<>();
    for (int rows : new int[] {3_000_000, 3_100_000}) {
      Path folder = withManyRows("many-" + rows, rows);
      try (ChildJvm child = ChildJvm.start(48, temporary, Child.class, folder.toString())) {
        messages.add(child.read());
        assertThat(child.read()).as("releases").isEqualTo("0");
        assertThat(child.read()).as("segments of the smaller question").isEqualTo("1");
        assertThat(child.read()).as("releases").isEqualTo("1");
        child.await();
      }
    }
    assertThat(messages)
        .containsExactly(
            "this process has too little memory for the columns that the query needs (visits: a, b,"
                + " c, d): give Java a larger heap (-Xmx), or ask for fewer columns at once");
  }

  private Path withManyRows(String name, int rows) throws IOException {
    int customers = 1_000;
    String wide = "{ type: integer, range: [-2147483647, 2147483647] }";
    Path policyFile =
        Files.writeString(
            temporary.resolve(name + ".yaml"),
            """
            customer: { column: email, kind: email }
            time-zone: Z
            budget: { epsilon: 4.0, delta: 1e-6, period: month, when-spent: drop }
            purposes: { stock-planning: { consent: not-required } }
            tables:
              visits:
                columns: { a: %1$s, b: %1$s, c: %1$s, d: %1$s }
            """
                .formatted(wide));
    Path folder = temporary.resolve(name);
    Discreet.init(folder, policyFile, TestShop.PASSPHRASE);
    LedgerPlace place = LedgerPlace.file(folder.resolve("ledger.sqlite"));
    try (Ledger ledger = Ledger.open(place, Clock.systemUTC());
        WriterLock lock = WriterLock.acquire(folder);
        VaultWriter writer =
            VaultWriter.begin(lock, ledger.facts().shopId(), PolicyFile.read(policyFile), 0)) {
      StagedRows visits = writer.stage("visits");
      for (int row = 0; row < rows; row++) {
        visits.add((int) ((long) row * customers / rows), row, new long[] {row, row, row, row});
      }
      writer.write(customers, LocalDate.now(ZoneOffset.UTC));
      List<Pseudonym> pseudonyms =
          LongStream.range(0, customers).mapToObj(i -> new Pseudonym(7, i + 1)).toList();
      ledger.registerIntake(
          new IntakeEntry(0, writer.generation(), 0, pseudonyms, List.of(), false));
      writer.publish();
    }
    return folder;
  }
}
