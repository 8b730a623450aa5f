package io.discreet.engine.ledger;

import static io.discreet.engine.ledger.TestLedger.charge;
import static io.discreet.engine.ledger.TestLedger.commit;
import static io.discreet.engine.ledger.TestLedger.spent;
import static io.discreet.engine.ledger.TestLedger.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.ledger.CommitResult.AlreadyAnswered;
import io.discreet.engine.ledger.CommitResult.Committed;
import io.discreet.engine.ledger.CommitResult.Conflict;
import io.discreet.engine.ledger.CommitResult.Conflict.Reason;
import io.discreet.engine.policy.Cap;
import io.discreet.engine.policy.Purpose;
import io.discreet.engine.policy.Quota;
import io.discreet.engine.policy.QuotaHolder;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
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

/** What the ledger lets through, whatever its caller computed: laws 3, 6 and 11. */
@ParameterizedClass
@EnumSource(Backend.class)
class LedgerChargeTest {

  @Parameter private Backend backend = Backend.SQLITE;
  @TempDir private Path folder;
  private TestLedger test;

  @BeforeEach
  void makeLedger() {
    test = TestLedger.create(backend, folder);
  }

  @ParameterizedTest
  @CsvSource({
    "100, 60, 40",
    "100, 99, 1",
    "1, 0, 1",
    "9223372036854775807, 9223372036854775806, 1"
  })
  void law3_lastUnitOfTheBudget_isAdmittedAndOneMoreIsNot(long budget, long before, long last)
      throws Exception {
    Terms terms = terms(TestLedger.STOCK, budget);
    try (Ledger ledger = test.open()) {
      if (before > 0) {
        admit(ledger, terms, charge(1, before, 3));
      }
      if (last < Long.MAX_VALUE) {
        refuse(ledger, terms, charge(2, last + 1, 3), "above the smaller of budget and cap");
      }
      admit(ledger, terms, charge(3, last, 3));
      refuse(ledger, terms, charge(4, 1, 3), "above the smaller of budget and cap");
      assertThat(spent(ledger, 3)).isEqualTo(budget);
    }
  }

  @Test
  void law3_cap_countsWhereItIsLowerThanThePolicy() throws Exception {
    try (Ledger ledger = test.open()) {
      ledger.setCap(3, Cap.own(40));
      ledger.setCap(4, Cap.own(1000));
      refuse(ledger, terms(), charge(1, 41, 3), "above the smaller of budget and cap");
      refuse(ledger, terms(), charge(2, 101, 4), "above the smaller of budget and cap");
      admit(ledger, terms(), charge(3, 40, 3, 4, 5));
      refuse(ledger, terms(), charge(4, 1, 3), "above the smaller of budget and cap");
      ledger.setCap(3, Cap.OPEN);
      admit(ledger, terms(), charge(5, 60, 3, 4, 5));
      ledger.setCap(3, Cap.own(40));
      assertThat(ledger.standing(terms()).remainingUnits()[3]).isZero();
      refuse(ledger, terms(), charge(6, 1, 3), "above the smaller of budget and cap");
    }
  }

  @Test
  void law3_oneOfManyAboveTheLimit_refusesTheWholeCharge() throws Exception {
    try (Ledger ledger = test.open()) {
      admit(ledger, terms(), charge(1, 51, 9));
      Charge levels =
          new Charge(
              TestLedger.releaseId(2),
              70,
              0,
              new long[] {70, 40},
              Payers.of(List.of(RoaringBitmap.bitmapOf(0, 1, 9), RoaringBitmap.bitmapOf(3))));
      refuse(ledger, terms(), levels, "above the smaller of budget and cap");
      assertThat(spent(ledger, 0)).isZero();
    }
  }

  @Test
  void law3_worstCaseThatDoesNotFitWhoPaysLess_isBooked() throws Exception {
    try (Ledger ledger = test.open()) {
      admit(ledger, terms(), charge(1, 51, 9));
      Charge levels =
          new Charge(
              TestLedger.releaseId(2),
              70,
              0,
              new long[] {70, 49},
              Payers.of(List.of(RoaringBitmap.bitmapOf(0, 1), RoaringBitmap.bitmapOf(3, 9))));
      admit(ledger, terms(), levels);
      assertThat(spent(ledger, 0)).isEqualTo(70);
      assertThat(spent(ledger, 9)).isEqualTo(100);
    }
  }

  @Test
  void law3_malformedCharges_areNotBooked() throws Exception {
    long[] falling = {9, 4};
    long[] rising = {4, 9};
    RoaringBitmap two = RoaringBitmap.bitmapOf(2);
    try (Ledger ledger = test.open()) {
      refuse(
          ledger, terms(), new Charge(id(2), 9, 0, rising, Payers.of(List.of(two))), "must fall");
      refuse(
          ledger, terms(), new Charge(id(3), 8, 0, falling, Payers.of(List.of(two))), "must fall");
      refuse(
          ledger,
          terms(),
          new Charge(id(4), 9, 0, new long[] {0}, Payers.of(List.of(two))),
          "must fall");
      refuse(
          ledger,
          terms(),
          new Charge(id(5), 0, 0, falling, Payers.of(List.of(two))),
          "costs nothing");
      refuse(
          ledger,
          terms(),
          new Charge(id(6), 9, 0, new long[] {9}, Payers.of(List.of(new RoaringBitmap(), two))),
          "has no cost");
      refuse(ledger, terms(), charge(7, 9, TestLedger.CUSTOMERS), "not in the registry");
      ledger.forget(2, 1, 2, TestLedger.WITHOUT_CONSENT);
      refuse(ledger, terms(), charge(9, 9, 2), "a forgotten customer");
    }
  }

  @Test
  void quota_worstCasesOfThePurpose_areCountedWhoeverPays() throws Exception {
    Purpose half = new Purpose("stock-planning", false, Optional.of(Quota.parse("50%")));
    Terms terms = terms(half, TestLedger.BUDGET);
    try (Ledger ledger = test.open()) {
      refuse(ledger, terms, charge(1, 51, 0), "quota of purpose stock-planning would be passed");
      admit(ledger, terms, charge(2, 30, 0));
      admit(ledger, terms, charge(3, 20));
      refuse(ledger, terms, charge(4, 1, 9), "quota of purpose stock-planning would be passed");
      assertThat(ledger.standing(terms).spentByHolder())
          .containsExactly(Map.entry(QuotaHolder.purpose("stock-planning"), new Spend(50, 0)));
      admit(ledger, terms(), charge(5, 50, 9));
    }
  }

  @Test
  void law3_whoDidNotConsent_cannotBeCharged() throws Exception {
    Terms advice = terms(TestLedger.ADVICE, TestLedger.BUDGET);
    try (Ledger ledger = test.open()) {
      refuse(ledger, advice, charge(1, 1, 0), "without having consented");
      ledger.recordConsents(
          List.of(
              consent(0, true, "2026-01-01"),
              consent(1, true, "2026-11-24"),
              consent(2, true, "2026-01-01"),
              consent(2, false, "2026-11-23")));
      long[] remaining = ledger.standing(advice).remainingUnits();
      assertThat(Arrays.copyOf(remaining, 4)).containsExactly(100, Standing.OUT, Standing.OUT, -1);
      refuse(ledger, advice, charge(2, 1, 0, 1), "without having consented");
      refuse(ledger, advice, charge(3, 1, 2), "without having consented");
      admit(ledger, advice, charge(4, 1, 0));
      ledger.recordConsents(List.of(consent(0, false, "2026-11-23")));
      refuse(ledger, advice, charge(5, 1, 0), "without having consented");
    }
  }

  @Test
  void law3_standingOfAnOlderHead_isAConflictAndBooksNothing() throws Exception {
    try (Ledger ledger = test.open()) {
      Standing before = ledger.standing(terms());
      ledger.setCap(3, Cap.own(1));
      List<String> entries = test.rows("SELECT * FROM entry");
      CommitResult result =
          ledger.commit(before, terms(), charge(1, 50, 3), "question", TestLedger.body(1));
      assertThat(result).isEqualTo(new Conflict(Reason.HEAD_MOVED));
      assertThat(test.rows("SELECT * FROM entry")).isEqualTo(entries);
      assertThat(ledger.find("question")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T12:00:00Z, 2026-11-24T00:00:00Z, DAY_TURNED",
    "2026-11-30T23:59:59Z, 2026-12-01T00:00:00Z, PERIOD_TURNED",
    // The shop's month begins by London's clock, an hour before that of UTC in summer.
    "2027-05-31T22:59:59Z, 2027-05-31T23:00:00Z, PERIOD_TURNED",
  })
  void law6_dayOrPeriodTurnsDuringAScan_isAConflictAndBooksNothing(
      Instant before, Instant after, Reason reason) {
    test.setClock(before);
    Standing standing;
    try (Ledger ledger = test.open()) {
      standing = ledger.standing(terms());
    }
    test.setClock(after);
    try (Ledger ledger = test.open()) {
      assertThat(ledger.commit(standing, terms(), charge(1, 50, 3), "question", TestLedger.body(1)))
          .isEqualTo(new Conflict(reason));
      assertThat(ledger.releases()).isEmpty();
      assertThat(spent(ledger, 3)).isZero();
    }
  }

  @Test
  void law11_answeredQuestion_givesTheStoredBytesAndChargesNothing() throws Exception {
    byte[] stored = TestLedger.body(1);
    try (Ledger ledger = test.open()) {
      Standing stale = ledger.standing(terms());
      assertThat(commit(ledger, 1, 30, 3, 4)).isInstanceOf(Committed.class);
      for (Standing standing : List.of(stale, ledger.standing(terms()))) {
        CommitResult again =
            ledger.commit(
                standing, terms(), charge(2, 30, 3), TestLedger.answerKey(1), TestLedger.body(2));
        assertThat(((AlreadyAnswered) again).release()).isEqualTo(stored);
      }
      assertThat(ledger.find(TestLedger.answerKey(1))).contains(stored);
      assertThat(ledger.release(id(1))).contains(stored);
      assertThat(ledger.release(id(2))).isEmpty();
      assertThat(ledger.publicBudget(new Spend(100, 0)).worstCaseSpent().units()).isEqualTo(30);
      assertThat(spent(ledger, 3)).isEqualTo(30);
    }
    assertThat(test.rows("SELECT release_id FROM charge")).containsExactly(id(1));
    // In a later month as well: what is stored answers whoever asks the same of the same data.
    test.setClock(Instant.parse("2027-01-01T00:00:00Z"));
    try (Ledger ledger = test.open()) {
      CommitResult again = commit(ledger, 1, 30, 3);
      assertThat(((AlreadyAnswered) again).release()).isEqualTo(stored);
      assertThat(spent(ledger, 3)).isZero();
    }
  }

  private static void admit(Ledger ledger, Terms terms, Charge charge) {
    assertThat(offer(ledger, terms, charge)).isInstanceOf(Committed.class);
  }

  /** The charge is refused, and nothing at all is written. */
  private void refuse(Ledger ledger, Terms terms, Charge charge, String why) throws Exception {
    String dump = "SELECT (SELECT COUNT(*) FROM entry), (SELECT COUNT(*) FROM release)";
    List<String> before = test.rows(dump);
    long[] remaining = ledger.standing(terms).remainingUnits();
    assertThatThrownBy(() -> offer(ledger, terms, charge))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(why);
    assertThat(test.rows(dump)).isEqualTo(before);
    assertThat(ledger.standing(terms).remainingUnits()).isEqualTo(remaining);
  }

  private static CommitResult offer(Ledger ledger, Terms terms, Charge charge) {
    return ledger.commit(
        ledger.standing(terms),
        terms,
        charge,
        "question " + charge.releaseId(),
        TestLedger.body(0));
  }

  @Test
  void law3_whoObjected_cannotBeChargedWhereNoConsentIsNeeded() throws Exception {
    Terms stock = terms(TestLedger.STOCK, TestLedger.BUDGET);
    try (Ledger ledger = test.open()) {
      ledger.recordConsents(
          List.of(
              word(TestLedger.STOCK, 0, false, "2026-01-01"),
              word(TestLedger.STOCK, 1, false, "2026-11-24"),
              word(TestLedger.STOCK, 2, false, "2026-01-01"),
              word(TestLedger.STOCK, 2, true, "2026-11-23"),
              word(TestLedger.ADVICE, 3, false, "2026-01-01")));
      long[] remaining = ledger.standing(stock).remainingUnits();
      assertThat(Arrays.copyOf(remaining, 5)).containsExactly(Standing.OUT, 100, 100, 100, 100);
      refuse(ledger, stock, charge(1, 1, 0, 1), "without having consented");
      admit(ledger, stock, charge(2, 1, 1, 2, 3, 4));
    }
    test.setClock(Instant.parse("2026-11-24T12:00:00Z"));
    try (Ledger ledger = test.open()) {
      assertThat(ledger.standing(stock).remainingUnits()[1]).isEqualTo(Standing.OUT);
      refuse(ledger, stock, charge(3, 1, 1), "without having consented");
    }
  }

  private static String id(int id) {
    return TestLedger.releaseId(id);
  }

  private static ConsentRecord consent(int person, boolean granted, String since) {
    return word(TestLedger.ADVICE, person, granted, since);
  }

  private static ConsentRecord word(Purpose purpose, int person, boolean granted, String since) {
    return new ConsentRecord(
        TestLedger.person(person), purpose.name(), granted, LocalDate.parse(since));
  }
}
