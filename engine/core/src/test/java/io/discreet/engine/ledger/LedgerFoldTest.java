package io.discreet.engine.ledger;

import static io.discreet.engine.ledger.TestLedger.commit;
import static io.discreet.engine.ledger.TestLedger.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.policy.Budget.BudgetPeriod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Laws 6 and 13 for old charges: who paid for what is gone, and the sums stay. */
@ParameterizedClass
@EnumSource(Backend.class)
class LedgerFoldTest {

  private static final LocalDate NEXT_DAY = LocalDate.parse("2026-11-24");
  private static final Instant NEXT_MONTH = Instant.parse("2026-12-01T09:00:00Z");

  @Parameter private Backend backend = Backend.SQLITE;
  @TempDir private Path folder;

  /** Customer 3 pays 17 + 18 = 35 units, 4 pays 18, 9 pays 18, and 5 pays nothing. */
  private TestLedger charged(Path where, BudgetPeriod period) {
    TestLedger test =
        TestLedger.create(
            backend, where, TestLedger.facts(period, ZoneId.of("Europe/London")), TestLedger.NOW);
    try (Ledger ledger = test.open()) {
      commit(ledger, 1, 17, 3);
      commit(ledger, 2, 18, 3, 4, 9);
    }
    return test;
  }

  @Test
  void law13_oldCharges_nameNobodyAndTheSumStaysRoundedUp() throws Exception {
    TestLedger test = charged(folder, BudgetPeriod.MONTH);
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

  /** Rounded up, their sum could exceed the public worst case that says who may be out. */
  @Test
  void law6_chargesOfTheRunningPeriod_stayAsTheyAre() throws Exception {
    for (BudgetPeriod period : List.of(BudgetPeriod.MONTH, BudgetPeriod.NONE)) {
      TestLedger test = charged(Files.createDirectory(folder.resolve(period.name())), period);
      List<String> charges = test.rows("SELECT entry, checksum FROM charge");
      try (Ledger ledger = test.open()) {
        assertThat(ledger.foldCharges(NEXT_DAY)).isZero();
        long[] remaining = ledger.standing(terms()).remainingUnits();
        assertThat(remaining[3]).isEqualTo(65);
        long worstCase = ledger.standing(terms()).worstCaseSpent().units();
        assertThat(LongStream.of(remaining).min().orElseThrow())
            .isGreaterThanOrEqualTo(TestLedger.BUDGET - worstCase);
      }
      assertThat(test.rows("SELECT entry, checksum FROM charge")).isEqualTo(charges);
    }
  }

  /** Folds are read where books were opened before, and after. */
  @Test
  void law6_foldedWhileTheBooksAreOpen_countsInNoOtherPeriod() {
    TestLedger test = charged(folder, BudgetPeriod.MONTH);
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
    TestLedger test = charged(folder, BudgetPeriod.MONTH);
    test.setClock(NEXT_MONTH);
    try (Ledger ledger = test.open()) {
      ledger.foldCharges(NEXT_DAY);
      commit(ledger, 3, 4, 3);
      ForgottenSummary summary = ledger.forget(3, 1, 2);
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
    TestLedger test = charged(folder, BudgetPeriod.MONTH);
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
