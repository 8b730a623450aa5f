package io.discreet.engine.ledger;

import static io.discreet.engine.ledger.TestLedger.charge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.ledger.CommitResult.Committed;
import io.discreet.engine.policy.Cap;
import io.discreet.engine.policy.CoverageReserve;
import io.discreet.engine.policy.PurposeCap;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Law 3 where a part of every limit is kept for estimates of coverage: here 7 % of 100 units. */
@ParameterizedClass
@EnumSource(Backend.class)
class LedgerReserveTest {

  private static final Terms QUERY = terms(false);
  private static final Terms ESTIMATE = terms(true);
  private static final String ABOVE = "above the smaller of budget and cap";

  @Parameter private Backend backend = Backend.SQLITE;
  @TempDir private Path folder;
  private TestLedger test;

  @BeforeEach
  void makeLedger() {
    test = TestLedger.create(backend, folder);
  }

  private static Terms terms(boolean estimate) {
    return new Terms(
        Asking.of(TestLedger.STOCK),
        TestLedger.BUDGET,
        100,
        0,
        epsilon -> (long) epsilon,
        Optional.of(CoverageReserve.parse("7%")),
        estimate);
  }

  @Test
  void law3_queryLeavesTheReserve_andAnEstimateUsesItToTheLastUnit() {
    try (Ledger ledger = test.open()) {
      assertLeft(ledger, 3, 93, 100);
      admit(ledger, QUERY, charge(1, 90, 3));
      assertLeft(ledger, 3, 3, 10);
      refuse(ledger, QUERY, charge(2, 4, 3), ABOVE);
      admit(ledger, QUERY, charge(3, 3, 3));
      assertLeft(ledger, 3, 0, 7);
      refuse(ledger, QUERY, charge(4, 1, 3), ABOVE);
      refuse(ledger, ESTIMATE, charge(5, 8, 3), ABOVE);
      admit(ledger, ESTIMATE, charge(6, 5, 3));
      assertLeft(ledger, 3, 0, 2);
      admit(ledger, ESTIMATE, charge(7, 2, 3));
      refuse(ledger, ESTIMATE, charge(8, 1, 3), ABOVE);
      assertThat(TestLedger.spent(ledger, 3)).isEqualTo(100);
    }
    try (Ledger ledger = test.open()) {
      assertLeft(ledger, 3, 0, 0);
      assertThat(ledger.audit(Optional.empty()).fault()).isEmpty();
    }
  }

  /** Spend is one number: what an estimate took, a query has no more. */
  @Test
  void law3_estimate_countsForQueriesToo() {
    try (Ledger ledger = test.open()) {
      admit(ledger, ESTIMATE, charge(1, 5, 3));
      assertLeft(ledger, 3, 88, 95);
      refuse(ledger, QUERY, charge(2, 89, 3), ABOVE);
      admit(ledger, QUERY, charge(3, 88, 3));
    }
  }

  @Test
  void law3_reserveOfACap_isTheSameShareOfItAndRoundedAgainstTheQuery() {
    try (Ledger ledger = test.open()) {
      ledger.setCap(3, Cap.own(50)); // 46.5 for queries
      ledger.setCap(4, Cap.own(1));
      ledger.setCap(5, Cap.own(1000));
      assertLeft(ledger, 3, 46, 50);
      assertLeft(ledger, 4, 0, 1);
      assertLeft(ledger, 5, 93, 100);
      refuse(ledger, QUERY, charge(1, 47, 3), ABOVE);
      admit(ledger, QUERY, charge(2, 46, 3));
      admit(ledger, ESTIMATE, charge(3, 4, 3));
      refuse(ledger, ESTIMATE, charge(4, 1, 3), ABOVE);
      refuse(ledger, QUERY, charge(5, 1, 4), ABOVE);
      admit(ledger, ESTIMATE, charge(6, 1, 4));
    }
  }

  @Test
  void law3_reserveOfALimitOnThePurpose_isTheSameShareOfIt() {
    String above = "above the customer's limit for the purpose";
    try (Ledger ledger = test.open()) {
      ledger.setPurposeCap(3, PurposeCap.parse("stock-planning", "25%")); // 23.25 for queries
      assertLeft(ledger, 3, 23, 25);
      refuse(ledger, QUERY, charge(1, 24, 3), above);
      admit(ledger, QUERY, charge(2, 23, 3));
      refuse(ledger, QUERY, charge(3, 1, 3), above);
      admit(ledger, ESTIMATE, charge(4, 2, 3));
      refuse(ledger, ESTIMATE, charge(5, 1, 3), above);
    }
  }

  @Test
  void estimate_ofWhoIsForgotten_isOfNobody() {
    try (Ledger ledger = test.open()) {
      ledger.forget(3, 1, 2, TestLedger.WITHOUT_CONSENT);
      assertLeft(ledger, 3, Standing.OUT, Standing.OUT);
      refuse(ledger, ESTIMATE, charge(1, 1, 3), "a forgotten customer would pay");
    }
  }

  /** Public: complete is what the worst case leaves to the kind of query. */
  @Test
  void covers_queryUpToTheReserve_estimateUpToTheBudget() {
    assertThat(QUERY.covers(new Spend(90, 0), 3)).isTrue();
    assertThat(QUERY.covers(new Spend(90, 0), 4)).isFalse();
    assertThat(ESTIMATE.covers(new Spend(90, 0), 10)).isTrue();
    assertThat(ESTIMATE.covers(new Spend(90, 0), 11)).isFalse();
  }

  @Test
  void newestReleaseBesides_isThatOfTheNewestKeyWithAnotherBeginning() {
    try (Ledger ledger = test.open()) {
      assertThat(ledger.newestReleaseBesides("estimate-")).isZero();
      commit(ledger, 1, "question-1");
      long first = ledger.newestRelease();
      commit(ledger, 2, "estimate-2");
      commit(ledger, 3, "estimate-3");
      assertThat(ledger.newestReleaseBesides("estimate-")).isEqualTo(first);
      assertThat(ledger.newestReleaseBesides("est_mate-")).isEqualTo(ledger.newestRelease());
      commit(ledger, 4, "estimate"); // shorter than the beginning
      assertThat(ledger.newestReleaseBesides("estimate-")).isEqualTo(ledger.newestRelease());
    }
  }

  private static void commit(Ledger ledger, int id, String key) {
    Standing standing = ledger.standing(QUERY);
    ledger.commit(standing, QUERY, charge(id, 1, 3), key, TestLedger.body(id));
  }

  @Test
  void terms_ofAnEstimateWithoutAReserve_areNone() {
    assertThatThrownBy(
            () ->
                new Terms(Asking.of(TestLedger.STOCK), 100, 0, 0, cap -> 0, Optional.empty(), true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertLeft(Ledger ledger, int customer, long toQueries, long toEstimates) {
    Standing query = ledger.standing(QUERY);
    assertThat(query.remainingUnits()[customer]).isEqualTo(toQueries);
    Standing estimate = ledger.standing(ESTIMATE);
    assertThat(estimate.remainingUnits()[customer]).isEqualTo(toEstimates);
    assertThat(estimate.ordinary().toArray()).isEqualTo(query.remainingUnits());
  }

  private static void admit(Ledger ledger, Terms terms, Charge charge) {
    assertThat(offer(ledger, terms, charge)).isInstanceOf(Committed.class);
  }

  private static void refuse(Ledger ledger, Terms terms, Charge charge, String why) {
    assertThatThrownBy(() -> offer(ledger, terms, charge))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(why);
  }

  private static CommitResult offer(Ledger ledger, Terms terms, Charge charge) {
    return ledger.commit(
        ledger.standing(terms),
        terms,
        charge,
        TestLedger.answerKey(Integer.parseInt(charge.releaseId(), 16)),
        TestLedger.body(0));
  }
}
