package io.discreet.engine.ledger;

import static io.discreet.engine.ledger.TestLedger.charge;
import static io.discreet.engine.ledger.TestLedger.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.ledger.CommitResult.Committed;
import io.discreet.engine.policy.Cap;
import io.discreet.engine.policy.Purpose;
import io.discreet.engine.policy.PurposeCap;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Law 3 where a customer limits what one purpose may spend. */
@ParameterizedClass
@EnumSource(Backend.class)
class LedgerPurposeCapTest {

  private static final Purpose ADS = new Purpose("advertising", false);
  private static final String ABOVE = "above the customer's limit for the purpose";

  @Parameter private Backend backend = Backend.SQLITE;
  @TempDir private Path folder;
  private TestLedger test;

  @BeforeEach
  void makeLedger() {
    test = TestLedger.create(backend, folder);
  }

  @Test
  void law3_purposeCap_countsInItsPurposeOnlyAndWhatWasSpentBefore() {
    Terms stock = terms();
    Terms ads = terms(ADS, TestLedger.BUDGET);
    try (Ledger ledger = test.open()) {
      admit(ledger, stock, charge(1, 10, 3, 4));
      admit(ledger, ads, charge(2, 5, 3, 4));
      ledger.setPurposeCap(3, cap("25%"));
      assertThat(ledger.standing(stock).remainingUnits()[3]).isEqualTo(15);
      assertThat(ledger.standing(stock).remainingUnits()[4]).isEqualTo(85);
      assertThat(ledger.standing(ads).remainingUnits()[3]).isEqualTo(85);
      refuse(ledger, stock, charge(3, 16, 3), ABOVE);
      admit(ledger, stock, charge(4, 15, 3, 4));
      refuse(ledger, stock, charge(5, 1, 3), ABOVE);
      admit(ledger, ads, charge(6, 70, 3, 4));
      refuse(ledger, ads, charge(7, 1, 3), "above the smaller of budget and cap");
      ledger.setPurposeCap(3, PurposeCap.open("stock-planning"));
      assertThat(ledger.standing(stock).remainingUnits()[3]).isZero();
    }
    try (Ledger ledger = test.open()) {
      assertThat(ledger.standing(stock).remainingUnits()[3]).as("reopened").isZero();
    }
  }

  @Test
  void law3_purposeCapOfNothing_keepsTheCustomerOutAndPaysNothing() {
    try (Ledger ledger = test.open()) {
      ledger.setPurposeCap(3, cap("0%"));
      assertThat(ledger.standing(terms()).remainingUnits()[3]).isZero();
      refuse(ledger, terms(), charge(1, 1, 3), ABOVE);
      ledger.setCap(3, Cap.own(1000));
      refuse(ledger, terms(), charge(2, 1, 3), ABOVE);
    }
  }

  @Test
  void purposeCap_newPeriod_countsAnew() {
    try (Ledger ledger = test.open()) {
      ledger.setPurposeCap(3, cap("25%"));
      admit(ledger, terms(), charge(1, 25, 3));
      assertThat(ledger.standing(terms()).remainingUnits()[3]).isZero();
    }
    test.setClock(Instant.parse("2026-12-01T09:00:00Z"));
    try (Ledger ledger = test.open()) {
      assertThat(ledger.standing(terms()).remainingUnits()[3]).isEqualTo(25);
      admit(ledger, terms(), charge(2, 20, 3));
      assertThat(ledger.standing(terms()).remainingUnits()[3]).isEqualTo(5);
    }
  }

  /** Nobody knows for which purpose the balance was spent that a returned customer brings along. */
  @Test
  void law6_forgottenAndBack_theWholeBalanceCountsInEachLimitedPurpose() {
    try (Ledger ledger = test.open()) {
      admit(ledger, terms(ADS, TestLedger.BUDGET), charge(1, 16, 3));
      ledger.setPurposeCap(3, cap("25%"));
      assertThat(ledger.forget(3, 1, 2, TestLedger.WITHOUT_CONSENT).caps()).isEqualTo(1);
      ledger.registerIntake(
          new IntakeEntry(
              2,
              3,
              TestLedger.CUSTOMERS,
              java.util.List.of(TestLedger.person(3)),
              java.util.List.of(),
              false));
      int back = TestLedger.CUSTOMERS;
      assertThat(ledger.standing(terms()).remainingUnits()[back]).as("no cap").isEqualTo(84);
      ledger.setPurposeCap(back, cap("25%"));
      assertThat(ledger.standing(terms()).remainingUnits()[back]).isEqualTo(9);
    }
  }

  /** A table that is away for a moment stands for any read that fails once. */
  @Test
  void law3_readingFailedOnce_countsWhatWasBroughtAlongAndEveryChargeOnce() throws Exception {
    int back = TestLedger.CUSTOMERS;
    try (Ledger ledger = test.open()) {
      admit(ledger, terms(), charge(1, 16, 3));
      ledger.forget(3, 1, 2, TestLedger.WITHOUT_CONSENT);
      ledger.registerIntake(
          new IntakeEntry(
              2, 3, back, java.util.List.of(TestLedger.person(3)), java.util.List.of(), false));
      admit(ledger, terms(), charge(2, 1, back));
      admit(ledger, terms(), charge(3, 2, 4));
      ledger.setPurposeCap(back, cap("25%"));
    }
    for (String away : new String[] {"opening", "charge"}) {
      try (Ledger ledger = test.open()) {
        ledger.publicBudget(terms().budget()); // the books are read, the purpose's account is not
        test.change("ALTER TABLE " + away + " RENAME TO away");
        assertThatThrownBy(() -> ledger.standing(terms())).as(away).isNotNull();
        test.change("ALTER TABLE away RENAME TO " + away);
        assertThat(ledger.standing(terms()).remainingUnits()[back]).as(away).isEqualTo(8);
      }
    }
  }

  @Test
  void purposeCap_isInTheCustomersRecordAndTheAudit() {
    try (Ledger ledger = test.open()) {
      ledger.setPurposeCap(3, cap("12.5 %"));
      CustomerRecord record = ledger.customer(TestLedger.person(3)).orElseThrow();
      assertThat(record.purposeCaps())
          .extracting(CustomerRecord.PurposeCapChange::cap)
          .containsExactly(cap("12.5%"));
      assertThat(ledger.audit(Optional.empty()).fault()).isEmpty();
    }
  }

  @Test
  void share_outOfRangeOrUnreadable_isRefused() {
    for (String share : new String[] {"101%", "-1%", "25", "NaN%", "1e2%", ""}) {
      assertThatThrownBy(() -> cap(share)).as(share).isInstanceOf(InputException.class);
    }
    assertThat(cap("100%").isOpen()).isTrue();
    assertThat(cap("33.3%").units(100)).isEqualTo(33);
  }

  private static PurposeCap cap(String share) {
    return PurposeCap.parse("stock-planning", share);
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
        "question " + charge.releaseId(),
        TestLedger.body(0));
  }
}
