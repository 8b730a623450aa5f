package io.discreet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.intake.IntakeSummary;
import io.discreet.engine.plan.Share;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows and charges that are older than the retention go: laws 6, 8 and 13. */
class RetentionTest {

  private static final String POLICY =
      TestShop.POLICY
          .replace("retention: 24 months", "retention: 90 days")
          .replace(
              "category: { type: category, values: [bread, cake, coffee] }",
              "category: { type: category, values: [bread, cake, coffee] }\n"
                  + "      note: { type: category }");

  private static final String ANN = "ann@example.org";
  private static final String BEN = "ben@example.org";

  @TempDir private Path temporary;

  /** Ann has a row of {@code annsDay}, Ben one of 20 November; both were asked about once. */
  private TestShop shop(Path folder, String annsDay) throws IOException {
    TestShop shop = TestShop.create(Files.createDirectories(folder), POLICY);
    try (Operator operator = shop.operate()) {
      operator.intake(
          "purchases",
          List.of(
              shop.file(
                  "rows.csv",
                  "email,day,category,amount,note\n"
                      + (ANN + "," + annsDay + ",bread,4.00,an-old-note-of-ann\n")
                      + (BEN + ",2026-11-20,cake,5.00,a-note-of-ben\n"))),
          TestShop.options());
    }
    ask(shop, "amount > 0");
    return shop;
  }

  private static Release ask(TestShop shop, String condition) {
    try (Discreet analyst = shop.open()) {
      return analyst.run(
          SegmentQuery.parse(
              "SELECT COUNT(DISTINCT customer) FROM purchases WHERE " + condition,
              "stock-planning"),
          Share.percent(10));
    }
  }

  private static Statement statement(TestShop shop, String who) {
    try (Operator operator = shop.operate()) {
      return operator.statement(who);
    }
  }

  private static Optional<LocalDate> night(TestShop shop) {
    try (Discreet analyst = shop.open()) {
      return analyst.applyRetention();
    }
  }

  @Test
  void law13_nightWithoutThePassphrase_letsOldRowsAndChargesGo() throws IOException {
    TestShop shop = shop(temporary.resolve("one"), "2026-09-01");
    assertThat(shop.isOnDisk("an-old-note-of-ann")).isTrue();
    Statement before = statement(shop, ANN);
    assertThat(night(shop)).as("the day of the intake").isEmpty();
    shop.setClock(Instant.parse("2026-12-20T03:00:00Z"));
    assertThat(night(shop)).contains(LocalDate.parse("2026-09-21"));
    assertThat(night(shop)).as("once a day").isEmpty();
    assertThat(shop.isOnDisk("an-old-note-of-ann")).as("gone from every file").isFalse();
    assertThat(shop.isOnDisk("a-note-of-ben")).isTrue();
    Statement young = statement(shop, ANN);
    assertThat(young.rowCounts()).containsEntry("purchases", 0);
    assertThat(young.uses()).as("a charge of November is kept").hasSize(1);
    shop.setClock(Instant.parse("2027-03-01T03:00:00Z"));
    assertThat(night(shop)).isPresent();
    Statement old = statement(shop, ANN);
    assertThat(old.uses()).isEmpty();
    assertThat(old.foldedBefore()).contains(LocalDate.parse("2026-12-01"));
    assertThat(old.lifetimeEpsilon())
        .isGreaterThanOrEqualTo(before.lifetimeEpsilon())
        .isLessThan(1.1 * before.lifetimeEpsilon());
    assertThat(old.periods()).extracting(Statement.PeriodSpend::period).containsExactly("2026-11");
    try (Operator operator = shop.operate()) {
      assertThat(operator.audit(Optional.empty()).releases()).isEqualTo(1);
    }
  }

  /** What an analyst sees does not tell whether there was an old row. */
  @Test
  void law8_runWithOrWithoutOldRows_looksTheSame() throws IOException {
    TestShop with = shop(temporary.resolve("with"), "2026-09-01");
    TestShop without = shop(temporary.resolve("without"), "2026-11-01");
    for (TestShop shop : List.of(with, without)) {
      shop.setClock(Instant.parse("2026-12-20T03:00:00Z"));
    }
    assertThat(night(with)).isEqualTo(night(without));
    Release one = ask(with, "amount > 0");
    Release other = ask(without, "amount > 0");
    assertThat(one.dataVersion()).isEqualTo(other.dataVersion()).isEqualTo(2);
    assertThat(one.coverage()).isEqualTo(other.coverage());
    assertThat(one.charged()).isEqualTo(other.charged());
    try (Discreet analyst = with.open()) {
      assertThat(analyst.releases()).as("the run is a new version of the data").hasSize(2);
    }
  }

  @Test
  void intakeAndOperator_sayWhatWent() throws IOException {
    TestShop shop = shop(temporary.resolve("one"), "2026-09-01");
    shop.setClock(Instant.parse("2027-03-01T03:00:00Z"));
    try (Operator operator = shop.operate()) {
      IntakeSummary summary =
          operator.intake(
              "purchases",
              List.of(
                  shop.file(
                      "more.csv",
                      "email,day,category,amount,note\n"
                          + (BEN + ",2027-02-20,cake,5.00,x\n")
                          + (BEN + ",2026-10-20,cake,5.00,x\n"))),
              TestShop.options());
      assertThat(summary.rowsExpired()).as("of the file").isEqualTo(1);
      assertThat(summary.rowsRetired()).as("of the vault").containsEntry("purchases", 2L);
      assertThat(operator.statement(BEN).uses()).as("the intake folds as well").isEmpty();
    }
    shop.setClock(Instant.parse("2027-06-01T03:00:00Z"));
    try (Operator operator = shop.operate()) {
      RetentionSummary summary = operator.retention().orElseThrow();
      assertThat(summary.rows()).containsEntry("purchases", 1L).containsEntry("customers", 0L);
      assertThat(summary.charges()).isZero();
      assertThat(operator.retention().orElseThrow().rows()).containsEntry("purchases", 0L);
    }
  }

  /**
   * Rows without a date, of a table without one, and dated in the future: none stays longer than
   * the retention after its intake, not through a forgetting and a key rotation either.
   */
  @Test
  void law13_rowsThatNoDateMakesOld_goTheRetentionAfterTheirIntake() throws IOException {
    TestShop shop = TestShop.create(Files.createDirectories(temporary.resolve("one")), POLICY);
    try (Operator operator = shop.operate()) {
      operator.intake(
          "customers",
          List.of(shop.file("people.csv", "email,city\n" + ANN + ",Leeds\n" + BEN + ",York\n")),
          TestShop.options());
      operator.intake(
          "purchases",
          List.of(
              shop.file(
                  "rows.csv",
                  "email,day,category,amount,note\n"
                      + (ANN + ",,bread,4.00,without-a-date\n")
                      + (ANN + ",9999-01-01,bread,4.00,of-the-future\n")
                      + (BEN + ",2026-11-20,cake,5.00,a-note-of-ben\n"))),
          TestShop.options());
    }
    shop.setClock(Instant.parse("2027-02-21T03:00:00Z")); // 90 days after the intake
    try (Operator operator = shop.operate()) {
      operator.intake(
          "customers",
          List.of(shop.file("again.csv", "email,city\n" + BEN + ",Hull\n")),
          TestShop.options());
      operator.forget(BEN);
      assertThat(operator.statement(ANN).rowCounts())
          .containsEntry("customers", 1)
          .containsEntry("purchases", 2);
    }
    try (Operator operator = shop.operate()) {
      operator.rotate(TestShop.PASSPHRASE, TestShop.PASSPHRASE, step -> {});
    }
    shop.setClock(Instant.parse("2027-02-22T03:00:00Z"));
    assertThat(night(shop)).contains(LocalDate.parse("2026-11-24"));
    assertThat(statement(shop, ANN).rowCounts())
        .containsEntry("customers", 0)
        .containsEntry("purchases", 0);
    assertThat(shop.isOnDisk("without-a-date")).isFalse();
    assertThat(shop.isOnDisk("of-the-future")).isFalse();
  }

  /** A row that replaces the customer's earlier one is as old as its own intake. */
  @Test
  void law13_rowOfOnePerCustomer_isAsOldAsItsNewestIntake() throws IOException {
    TestShop shop = TestShop.create(Files.createDirectories(temporary.resolve("one")), POLICY);
    String[] days = {"2026-11-24", "2027-01-23", "2027-04-01"};
    for (int i = 0; i < 2; i++) {
      shop.setClock(Instant.parse(days[i] + "T03:00:00Z"));
      try (Operator operator = shop.operate()) {
        String file = "email,city\n" + ANN + "," + TestShop.CITIES.get(i) + "\n";
        operator.intake(
            "customers", List.of(shop.file("people-" + i + ".csv", file)), TestShop.options());
      }
    }
    shop.setClock(Instant.parse(days[2] + "T03:00:00Z"));
    assertThat(night(shop)).isPresent();
    assertThat(statement(shop, ANN).rowCounts()).containsEntry("customers", 1);
    shop.setClock(Instant.parse("2027-04-24T03:00:00Z"));
    assertThat(night(shop)).isPresent();
    assertThat(statement(shop, ANN).rowCounts()).containsEntry("customers", 0);
  }

  @Test
  void severalDates_policyNamesTheOneThatCounts() throws IOException {
    String two =
        POLICY.replace("day: { type: date }", "day: { type: date }\n      due: { type: date }");
    assertThatThrownBy(() -> TestShop.create(Files.createDirectories(temporary.resolve("x")), two))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            "table purchases has several dates (day, due), and the policy a retention: say which"
                + " one tells how old a row is, as in retention-date: day");
    String named = two.replace("max-rows: 1000", "max-rows: 1000\n    retention-date: due");
    TestShop shop = TestShop.create(Files.createDirectories(temporary.resolve("one")), named);
    try (Operator operator = shop.operate()) {
      IntakeSummary summary =
          operator.intake(
              "purchases",
              List.of(
                  shop.file(
                      "rows.csv",
                      "email,day,due,category,amount,note\n"
                          + (ANN + ",2026-11-01,2020-01-01,bread,4.00,x\n")
                          + (ANN + ",2020-01-01,2026-11-01,bread,4.00,y\n"))),
              TestShop.options());
      assertThat(summary.rowsExpired()).isEqualTo(1);
    }
    shop.setClock(Instant.parse("2026-12-20T03:00:00Z"));
    assertThat(night(shop)).isPresent();
    assertThat(statement(shop, ANN).rowCounts()).containsEntry("purchases", 1);
    shop.setClock(Instant.parse("2027-01-31T03:00:00Z"));
    assertThat(night(shop)).isPresent();
    assertThat(statement(shop, ANN).rowCounts()).containsEntry("purchases", 0);
  }

  @Test
  void policyWithoutRetention_keepsEverything() {
    TestShop shop =
        TestShop.filled(temporary, TestShop.POLICY.replace("retention: 24 months\n", ""), 5, 5);
    shop.setClock(Instant.parse("2046-12-20T03:00:00Z"));
    assertThat(night(shop)).isEmpty();
    try (Operator operator = shop.operate()) {
      assertThat(operator.retention()).isEmpty();
    }
  }
}
