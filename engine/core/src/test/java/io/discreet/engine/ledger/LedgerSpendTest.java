package io.discreet.engine.ledger;

import static io.discreet.engine.ledger.TestLedger.commit;
import static io.discreet.engine.ledger.TestLedger.spent;
import static io.discreet.engine.ledger.TestLedger.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RefusedException;
import io.discreet.engine.ledger.CommitResult.Committed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Law 6: spend of a period never goes down. Every way of making it do so is tried. */
@ParameterizedClass
@EnumSource(Backend.class)
class LedgerSpendTest {

  @Parameter private Backend backend = Backend.SQLITE;
  @TempDir private Path folder;
  private TestLedger test;

  @BeforeEach
  void makeLedger() {
    test = TestLedger.create(backend, folder);
  }

  @Test
  void law6_restart_readsTheSameBalances() {
    long[] before;
    try (Ledger ledger = test.open()) {
      commit(ledger, 1, 30, 3, 4);
      commit(ledger, 2, 7, 3);
      before = ledger.standing(terms()).remainingUnits();
    }
    assertThat(before[3]).isEqualTo(63);
    assertThat(before[4]).isEqualTo(70);
    assertThat(test.remaining()).isEqualTo(before);
  }

  @Test
  void law6_otherBudgetInThePolicy_leavesWhatWasSpent() {
    try (Ledger ledger = test.open()) {
      commit(ledger, 1, 30, 3);
      assertThat(remaining(ledger, 1000, 3)).isEqualTo(970);
      assertThat(remaining(ledger, 20, 3)).isZero();
      assertThat(remaining(ledger, 100, 3)).isEqualTo(70);
      assertThat(spent(ledger, 3)).isEqualTo(30);
    }
  }

  @Test
  void law6_newPeriod_grantsAnewAndKeepsTheLifetime() {
    try (Ledger ledger = test.open()) {
      commit(ledger, 1, 30, 3);
    }
    test.setClock(Instant.parse("2026-12-01T00:00:00Z"));
    try (Ledger ledger = test.open()) {
      assertThat(remaining(ledger, 100, 3)).isEqualTo(100);
      commit(ledger, 2, 5, 3);
      CustomerRecord record = ledger.customer(TestLedger.person(3)).orElseThrow();
      assertThat(record.ofPeriod().units()).isEqualTo(5);
      assertThat(record.lifetime().units()).isEqualTo(35);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-23T11:59:59.999999999Z", "2026-10-31T00:00:00Z"})
  void law6_clockSetBack_isRefusedByReadingAndWriting(Instant earlier) {
    Standing standing;
    try (Ledger ledger = test.open()) {
      commit(ledger, 1, 100, 3);
      standing = ledger.standing(terms());
    }
    test.setClock(earlier);
    try (Ledger ledger = test.open()) {
      assertThatThrownBy(() -> ledger.standing(terms())).isInstanceOf(RefusedException.class);
      assertThatThrownBy(
              () ->
                  ledger.commit(
                      standing, terms(), TestLedger.charge(2, 1, 4), "q", TestLedger.body(2)))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("set the clock right")
          .hasMessageNotContaining("2026");
      assertThatThrownBy(() -> ledger.forget(3, 1, 2, TestLedger.WITHOUT_CONSENT))
          .isInstanceOf(RefusedException.class);
    }
    test.setClock(TestLedger.NOW);
    assertThat(test.remaining()[3]).isZero();
  }

  @Test
  void law6_forgottenAndBack_ownsWhatWasSpentRoundedUp() {
    try (Ledger ledger = test.open()) {
      commit(ledger, 1, 17, 3);
      commit(ledger, 2, 18, 3, 4);
      ledger.forget(3, 1, 2, TestLedger.WITHOUT_CONSENT);
      // 35 units are 100011 in binary: four significant digits, rounded up, are 36.
      assertThat(returned(ledger, 2, 3, 10)).isEqualTo(64);
      assertThat(remaining(ledger, 100, 4)).isEqualTo(82);
    }
    assertThat(test.remaining()[10]).isEqualTo(64);
  }

  @Test
  void law6_forgottenAgainAndAgain_spendOnlyRises() {
    try (Ledger ledger = test.open()) {
      commit(ledger, 1, 33, 3);
      long before = 33;
      int index = 3;
      for (int generation = 1; generation < 12; generation += 2) {
        ledger.forget(index, generation, generation + 1, TestLedger.WITHOUT_CONSENT);
        index = ledger.registry().size();
        long left = returned(ledger, generation + 1, 3, index);
        assertThat(100 - left).as("generation %d", generation).isGreaterThanOrEqualTo(before);
        assertThat(100 - left).isLessThanOrEqualTo(before + before / 8);
        before = 100 - left;
        if (generation % 4 == 1) {
          commit(ledger, 100 + generation, 3, index);
          before += 3;
        }
      }
    }
  }

  @Test
  void law6_forgottenAndBackInTheNextPeriod_keepsTheLifetimeOnly() {
    try (Ledger ledger = test.open()) {
      commit(ledger, 1, 32, 3);
      ledger.forget(3, 1, 2, TestLedger.WITHOUT_CONSENT);
    }
    test.setClock(Instant.parse("2026-12-01T00:00:00Z"));
    try (Ledger ledger = test.open()) {
      assertThat(returned(ledger, 2, 3, 10)).isEqualTo(100);
      CustomerRecord record = ledger.customer(TestLedger.person(3)).orElseThrow();
      assertThat(record.ofPeriod().units()).isZero();
      assertThat(record.lifetime().units()).isEqualTo(32);
      assertThat(ledger.forget(10, 3, 4, TestLedger.WITHOUT_CONSENT).lifetime().units())
          .isEqualTo(32);
    }
  }

  @Test
  void law6_forgottenAndBackByAConsentFile_ownsWhatWasSpent() {
    try (Ledger ledger = test.open()) {
      commit(ledger, 1, 32, 3);
      ledger.forget(3, 1, 2, TestLedger.WITHOUT_CONSENT);
      ledger.recordConsents(
          List.of(
              new ConsentRecord(
                  TestLedger.person(3), "recommendations", true, LocalDate.parse("2026-01-01"))));
      assertThat(remaining(ledger, 100, 10)).isEqualTo(68);
      assertThat(ledger.standing(terms(TestLedger.ADVICE, TestLedger.BUDGET)).remainingUnits()[10])
          .isEqualTo(68);
    }
  }

  @Test
  void law6_restoredLedger_isRefused() throws Exception {
    TestLedger.Restore backup = test.backup();
    try (Ledger ledger = test.open()) {
      commit(ledger, 1, 100, 3);
    }
    backup.run();
    assertThatThrownBy(test::open)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("restored from a backup");
  }

  @Test
  void law6_restoredLedgerUnderAnOpenLedger_isRefused() throws Exception {
    TestLedger.Restore backup = test.backup();
    try (Ledger ledger = test.open()) {
      commit(ledger, 1, 100, 3);
    }
    Ledger open = test.open();
    assertThat(remaining(open, 100, 3)).isZero();
    open.close();
    backup.run();
    assertThatThrownBy(() -> remaining(open, 100, 3)).isInstanceOf(RefusedException.class);
    open.close();
  }

  @Test
  void law6_restoredLedgerThatWentAnotherWay_isRefused() throws Exception {
    TestLedger.Restore ledgerBackup = test.backup();
    Path witness = Witness.path(test.file);
    Path witnessBackup = Files.copy(witness, folder.resolve("witness backup"));
    try (Ledger ledger = test.open()) {
      commit(ledger, 1, 100, 3);
    }
    Path newest = Files.copy(witness, folder.resolve("newest witness"));
    ledgerBackup.run();
    Files.copy(witnessBackup, witness, StandardCopyOption.REPLACE_EXISTING);
    // Both together are not noticed, as the promise says; the newest witness gives it away.
    try (Ledger ledger = test.open()) {
      commit(ledger, 2, 1, 4);
      commit(ledger, 3, 1, 4);
    }
    Files.copy(newest, witness, StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(test::open)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("another than the one that was witnessed");
  }

  @Test
  void law6_restoredWitness_losesNothingAndIsBroughtUpToDate() throws IOException {
    Path witness = Witness.path(test.file);
    Path backup = Files.copy(witness, folder.resolve("backup"));
    try (Ledger ledger = test.open()) {
      commit(ledger, 1, 100, 3);
    }
    String newest = Files.readString(witness);
    Files.copy(backup, witness, StandardCopyOption.REPLACE_EXISTING);
    assertThat(test.remaining()[3]).isZero();
    assertThat(Files.readString(witness)).isEqualTo(newest);
  }

  @Test
  void law6_witnessRemoved_isRefused() throws IOException {
    Files.delete(Witness.path(test.file));
    assertThatThrownBy(test::open)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("ledger.head is missing");
  }

  @Test
  void law6_ledgerRemoved_isNotMadeAnew() throws Exception {
    test.remove();
    assertThatThrownBy(test::open).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> Ledger.create(test.place(), TestLedger.FACTS, Clock.systemUTC()))
        .isInstanceOf(InputException.class);
    assertThat(test.file).doesNotExist();
  }

  @Test
  void law6_anotherShopsLedger_isRefused() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    ShopFacts others =
        new ShopFacts(
            "f".repeat(32),
            TestLedger.FACTS.currencyId(),
            TestLedger.FACTS.period(),
            TestLedger.FACTS.timeZone(),
            TestLedger.FACTS.customer(),
            new byte[16]);
    TestLedger foreign = TestLedger.create(backend, elsewhere, others, TestLedger.NOW);
    assertThatThrownBy(test.replacedBy(foreign)::open)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("belongs to another shop");
  }

  /** Takes a forgotten person in again; returns what is left of 100 units at the new index. */
  private static long returned(Ledger ledger, int generation, int person, int index) {
    ledger.registerIntake(
        new IntakeEntry(
            generation,
            generation + 1,
            index,
            List.of(TestLedger.person(person)),
            List.of(),
            false));
    assertThat(ledger.registry().find(TestLedger.person(person))).isEqualTo(index);
    return remaining(ledger, 100, index);
  }

  private static long remaining(Ledger ledger, long budget, int index) {
    return ledger.standing(terms(TestLedger.STOCK, budget)).remainingUnits()[index];
  }

  @Test
  void commit_afterRestart_goesOn() {
    try (Ledger ledger = test.open()) {
      commit(ledger, 1, 30, 3);
    }
    try (Ledger ledger = test.open()) {
      assertThat(commit(ledger, 2, 30, 3)).isInstanceOf(Committed.class);
      assertThat(ledger.releases()).containsExactly(TestLedger.body(2), TestLedger.body(1));
    }
  }
}
