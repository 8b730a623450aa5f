package io.discreet.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.ledger.CommitResult.Committed;
import io.discreet.engine.ledger.CustomerRecord.Payment;
import io.discreet.engine.policy.Cap;
import io.discreet.engine.policy.Purpose;
import io.discreet.engine.policy.PurposeCap;
import io.discreet.engine.policy.Quota;
import io.discreet.engine.policy.QuotaHolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.roaringbitmap.RoaringBitmap;

/** The second column of the books, the δ of selection: laws 2, 3, 6 and 13 hold in it as well. */
@ParameterizedClass
@EnumSource(Backend.class)
class LedgerDeltaTest {

  private static final long DELTA = 50;

  @Parameter private Backend backend = Backend.SQLITE;
  @TempDir private Path folder;
  private TestLedger test;

  @BeforeEach
  void makeLedger() {
    test = TestLedger.create(backend, folder);
  }

  @Test
  void law2_everyPayer_paysTheSameDeltaWhateverTheLevel() {
    try (Ledger ledger = test.open()) {
      Charge charge =
          new Charge(
              TestLedger.releaseId(1),
              9,
              20,
              new long[] {9, 4},
              Payers.of(List.of(RoaringBitmap.bitmapOf(3), RoaringBitmap.bitmapOf(4))));
      assertThat(commit(ledger, terms(20), charge)).isInstanceOf(Committed.class);
      assertThat(spend(ledger, 3)).isEqualTo(new Spend(9, 20));
      assertThat(spend(ledger, 4)).isEqualTo(new Spend(4, 20));
      assertThat(spend(ledger, 5)).isEqualTo(Spend.NONE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "50, 30, 20",
    "50, 49, 1",
    "1, 0, 1",
    "9223372036854775807, 9223372036854775806, 1",
  })
  void law3_lastUnitOfDelta_isAdmittedAndOneMoreIsNot(long budget, long before, long last) {
    try (Ledger ledger = test.open()) {
      if (before > 0) {
        assertThat(offer(ledger, 1, budget, before)).isInstanceOf(Committed.class);
      }
      if (last < Long.MAX_VALUE) {
        refused(ledger, 2, budget, last + 1);
        assertThat(left(ledger, budget, last + 1, 3)).isEqualTo(Standing.OUT);
      }
      assertThat(left(ledger, budget, last, 3)).isPositive();
      assertThat(offer(ledger, 3, budget, last)).isInstanceOf(Committed.class);
      refused(ledger, 4, budget, 1);
      assertThat(left(ledger, budget, 1, 3)).isEqualTo(Standing.OUT);
      assertThat(spend(ledger, 3).deltaUnits()).isEqualTo(budget);
      // Who did not pay, and queries without selection, are as they were.
      assertThat(left(ledger, budget, 1, 4)).isEqualTo(TestLedger.BUDGET);
      assertThat(left(ledger, budget, 0, 3)).isPositive();
    }
  }

  @Test
  void law3_deltaMovedFromSelectionToNoise_stopsWhoSpentMoreThanIsLeft() {
    try (Ledger ledger = test.open()) {
      assertThat(offer(ledger, 1, DELTA, 30)).isInstanceOf(Committed.class);
      assertThat(left(ledger, 30, 0, 3)).isEqualTo(TestLedger.BUDGET - 1);
      assertThat(left(ledger, 29, 0, 3)).isEqualTo(Standing.OUT);
      assertThat(left(ledger, 29, 0, 4)).isEqualTo(TestLedger.BUDGET);
      refused(ledger, 2, 29, 0);
      assertThat(offer(ledger, 3, 30, 0)).isInstanceOf(Committed.class);
    }
  }

  @Test
  void law3_purposeLimit_overspentInDelta_stopsThePurpose() {
    try (Ledger ledger = test.open()) {
      ledger.setPurposeCap(3, PurposeCap.parse(TestLedger.STOCK.name(), "50%"));
      assertThat(offer(ledger, 1, DELTA, 25)).isInstanceOf(Committed.class);
      assertThat(left(ledger, DELTA, 0, 3)).isPositive();
      assertThat(left(ledger, 40, 0, 3)).isZero();
      assertThatThrownBy(() -> offer(ledger, 2, 40, 0))
          .hasMessageContaining("above the customer's limit for the purpose");
    }
  }

  @Test
  void law3_deltaBeyondTheWholeBudget_leavesEverybodyOut() {
    try (Ledger ledger = test.open()) {
      assertThat(ledger.standing(terms(DELTA + 1)).remainingUnits()).containsOnly(Standing.OUT);
      assertThat(ledger.standing(terms(DELTA)).remainingUnits()).containsOnly(TestLedger.BUDGET);
      refused(ledger, 1, DELTA, DELTA + 1);
    }
  }

  @Test
  void law3_chargeOfAnotherDelta_isNotBooked() {
    try (Ledger ledger = test.open()) {
      for (long charged : new long[] {0, 4, 6}) {
        assertThatThrownBy(() -> commit(ledger, terms(5), charge(1, charged)))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("its delta");
      }
    }
  }

  @Test
  void law3_cap_leavesDeltaAsItIs() {
    try (Ledger ledger = test.open()) {
      ledger.setCap(3, Cap.own(40));
      assertThat(left(ledger, DELTA, DELTA, 3)).isEqualTo(40);
      assertThat(offer(ledger, 1, DELTA, DELTA)).isInstanceOf(Committed.class);
      ledger.setCap(3, Cap.OPEN);
      assertThat(left(ledger, DELTA, 1, 3)).isEqualTo(Standing.OUT);
      assertThat(left(ledger, DELTA, 0, 3)).isEqualTo(TestLedger.BUDGET - 1);
    }
  }

  @Test
  void worstCase_ofDelta_isPublicAndCountedWhoeverPays() {
    try (Ledger ledger = test.open()) {
      Charge nobody =
          new Charge(
              TestLedger.releaseId(1),
              1,
              30,
              new long[] {1},
              Payers.of(List.of(new RoaringBitmap())));
      commit(ledger, terms(30), nobody);
      Spend worst = ledger.publicBudget(new Spend(TestLedger.BUDGET, DELTA)).worstCaseSpent();
      assertThat(worst).isEqualTo(new Spend(1, 30));
      Terms next = terms(20);
      assertThat(next.covers(ledger.standing(next).worstCaseSpent(), 1)).isTrue();
      Terms beyond = terms(21);
      assertThat(beyond.covers(ledger.standing(beyond).worstCaseSpent(), 1)).isFalse();
      Terms spentExactly = terms(30, 0);
      assertThat(spentExactly.covers(ledger.standing(spentExactly).worstCaseSpent(), 1)).isTrue();
      Terms lowered = terms(29, 0);
      assertThat(lowered.covers(ledger.standing(lowered).worstCaseSpent(), 1)).isFalse();
    }
  }

  @Test
  void quota_ofAPurpose_bindsDeltaAsWell() {
    Purpose half = new Purpose("stock-planning", false, Optional.of(Quota.parse("50%")));
    Terms most = new Terms(half, TestLedger.BUDGET, DELTA, 25, epsilon -> (long) epsilon);
    Terms more = new Terms(half, TestLedger.BUDGET, DELTA, 26, epsilon -> (long) epsilon);
    try (Ledger ledger = test.open()) {
      assertThatThrownBy(() -> commit(ledger, more, charge(1, 26)))
          .hasMessageContaining("quota of purpose stock-planning would be passed");
      assertThat(commit(ledger, most, charge(2, 25))).isInstanceOf(Committed.class);
      assertThat(ledger.standing(most).spentByHolder())
          .containsExactly(Map.entry(QuotaHolder.purpose("stock-planning"), new Spend(1, 25)));
    }
  }

  @Test
  void law6_deltaSpent_survivesRestartAndLasts_untilThePeriodTurns() {
    try (Ledger ledger = test.open()) {
      offer(ledger, 1, DELTA, 30);
    }
    try (Ledger ledger = test.open()) {
      assertThat(left(ledger, DELTA, 21, 3)).isEqualTo(Standing.OUT);
      assertThat(left(ledger, DELTA, 20, 3)).isPositive();
    }
    test.setClock(Instant.parse("2026-12-01T00:00:00Z"));
    try (Ledger ledger = test.open()) {
      assertThat(left(ledger, DELTA, DELTA, 3)).isEqualTo(TestLedger.BUDGET);
      CustomerRecord record = ledger.customer(TestLedger.person(3)).orElseThrow();
      assertThat(record.ofPeriod()).isEqualTo(Spend.NONE);
      assertThat(record.lifetime()).isEqualTo(new Spend(1, 30));
      assertThat(record.payments()).extracting(Payment::spend).containsExactly(new Spend(1, 30));
    }
  }

  @Test
  void law13_forgottenAndBack_ownsTheDeltaRoundedUp() throws Exception {
    try (Ledger ledger = test.open()) {
      offer(ledger, 1, DELTA, 17);
      offer(ledger, 2, DELTA, 18);
      ForgottenSummary summary = ledger.forget(3, 1, 2, TestLedger.WITHOUT_CONSENT);
      // 35 units are 100011 in binary: four significant digits, rounded up, are 36.
      assertThat(summary.ofPeriod()).isEqualTo(new Spend(2, 36));
      assertThat(summary.lifetime()).isEqualTo(new Spend(2, 36));
      assertThat(test.rows("SELECT period_delta_units, lifetime_delta_units FROM tombstone"))
          .containsExactly("36|36");
      ledger.registerIntake(
          new IntakeEntry(2, 3, 10, List.of(TestLedger.person(3)), List.of(), false));
      assertThat(left(ledger, DELTA, 15, 10)).isEqualTo(Standing.OUT);
      assertThat(left(ledger, DELTA, 14, 10)).isEqualTo(TestLedger.BUDGET - 2);
      assertThat(spend(ledger, 3)).isEqualTo(new Spend(2, 36));
      assertThat(ledger.audit(Optional.empty()).fault()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UPDATE charge SET delta_units = 0 WHERE entry = 2, charge 2",
    "UPDATE opening SET period_delta_units = 0, opening 4",
    "UPDATE tombstone SET lifetime_delta_units = 0, tombstones 0",
  })
  void audit_deltaChangedWithGoodChecksum_isNamed(String change, String part) throws Exception {
    try (Ledger ledger = test.open()) {
      offer(ledger, 1, DELTA, 17);
      ledger.forget(3, 1, 2, TestLedger.WITHOUT_CONSENT);
      ledger.registerIntake(
          new IntakeEntry(2, 3, 10, List.of(TestLedger.person(3)), List.of(), false));
      commit(
          ledger,
          terms(5),
          new Charge(
              TestLedger.releaseId(2),
              1,
              5,
              new long[] {1},
              Payers.of(List.of(RoaringBitmap.bitmapOf(4)))));
      ledger.forget(4, 3, 4, TestLedger.WITHOUT_CONSENT);
      assertThat(ledger.audit(Optional.empty()).fault()).isEmpty();
    }
    test.change(change);
    try (Ledger ledger = test.open()) {
      assertThat(ledger.audit(Optional.empty()).fault().orElseThrow()).startsWith(part + " is not");
    }
  }

  private static Terms terms(long deltaUnits) {
    return terms(DELTA, deltaUnits);
  }

  private static Terms terms(long budget, long deltaUnits) {
    return new Terms(
        TestLedger.STOCK, TestLedger.BUDGET, budget, deltaUnits, epsilon -> (long) epsilon);
  }

  /** One unit and some δ for customer 3. */
  private static Charge charge(int id, long deltaUnits) {
    return new Charge(
        TestLedger.releaseId(id),
        1,
        deltaUnits,
        new long[] {1},
        Payers.of(List.of(RoaringBitmap.bitmapOf(3))));
  }

  private static CommitResult offer(Ledger ledger, int id, long budget, long deltaUnits) {
    return commit(ledger, terms(budget, deltaUnits), charge(id, deltaUnits));
  }

  private static CommitResult commit(Ledger ledger, Terms terms, Charge charge) {
    return ledger.commit(
        ledger.standing(terms), terms, charge, "question " + charge.releaseId(), new byte[0]);
  }

  private static void refused(Ledger ledger, int id, long budget, long deltaUnits) {
    Spend before = spend(ledger, 3);
    assertThatThrownBy(() -> offer(ledger, id, budget, deltaUnits))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("spend of delta would rise above the budget");
    assertThat(spend(ledger, 3)).isEqualTo(before);
  }

  private static long left(Ledger ledger, long budget, long deltaUnits, int customer) {
    return ledger.standing(terms(budget, deltaUnits)).remainingUnits()[customer];
  }

  private static Spend spend(Ledger ledger, int person) {
    return ledger.customer(TestLedger.person(person)).orElseThrow().ofPeriod();
  }
}
