package io.discreet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.ledger.Ledger;
import io.discreet.engine.ledger.LedgerPlace;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.Cap;
import io.discreet.engine.policy.PurposeCap;
import io.discreet.engine.query.SegmentQuery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a customer may ask for, at the operator's door. */
class CustomerRightsTest {

  private static final String WHO = "zoe-the-only-one@example.org";
  private static final String NOTE = "zoe-s-unheard-of-birthday-cake";

  private static final String POLICY =
      TestShop.POLICY.replace(
          "category: { type: category, values: [bread, cake, coffee] }",
          "category: { type: category, values: [bread, cake, coffee] }\n"
              + "      note: { type: category }");

  @TempDir private Path temporary;

  private TestShop shop() {
    TestShop shop = TestShop.create(temporary, POLICY);
    StringBuilder rows = new StringBuilder("email,day,category,amount,note\n");
    for (int i = 0; i < 20; i++) {
      rows.append(TestShop.rawId(i)).append(",2026-11-01,bread,3.00,usual\n");
    }
    rows.append(WHO).append(",2026-11-02,cake,7.77,").append(NOTE).append('\n');
    try (Operator operator = shop.operate()) {
      operator.intake("purchases", List.of(shop.file("rows.csv", rows)), TestShop.options());
      operator.consent(WHO, "recommendations", true, LocalDate.parse("2026-11-01"));
      operator.cap(WHO, Cap.own(3.5));
      operator.cap(WHO, PurposeCap.parse("recommendations", "90%"));
    }
    ask(shop, "amount > 0", "stock-planning");
    ask(shop, "amount > 1", "recommendations");
    return shop;
  }

  private static void ask(TestShop shop, String condition, String purpose) {
    try (Discreet analyst = shop.open()) {
      analyst.run(
          SegmentQuery.parse(
              "SELECT category, COUNT(DISTINCT customer) FROM purchases WHERE "
                  + condition
                  + " GROUP BY category",
              purpose),
          Share.percent(10));
    }
  }

  private static int uses(TestShop shop, String who) {
    try (Operator operator = shop.operate()) {
      return operator.statement(who).uses().size();
    }
  }

  private static int count(String in, String what) {
    int count = 0;
    for (int at = in.indexOf(what); at >= 0; at = in.indexOf(what, at + 1)) {
      count++;
    }
    return count;
  }

  private static String pseudonym(TestShop shop, int index) {
    try (Ledger ledger =
        Ledger.open(
            LedgerPlace.file(shop.folder.resolve("ledger.sqlite")),
            Clock.fixed(TestShop.NOW, ZoneOffset.UTC))) {
      Pseudonym pseudonym = ledger.registry().pseudonym(index);
      return new String(
          ByteBuffer.allocate(16).putLong(pseudonym.high()).putLong(pseudonym.low()).array(),
          StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void law13_forgotten_leavesNoByteButThePseudonymOfOneBalance() throws IOException {
    TestShop shop = shop();
    String pseudonym = pseudonym(shop, 20);
    String other = pseudonym(shop, 3);
    assertThat(shop.bytes()).contains(NOTE).contains(pseudonym);
    try (Operator operator = shop.operate()) {
      ForgetSummary summary = operator.forget(WHO);
      assertThat(summary.charges()).isEqualTo(2);
      assertThat(summary.consents()).isEqualTo(1);
      assertThat(summary.caps()).isEqualTo(2);
      assertThat(summary.logErased()).isTrue();
      // The operator's door is still open: nothing waits for it to be closed.
      String left = shop.bytes();
      assertThat(left).as("rows and their dictionary").doesNotContain(NOTE);
      assertThat(count(left, pseudonym)).as("the tombstone and its index").isEqualTo(2);
      assertThat(left).as("somebody else's").contains(other);
    }
    for (Path file : List.of(shop.folder.resolve("vault-2.duckdb"))) {
      String vault = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      assertThat(vault).as("a vault has no pseudonyms").doesNotContain(pseudonym, other);
    }
  }

  @Test
  void consent_dateToCome_waits_andTheLatestDateWins() {
    TestShop shop = shop();
    try (Operator operator = shop.operate()) {
      String who = TestShop.rawId(1);
      operator.consent(who, "recommendations", true, LocalDate.parse("2026-11-25"));
    }
    ask(shop, "amount > 2", "recommendations");
    assertThat(uses(shop, TestShop.rawId(1))).as("before its day").isEqualTo(1);
    shop.setClock(Instant.parse("2026-11-25T00:00:00Z"));
    ask(shop, "amount > 2.1", "recommendations");
    assertThat(uses(shop, TestShop.rawId(1))).as("on its day").isEqualTo(2);
    try (Operator operator = shop.operate()) {
      operator.consent(TestShop.rawId(1), "recommendations", false, LocalDate.parse("2026-11-25"));
      operator.consent(TestShop.rawId(1), "recommendations", true, LocalDate.parse("2026-11-25"));
      operator.consent(TestShop.rawId(1), "recommendations", true, LocalDate.parse("2026-11-01"));
    }
    ask(shop, "amount > 2.2", "recommendations");
    assertThat(uses(shop, TestShop.rawId(1)))
        .as("of one day the withdrawal wins, and an older grant does not undo it")
        .isEqualTo(2);
    try (Operator operator = shop.operate()) {
      Statement statement = operator.statement(TestShop.rawId(1));
      assertThat(statement.consents()).as("history is kept").hasSize(4);
      assertThat(statement.consents())
          .filteredOn(Statement.ConsentLine::effective)
          .singleElement()
          .matches(line -> !line.granted());
    }
  }

  /** What was answered before a grant stays as it was, whatever day the grant is dated. */
  @Test
  void consent_backdatedGrant_reachesNoAnswerOfBefore() {
    TestShop shop = shop();
    try (Operator operator = shop.operate()) {
      operator.consent(TestShop.rawId(2), "recommendations", true, LocalDate.parse("2020-01-01"));
    }
    assertThat(uses(shop, TestShop.rawId(2))).isEqualTo(1);
    ask(shop, "amount > 2", "recommendations");
    assertThat(uses(shop, TestShop.rawId(2))).isEqualTo(2);
  }

  @Test
  void consentAndCap_purposeMisspelt_areRefusedWithTheNearest() {
    TestShop shop = shop();
    try (Operator operator = shop.operate()) {
      assertThatThrownBy(
              () -> operator.consent(WHO, "recommendation", true, LocalDate.parse("2026-01-01")))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("did you mean recommendations?");
      assertThatThrownBy(() -> operator.cap(WHO, PurposeCap.open("recommendation")))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("did you mean recommendations?");
    }
  }

  @Test
  void law3_purposeCap_keepsTheCustomerOutOfItsPurposeFromTheNextQueryOn() {
    TestShop shop = shop();
    try (Operator operator = shop.operate()) {
      operator.cap(TestShop.rawId(4), PurposeCap.parse("stock-planning", "0%"));
    }
    ask(shop, "amount > 2", "stock-planning");
    assertThat(uses(shop, TestShop.rawId(4))).isEqualTo(1);
    assertThat(uses(shop, TestShop.rawId(5))).isEqualTo(2);
    try (Operator operator = shop.operate()) {
      assertThat(operator.statement(TestShop.rawId(4)).purposeCaps())
          .singleElement()
          .matches(cap -> cap.purpose().equals("stock-planning") && cap.share() == 0);
      operator.cap(TestShop.rawId(4), PurposeCap.open("stock-planning"));
      assertThat(operator.statement(TestShop.rawId(4)).purposeCaps()).isEmpty();
    }
    ask(shop, "amount > 2.1", "stock-planning");
    assertThat(uses(shop, TestShop.rawId(4))).isEqualTo(2);
  }

  /** Law 13 at the operator's door. */
  @Test
  void law13_whoObjectedWasForgottenAndIsTakenInAgain_isInNoAnswer() {
    TestShop shop = shop();
    try (Operator operator = shop.operate()) {
      operator.consent(WHO, "stock-planning", false, LocalDate.parse("2026-11-05"));
      operator.forget(WHO);
      operator.intake(
          "purchases",
          List.of(
              shop.file(
                  "again.csv",
                  "email,day,category,amount,note\n" + WHO + ",2026-11-03,cake,7.78,usual\n")),
          TestShop.options());
    }
    ask(shop, "amount > 2", "stock-planning");
    assertThat(uses(shop, WHO)).isZero();
    assertThat(uses(shop, TestShop.rawId(5))).isEqualTo(2);
    try (Operator operator = shop.operate()) {
      operator.consent(WHO, "stock-planning", true, LocalDate.parse("2026-11-06"));
    }
    ask(shop, "amount > 2.1", "stock-planning");
    assertThat(uses(shop, WHO)).isEqualTo(1);
  }

  @Test
  void minimise_unusedColumnsPurposesAndCustomers_areNamed() {
    TestShop shop = shop();
    try (Operator operator = shop.operate()) {
      operator.consent(
          "only-a-consent@example.org", "recommendations", true, LocalDate.parse("2026-01-01"));
      operator.forget(TestShop.rawId(7));
      MinimisationReport report = operator.minimise(LocalDate.parse("2026-11-01"));
      assertThat(report.releases()).isEqualTo(2);
      assertThat(report.customers()).isEqualTo(21);
      assertThat(report.withoutRows()).isEqualTo(1);
      assertThat(report.withoutConsent()).as("stock-planning needs none").isZero();
      assertThat(report.columns())
          .filteredOn(column -> column.releases() == 0)
          .extracting(column -> column.table() + "." + column.column())
          .containsExactly("customers.city", "purchases.day", "purchases.note");
      assertThat(report.columns())
          .filteredOn(column -> column.column().equals("amount"))
          .singleElement()
          .matches(
              column ->
                  column.releases() == 2
                      && column.rows() == 20
                      && column.lastUsed().equals(Optional.of(LocalDate.parse("2026-11-23"))));
      assertThat(report.purposes())
          .extracting(MinimisationReport.PurposeUse::consenting)
          .containsExactly(2, 21);
      MinimisationReport later = operator.minimise(LocalDate.parse("2026-11-24"));
      assertThat(later.releases()).isZero();
      assertThat(later.purposes()).allMatch(purpose -> purpose.releases() == 0);
      assertThat(operator.audit(Optional.empty()).releases()).isEqualTo(2);
    }
  }

  @Test
  void minimise_whoObjected_takesPartInNothing() {
    TestShop shop = shop();
    try (Operator operator = shop.operate()) {
      MinimisationReport before = operator.minimise(LocalDate.parse("2026-11-01"));
      assertThat(before.withoutConsent()).isZero();
      operator.consent(TestShop.rawId(7), "stock-planning", false, LocalDate.parse("2026-11-23"));
      operator.consent(TestShop.rawId(8), "stock-planning", false, LocalDate.parse("2026-11-24"));
      MinimisationReport after = operator.minimise(LocalDate.parse("2026-11-01"));
      assertThat(after.withoutConsent()).as("7 takes part in nothing").isEqualTo(1);
      assertThat(after.purposes())
          .extracting(MinimisationReport.PurposeUse::consenting)
          .containsExactly(
              before.purposes().get(0).consenting(), before.purposes().get(1).consenting() - 1);
    }
  }
}
