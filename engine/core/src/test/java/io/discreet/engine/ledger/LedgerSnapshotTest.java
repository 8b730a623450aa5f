package io.discreet.engine.ledger;

import static io.discreet.engine.ledger.TestLedger.commit;
import static io.discreet.engine.ledger.TestLedger.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.roaringbitmap.RoaringBitmap;

/** Law 6: balances that were stored are those that the charges add up to, or are not used. */
@ParameterizedClass
@EnumSource(Backend.class)
class LedgerSnapshotTest {

  private static final String AFTER = "SELECT entry, period FROM snapshot";

  @Parameter private Backend backend = Backend.SQLITE;
  @TempDir private Path folder;
  private TestLedger test;

  /** Spend in both columns, and somebody who was forgotten and came back. */
  @BeforeEach
  void makeLedger() {
    test = TestLedger.create(backend, folder);
    try (Ledger ledger = test.open()) {
      commit(ledger, 1, 30, 3, 4, 5);
      Terms terms = new Terms(TestLedger.STOCK, 100, 50, 7, epsilon -> 0);
      Charge selecting =
          new Charge(
              TestLedger.releaseId(2),
              2,
              7,
              new long[] {2},
              Payers.of(List.of(RoaringBitmap.bitmapOf(3, 9))));
      ledger.commit(ledger.standing(terms), terms, selecting, "selecting", new byte[0]);
      ledger.forget(4, 1, 2, TestLedger.WITHOUT_CONSENT);
      ledger.registerIntake(
          new IntakeEntry(2, 3, 10, List.of(TestLedger.person(4)), List.of(), false));
    }
  }

  @Test
  void law6_openedFromStoredBalances_readsWhatTheChargesAddUpTo() throws Exception {
    long[] expected = test.remaining();
    assertThat(expected[3]).isEqualTo(68);
    assertThat(expected[10]).isEqualTo(70);
    store();
    assertThat(test.rows(AFTER)).containsExactly("5|2026-11");
    assertThat(test.remaining()).isEqualTo(expected);
    try (Ledger ledger = test.open()) {
      Terms terms = new Terms(TestLedger.STOCK, 100, 50, 44, epsilon -> 0);
      assertThat(ledger.standing(terms).remainingUnits()[3]).isEqualTo(Standing.OUT);
      commit(ledger, 3, 10, 3, 10);
      ledger.registerIntake(TestLedger.intake(3, 11, 12));
    }
    try (Ledger ledger = test.open()) {
      long[] later = ledger.standing(terms()).remainingUnits();
      assertThat(later[3]).isEqualTo(58);
      assertThat(later[10]).isEqualTo(60);
      assertThat(later[11]).isEqualTo(100);
      assertThat(ledger.audit(Optional.empty()).fault()).isEmpty();
      // The worst cases are those of all charges, not of those after the snapshot.
      assertThat(ledger.publicBudget(new Spend(100, 50)).worstCaseSpent())
          .isEqualTo(new Spend(42, 7));
    }
  }

  @Test
  void law6_balancesOfAnotherPeriod_areNotUsed() throws Exception {
    store();
    test.setClock(Instant.parse("2026-12-01T00:00:00Z"));
    assertThat(test.remaining()[3]).isEqualTo(100);
    try (Ledger ledger = test.open()) {
      commit(ledger, 3, 10, 3);
    }
    store();
    assertThat(test.rows(AFTER)).containsExactly("6|2026-12");
    assertThat(test.remaining()[3]).isEqualTo(90);
  }

  @Test
  void law6_balancesLoweredWithGoodChecksum_areNamedByTheAudit() throws Exception {
    store();
    String token = test.rows("SELECT token FROM snapshot").get(0);
    Balances lower = new Balances();
    lower.grow(11);
    try (var connection = test.connect()) {
      Snapshots.store(connection, new Snapshots.Snapshot(new Head(5, token), "2026-11", lower));
    }
    try (Ledger ledger = test.open()) {
      assertThat(ledger.audit(Optional.empty()).fault())
          .contains("a balance is not the sum of its charges");
    }
  }

  @Test
  void law6_balancesOfAnotherLedger_areRefused() throws Exception {
    store();
    try (var connection = test.connect()) {
      Balances none = new Balances();
      none.grow(11);
      Snapshots.store(
          connection, new Snapshots.Snapshot(new Head(5, "f".repeat(64)), "2026-11", none));
    }
    try (Ledger ledger = test.open()) {
      assertThatThrownBy(() -> ledger.standing(terms()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("another ledger");
    }
  }

  @Test
  void law6_lastBlockOfTheBalancesLost_isRefused() throws Exception {
    int last = Snapshots.BLOCK;
    try (Ledger ledger = test.open()) {
      ledger.registerIntake(TestLedger.intake(3, 11, last + 1));
      commit(ledger, 3, 60, 3, last);
      ledger.storeBalances();
    }
    assertThat(test.remaining()[last]).isEqualTo(40);
    test.change("DELETE FROM snapshot WHERE block = 1");
    assertThatThrownBy(test::remaining)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a block of the balances is missing");
  }

  @Test
  void law13_forgottenAfterwards_hasNoStoredBalance() throws Exception {
    store();
    try (Ledger ledger = test.open()) {
      ledger.forget(3, 3, 4, TestLedger.WITHOUT_CONSENT);
      assertThat(ledger.audit(Optional.empty()).fault()).isEmpty();
    }
    try (var connection = test.connect()) {
      Balances stored = Snapshots.load(connection).orElseThrow().balances();
      assertThat(stored.units(3)).isZero();
      assertThat(stored.deltaUnits(3)).isZero();
      assertThat(stored.units(9)).isEqualTo(2);
    }
    assertThat(test.remaining()[9]).isEqualTo(98);
    assertThat(test.remaining()[3]).isEqualTo(Standing.OUT);
  }

  @Test
  void balances_areStoredByThemselvesAfterManyCharges() throws Exception {
    try (Ledger ledger = test.open()) {
      for (int id = 10; id < 80; id++) {
        commit(ledger, id, 1, 0);
      }
    }
    assertThat(test.rows(AFTER)).hasSize(1);
    assertThat(test.remaining()[0]).isEqualTo(30);
  }

  @Test
  void balances_thatCannotBeStored_failNoQuery() throws Exception {
    test.change(
        backend == Backend.SQLITE
            ? "CREATE TRIGGER no_room BEFORE INSERT ON snapshot"
                + " BEGIN SELECT RAISE(ABORT, 'no room'); END"
            : "ALTER TABLE snapshot ADD CHECK (block < 0)");
    try (Ledger ledger = test.open()) {
      assertThatThrownBy(ledger::storeBalances).isInstanceOf(LedgerException.class);
      for (int id = 10; id < 80; id++) {
        assertThat(commit(ledger, id, 1, 0)).isInstanceOf(CommitResult.Committed.class);
      }
      assertThat(ledger.standing(terms()).remainingUnits()[0]).isEqualTo(30);
    }
    assertThat(test.rows(AFTER)).isEmpty();
    assertThat(test.remaining()[0]).isEqualTo(30);
  }

  private void store() {
    try (Ledger ledger = test.open()) {
      ledger.storeBalances();
    }
  }
}
