package io.discreet.engine.ledger;

import static io.discreet.engine.ledger.TestLedger.commit;
import static io.discreet.engine.ledger.TestLedger.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.policy.Budget.BudgetPeriod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.roaringbitmap.RoaringBitmap;

/** Laws 6 and 13 for old charges: who paid for what is gone, and the sums stay. */
@ParameterizedClass
@EnumSource(Backend.class)
class LedgerFoldTest {

  private static final LocalDate NEXT_DAY = LocalDate.parse("2026-11-24");
  private static final Instant NEXT_MONTH = Instant.parse("2026-12-01T09:00:00Z");

  @Parameter private Backend backend = Backend.SQLITE;
  @TempDir private Path folder;

  private TestLedger create(Path where, BudgetPeriod period) {
    return TestLedger.create(
        backend, where, TestLedger.facts(period, ZoneId.of("Europe/London")), TestLedger.NOW);
  }

  /**
   * Customer 3 pays 17 + 18 = 35 units, 4 pays 18, 9 pays 18, and 5 pays nothing; the worst case is
   * 20 + 18 = 38.
   */
  private TestLedger charged(Path where) {
    TestLedger test = create(where, BudgetPeriod.MONTH);
    try (Ledger ledger = test.open()) {
      long[] levels = {20, 17};
      book(ledger, terms(), 1, levels, new RoaringBitmap(), RoaringBitmap.bitmapOf(3));
      commit(ledger, 2, 18, 3, 4, 9);
    }
    return test;
  }

  @Test
  void law13_oldCharges_nameNobodyAndTheSumStaysRoundedUp() throws Exception {
    TestLedger test = charged(folder);
    List<String> sets = test.rows("SELECT " + hex("payers") + " FROM charge");
    assertThat(sets).hasSize(2);
    if (backend == Backend.SQLITE) {
      assertThat(sets).allMatch(set -> bytesOfFiles().contains(set));
    }
    test.setClock(Instant.parse("2027-02-01T09:00:00Z"));
    try (Ledger ledger = test.open()) {
      List<byte[]> releases = ledger.releases();
      long version = ledger.dataVersion();
      assertThat(ledger.foldCharges(LocalDate.parse("2026-11-23"))).as("not yet").isZero();
      ledger.storeBalances();
      assertThat(ledger.foldCharges(NEXT_DAY)).isEqualTo(2);
      assertThat(sets).noneMatch(set -> bytesOfFiles().contains(set));
      CustomerRecord record = ledger.customer(TestLedger.person(3)).orElseThrow();
      assertThat(record.payments()).isEmpty();
      assertThat(record.foldedBefore()).contains(NEXT_DAY);
      assertThat(record.lifetime()).isEqualTo(new Spend(36, 0)); // 35 has six binary digits
      assertThat(record.byPeriod()).containsOnlyKeys("2026-11");
      assertThat(ledger.customer(TestLedger.person(5)).orElseThrow().lifetime())
          .isEqualTo(Spend.NONE);
      assertThat(ledger.releases()).containsExactlyElementsOf(releases);
      assertThat(ledger.dataVersion()).isEqualTo(version);
      assertThat(ledger.audit(Optional.empty()).fault()).isEmpty();
      List<String> entries = test.rows("SELECT * FROM entry");
      assertThat(ledger.foldCharges(NEXT_DAY)).as("a second time").isZero();
      assertThat(test.rows("SELECT * FROM entry")).isEqualTo(entries);
    }
  }

  /**
   * Rounded up, 35 would be 36, which is more than the public worst case of 35 by which a release
   * says that nobody is out.
   */
  @Test
  void law6_chargesOfTheRunningPeriod_foldToNoMoreThanTheirWorstCase() throws Exception {
    for (BudgetPeriod period : List.of(BudgetPeriod.MONTH, BudgetPeriod.NONE)) {
      TestLedger test = create(Files.createDirectory(folder.resolve(period.name())), period);
      try (Ledger ledger = test.open()) {
        commit(ledger, 1, 17, 3);
        commit(ledger, 2, 18, 3, 4, 9);
      }
      test.setClock(TestLedger.NOW.plusSeconds(86_400));
      try (Ledger ledger = test.open()) {
        assertThat(ledger.foldCharges(NEXT_DAY)).isEqualTo(2);
        long[] remaining = ledger.standing(terms()).remainingUnits();
        assertThat(remaining[3]).isEqualTo(65);
        assertThat(remaining[4]).isEqualTo(82);
        assertThat(ledger.standing(terms()).worstCaseSpent().units()).isEqualTo(35);
        CustomerRecord record = ledger.customer(TestLedger.person(3)).orElseThrow();
        assertThat(record.payments()).isEmpty();
        assertThat(record.ofPeriod()).isEqualTo(new Spend(35, 0));
        assertThat(ledger.audit(Optional.empty()).fault()).isEmpty();
      }
    }
  }

  /** Whether customer 9 paid for the third charge, or nobody did, is in nobody else's balance. */
  @Test
  void law2_anotherCustomersCharges_leaveABalanceAsItIs() throws Exception {
    List<long[]> remaining = new ArrayList<>();
    for (int[] payers : new int[][] {{9}, {}}) {
      TestLedger test =
          create(Files.createDirectory(folder.resolve("of-" + payers.length)), BudgetPeriod.NONE);
      try (Ledger ledger = test.open()) {
        commit(ledger, 1, 17, 3, 4);
        commit(ledger, 2, 18, 3, 5);
        commit(ledger, 3, 5, payers);
      }
      test.setClock(TestLedger.NOW.plusSeconds(86_400));
      try (Ledger ledger = test.open()) {
        ledger.foldCharges(NEXT_DAY);
        remaining.add(Arrays.copyOf(ledger.standing(terms()).remainingUnits(), 9));
      }
    }
    assertThat(remaining.get(0)).isEqualTo(remaining.get(1));
  }

  /**
   * A period without end, charges at random, each day's folded on the next but one: nobody's spend
   * goes down, nor above the public worst case; and a charge to everybody of what the worst case
   * leaves is booked to the last unit, which is what coverage and when-spent rest on.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void law6_runningPeriodFoldedDayByDay_spendIsBetweenPaidAndWorstCase(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Terms terms = new Terms(TestLedger.STOCK, 1_000_000, 1_000_000, 3, epsilon -> (long) epsilon);
    TestLedger test = create(folder, BudgetPeriod.NONE);
    long[] paid = new long[TestLedger.CUSTOMERS];
    long[] before = new long[TestLedger.CUSTOMERS];
    long worstCase = 0;
    int id = 0;
    for (int day = 0; day < 12; day++) {
      test.setClock(TestLedger.NOW.plus(Duration.ofDays(day)));
      try (Ledger ledger = test.open()) {
        for (int n = random.nextInt(4); n > 0; n--) {
          long most = random.nextLong(1, 5_000);
          long less = random.nextLong(1, most + 1);
          RoaringBitmap whole = new RoaringBitmap();
          RoaringBitmap part = new RoaringBitmap();
          for (int customer = 0; customer < paid.length; customer++) {
            int choice = random.nextInt(3);
            paid[customer] += choice == 0 ? most : choice == 1 ? less : 0;
            (choice == 0 ? whole : choice == 1 ? part : new RoaringBitmap()).add(customer);
          }
          worstCase += most;
          book(ledger, terms, ++id, new long[] {most, less}, whole, part);
        }
        ledger.foldCharges(LocalDate.parse("2026-11-22").plusDays(day));
        Standing standing = ledger.standing(terms);
        assertThat(standing.worstCaseSpent()).isEqualTo(new Spend(worstCase, 3L * id));
        for (int customer = 0; customer < paid.length; customer++) {
          long spent = 1_000_000 - standing.remainingUnits()[customer];
          assertThat(spent)
              .as("seed %d, day %d, customer %d", seed, day, customer)
              .isBetween(Math.max(paid[customer], before[customer]), worstCase);
          before[customer] = spent;
        }
        assertThat(ledger.audit(Optional.empty()).fault()).isEmpty();
      }
    }
    try (Ledger ledger = test.open()) {
      RoaringBitmap everybody = RoaringBitmap.bitmapOf(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      book(ledger, terms, ++id, new long[] {1_000_000 - worstCase}, everybody);
    }
  }

  private static void book(
      Ledger ledger, Terms terms, int id, long[] levels, RoaringBitmap... payers) {
    Charge charge =
        new Charge(
            TestLedger.releaseId(id),
            levels[0],
            terms.deltaUnits(),
            levels,
            Payers.of(List.of(payers)));
    assertThat(
            ledger.commit(
                ledger.standing(terms),
                terms,
                charge,
                TestLedger.answerKey(id),
                TestLedger.body(id)))
        .isInstanceOf(CommitResult.Committed.class);
  }

  /** Folds are read where books were opened before, and after. */
  @Test
  void law6_foldedWhileTheBooksAreOpen_countsInNoOtherPeriod() {
    TestLedger test = charged(folder);
    test.setClock(NEXT_MONTH);
    try (Ledger open = test.open();
        Ledger ledger = test.open()) {
      commit(open, 3, 7, 3);
      PublicBudget budget = open.publicBudget(terms().budget());
      ledger.storeBalances(); // of the charges as they are
      assertThat(ledger.foldCharges(NEXT_DAY)).isEqualTo(2);
      for (Ledger any : List.of(open, ledger)) {
        assertThat(any.standing(terms()).remainingUnits()[3]).isEqualTo(93);
        assertThat(any.publicBudget(terms().budget())).isEqualTo(budget);
      }
      assertThat(ledger.audit(Optional.empty()).fault()).isEmpty();
    }
    assertThat(test.remaining()[3]).as("reopened").isEqualTo(93);
  }

  @Test
  void law13_forgottenAfterAFold_isInNoFoldAndBringsItAlong() throws Exception {
    TestLedger test = charged(folder);
    test.setClock(NEXT_MONTH);
    try (Ledger ledger = test.open()) {
      ledger.foldCharges(NEXT_DAY);
      commit(ledger, 3, 4, 3);
      ForgottenSummary summary = ledger.forget(3, 1, 2, TestLedger.WITHOUT_CONSENT);
      assertThat(summary.lifetime()).isEqualTo(new Spend(40, 0));
      assertThat(summary.ofPeriod()).isEqualTo(new Spend(4, 0));
      assertThat(customersInFolds(test)).containsExactly(4, 9);
      assertThat(ledger.audit(Optional.empty()).fault()).isEmpty();
    }
  }

  private String hex(String column) {
    return backend == Backend.SQLITE
        ? "hex(" + column + ")"
        : "upper(encode(" + column + ", 'hex'))";
  }

  /** Who is in the stored folds. */
  private List<Integer> customersInFolds(TestLedger test) throws Exception {
    List<Integer> all = new ArrayList<>();
    for (String units : test.rows("SELECT " + hex("units") + " FROM fold")) {
      PayerSets.decode(HexFormat.of().parseHex(units))
          .levels()
          .forEach(level -> level.payers().forEach((Integer customer) -> all.add(customer)));
    }
    return all;
  }

  @Test
  void retentionRun_movesTheDataVersion_andIsDueOnceADay() {
    TestLedger test = charged(folder);
    try (Ledger ledger = test.open()) {
      assertThat(ledger.retentionDue()).as("on the day of the intake").isFalse();
    }
    test.setClock(TestLedger.NOW.plusSeconds(86_400));
    try (Ledger ledger = test.open()) {
      assertThat(ledger.retentionDue()).isTrue();
      assertThat(ledger.registerRetention(1, 1)).isEqualTo(2);
      assertThat(ledger.dataVersion()).isEqualTo(2);
      assertThat(ledger.vaultGeneration()).isEqualTo(1);
      assertThat(ledger.retentionDue()).isFalse();
      assertThat(ledger.audit(Optional.empty()).fault()).isEmpty();
    }
  }

  private String bytesOfFiles() {
    StringBuilder all = new StringBuilder();
    try (var files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        all.append(HexFormat.of().formatHex(Files.readAllBytes(file)).toUpperCase(Locale.ROOT))
            .append('\n');
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return all.toString();
  }
}
