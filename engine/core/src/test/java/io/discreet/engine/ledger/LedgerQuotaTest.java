package io.discreet.engine.ledger;

import static io.discreet.engine.ledger.TestLedger.charge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.ledger.CommitResult.Committed;
import io.discreet.engine.policy.Asker;
import io.discreet.engine.policy.Quota;
import io.discreet.engine.policy.QuotaHolder;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Quotas of analysts and plans: recorded with the charge, counted in worst cases, checked last. */
@ParameterizedClass
@EnumSource(Backend.class)
class LedgerQuotaTest {

  private static final Optional<Asker> ANN =
      Optional.of(new Asker("ann", Optional.of(Quota.parse("50%"))));
  private static final Optional<Asker> BOB = Optional.of(new Asker("bob"));
  private static final Optional<Asker> NIGHT =
      Optional.of(new Asker("night", Optional.of(Quota.parse("60%"))));

  @Parameter private Backend backend = Backend.SQLITE;
  @TempDir private Path folder;
  private TestLedger test;

  @BeforeEach
  void makeLedger() {
    test = TestLedger.create(backend, folder);
  }

  private static Terms terms(Optional<Asker> analyst, Optional<Asker> plan) {
    return new Terms(
        new Asking(TestLedger.STOCK, analyst, plan),
        TestLedger.BUDGET,
        0,
        0,
        epsilon -> (long) epsilon);
  }

  private static void admit(Ledger ledger, Terms terms, int id, long units, int... customers) {
    assertThat(
            ledger.commit(
                ledger.standing(terms),
                terms,
                charge(id, units, customers),
                TestLedger.answerKey(id),
                TestLedger.body(id)))
        .isInstanceOf(Committed.class);
  }

  private static void refuse(Ledger ledger, Terms terms, int id, long units, String holder) {
    assertThatThrownBy(() -> admit(ledger, terms, id, units))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the quota of " + holder + " would be passed");
  }

  /** Nobody pays for most of these: what counts is what somebody could have paid. */
  @Test
  void quotas_ofAnalystAndPlan_holdEachByItself() throws SQLException {
    try (Ledger ledger = test.open()) {
      refuse(ledger, terms(ANN, Optional.empty()), 1, 51, "analyst ann");
      admit(ledger, terms(ANN, Optional.empty()), 2, 30);
      admit(ledger, terms(ANN, NIGHT), 3, 20, 4);
      refuse(ledger, terms(ANN, Optional.empty()), 4, 1, "analyst ann");
      refuse(ledger, terms(ANN, NIGHT), 5, 1, "analyst ann");
      admit(ledger, terms(BOB, NIGHT), 6, 40);
      refuse(ledger, terms(Optional.empty(), NIGHT), 7, 1, "plan night");
      refuse(ledger, terms(BOB, NIGHT), 8, 1, "plan night");
      admit(ledger, terms(BOB, Optional.empty()), 9, 60);
      admit(ledger, terms(Optional.empty(), Optional.empty()), 10, 60);
    }
    try (Ledger ledger = test.open()) {
      assertThat(ledger.standing(TestLedger.terms()).spentByHolder())
          .containsExactly(
              Map.entry(QuotaHolder.purpose("stock-planning"), new Spend(210, 0)),
              Map.entry(QuotaHolder.analyst("ann"), new Spend(50, 0)),
              Map.entry(QuotaHolder.analyst("bob"), new Spend(100, 0)),
              Map.entry(QuotaHolder.plan("night"), new Spend(60, 0)));
      refuse(ledger, terms(ANN, Optional.empty()), 11, 1, "analyst ann");
      assertThat(ledger.audit(Optional.empty()).fault()).isEmpty();
    }
    assertThat(test.rows("SELECT analyst, plan FROM charge ORDER BY entry"))
        .containsExactly("ann|null", "ann|night", "bob|night", "bob|null", "null|null");
  }

  @Test
  void quotas_nextPeriod_areWholeAgain() {
    try (Ledger ledger = test.open()) {
      admit(ledger, terms(ANN, NIGHT), 1, 50);
    }
    test.setClock(Instant.parse("2026-12-01T12:00:00Z"));
    try (Ledger ledger = test.open()) {
      assertThat(ledger.standing(TestLedger.terms()).spentByHolder()).isEmpty();
      admit(ledger, terms(ANN, NIGHT), 2, 50);
    }
  }

  @Test
  void quotas_afterForgetting_countWhatTheyCounted() {
    try (Ledger ledger = test.open()) {
      admit(ledger, terms(ANN, NIGHT), 1, 50, 3);
      ledger.forget(3, 1, 2, TestLedger.WITHOUT_CONSENT);
      refuse(ledger, terms(ANN, Optional.empty()), 2, 1, "analyst ann");
    }
  }

  @Test
  void audit_analystOrPlanChangedByHand_isNamed() throws SQLException {
    try (Ledger ledger = test.open()) {
      admit(ledger, terms(ANN, NIGHT), 1, 50, 3);
    }
    for (String change : new String[] {"analyst = 'bob'", "plan = NULL", "analyst = NULL"}) {
      String was = test.rows("SELECT analyst FROM charge").get(0);
      String plan = test.rows("SELECT plan FROM charge").get(0);
      test.change("UPDATE charge SET " + change);
      try (Ledger ledger = test.open()) {
        assertThatThrownBy(() -> ledger.standing(TestLedger.terms()))
            .as(change)
            .hasMessageContaining("table charge is not what was written");
      }
      test.change("UPDATE charge SET analyst = '" + was + "', plan = '" + plan + "'");
    }
    try (Ledger ledger = test.open()) {
      assertThat(ledger.audit(Optional.empty()).fault()).isEmpty();
    }
  }
}
