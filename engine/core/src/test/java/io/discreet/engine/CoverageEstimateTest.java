package io.discreet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RefusedException;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.Cap;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Coverage;
import io.discreet.engine.release.Release.MeasureInfo.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Estimates of coverage through the analyst's door. A value is compared to the truth at 7 standard
 * errors, which noise passes once in 4 · 10¹¹ draws; a few dozen are drawn here.
 */
class CoverageEstimateTest {

  private static final int CUSTOMERS = 300;
  private static final double ERRORS = 7;

  private static final String POLICY =
      TestShop.POLICY.replace("when-spent: drop", "when-spent: drop, coverage-reserve: 20%");

  private static final SegmentQuery COUNT = count("");

  @TempDir private Path temporary;

  private static SegmentQuery count(String where) {
    return SegmentQuery.parse(
        "SELECT city, COUNT(DISTINCT customer) FROM purchases" + where + " GROUP BY city",
        "recommendations");
  }

  private static SegmentQuery rows(String where) {
    return SegmentQuery.parse("SELECT COUNT(*) FROM purchases" + where, "recommendations");
  }

  private static Release estimate(Discreet shop) {
    return shop.coverage(COUNT, Share.percent(1), Share.percent(10));
  }

  /** How many customers the file has in each city. */
  private Map<String, Long> cities() throws IOException {
    try (Stream<String> lines = Files.lines(temporary.resolve("customers.csv"))) {
      return lines
          .skip(1)
          .map(line -> line.substring(line.indexOf(',') + 1))
          .collect(Collectors.groupingBy(city -> city, Collectors.counting()));
    }
  }

  private static void assertCounts(Release release, Map<String, Long> truth) {
    assertThat(release.measures()).extracting(Release.MeasureInfo::kind).contains(Kind.LEFT_OUT);
    for (Release.Row row : release.rows()) {
      Release.Estimate own = row.estimates().get(0);
      assertThat(own.standardError()).as("the test can tell").isBetween(0.1, 6.0);
      assertThat(own.value() - truth.getOrDefault(row.segment().get(0), 0L))
          .as("%s", row.segment())
          .isBetween(-ERRORS * own.standardError(), ERRORS * own.standardError());
    }
  }

  @Test
  void estimate_budgetOfQueriesSpent_countsEverybodyPerSegmentAndNobodyBefore() throws IOException {
    TestShop shop = TestShop.filled(temporary, POLICY, 11, CUSTOMERS);
    try (Discreet discreet = shop.open()) {
      Release before = estimate(discreet);
      assertCounts(before, Map.of());
      assertThat(before.coverage()).isEqualTo(Coverage.COMPLETE);
    }
    assertAllPaid(shop, 0.0); // nobody was counted: nobody paid
    try (Discreet discreet = shop.open()) {
      discreet.run(COUNT, Share.percent(80));
      Release after = estimate(discreet);
      assertCounts(after, cities());
      assertThat(after.coverage()).as("10 + 80 + 10 %").isEqualTo(Coverage.COMPLETE);
      assertThat(discreet.run(rows(""), Share.percent(1)).coverage())
          .isEqualTo(Coverage.MAY_BE_PARTIAL);
    }
    assertAllPaid(shop, 0.9);
  }

  private static void assertAllPaid(TestShop shop, double share) {
    try (Operator operator = shop.operate()) {
      for (int i = 0; i < CUSTOMERS; i += 23) {
        assertThat(operator.statement(TestShop.rawId(i)).periodShare())
            .as("customer %d", i)
            .isBetween(share - 1e-9, share + 1e-9);
      }
    }
  }

  @Test
  void law3_reserveSpentToo_nobodyIsCountedAndNobodyPaysMore() throws IOException {
    TestShop shop = TestShop.filled(temporary, POLICY, 12, CUSTOMERS);
    try (Discreet discreet = shop.open()) {
      discreet.run(COUNT, Share.percent(80));
      estimate(discreet);
      discreet.coverage(count(" WHERE amount > -50"), Share.percent(1), Share.percent(10));
      Release low =
          discreet.coverage(count(" WHERE amount > -51"), Share.percent(1), Share.percent(10));
      assertCounts(low, Map.of());
      discreet.run(rows(" WHERE amount > 0"), Share.percent(0.1));
    }
    assertAllPaid(shop, 1);
    try (Operator operator = shop.operate()) {
      Statement statement = operator.statement(TestShop.rawId(0));
      assertThat(statement.periodShare()).isLessThanOrEqualTo(1);
      assertThat(statement.uses()).hasSize(3);
      assertThat(statement.uses().get(1).query())
          .contains(
              "SELECT city, LEFT_OUT('1%', COUNT(DISTINCT customer)) FROM purchases GROUP BY city");
      assertThat(statement.uses().get(1).share()).isBetween(0.1 - 1e-9, 0.1 + 1e-9);
    }
  }

  /** Who does not consent, and who has no part in the question, is in no count. */
  @Test
  void law2_withoutConsentOrPart_isNotCountedAndPaysNothing() throws IOException {
    TestShop shop = TestShop.filled(temporary, POLICY, 13, CUSTOMERS);
    StringBuilder withdrawn = new StringBuilder("email,purpose,granted,since\n");
    for (int i = 0; i < CUSTOMERS; i++) {
      withdrawn.append(TestShop.rawId(i)).append(",recommendations,false,2026-02-01\n");
    }
    try (Discreet discreet = shop.open()) {
      discreet.run(COUNT, Share.percent(80));
      Release noPart =
          discreet.coverage(count(" WHERE amount > 400"), Share.percent(1), Share.percent(10));
      assertCounts(noPart, Map.of());
    }
    assertAllPaid(shop, 0.8);
    try (Operator operator = shop.operate()) {
      operator.consent(shop.file("withdrawn.csv", withdrawn));
    }
    try (Discreet discreet = shop.open()) {
      assertCounts(estimate(discreet), Map.of());
    }
    assertAllPaid(shop, 0.8);
  }

  @Test
  void law11_sameEstimate_isStoredUntilAQueryIsAnsweredOrADayBegins() throws IOException {
    TestShop shop = TestShop.filled(temporary, POLICY, 14, CUSTOMERS);
    Release first;
    try (Discreet discreet = shop.open()) {
      discreet.run(COUNT, Share.percent(80));
      first = estimate(discreet);
      discreet.coverage(count(" WHERE amount > 0"), Share.percent(1), Share.percent(0.1));
      assertThat(estimate(discreet)).as("after another estimate").isEqualTo(first);
    }
    try (Operator operator = shop.operate()) {
      operator.cap(TestShop.rawId(3), Cap.own(0.001));
      operator.forget(TestShop.rawId(4));
    }
    try (Discreet discreet = shop.open()) {
      assertThat(estimate(discreet))
          .as("law 8: neither a cap nor a forgotten customer shows")
          .isEqualTo(first);
      discreet.run(rows(""), Share.percent(1));
      Release second = estimate(discreet);
      assertThat(second.id()).isNotEqualTo(first.id());
      assertThat(estimate(discreet)).isEqualTo(second);
      first = second;
    }
    shop.setClock(TestShop.NOW.plusSeconds(24 * 3600));
    try (Discreet discreet = shop.open()) {
      assertThat(estimate(discreet).id()).isNotEqualTo(first.id());
    }
    shop.setClock(Instant.parse("2026-12-01T09:00:00Z"));
    try (Discreet discreet = shop.open()) {
      assertCounts(estimate(discreet), Map.of()); // a new period has new budgets
    }
  }

  /** In two shops, in one of which somebody's budget is spent already, all else looks the same. */
  @Test
  void law8_whoIsLeftOut_showsInTheNoisyCountsAlone() throws IOException {
    Path one = Files.createDirectory(temporary.resolve("one"));
    Path two = Files.createDirectory(temporary.resolve("two"));
    TestShop spent = TestShop.filled(one, POLICY, 15, 20);
    TestShop unspent = TestShop.filled(two, POLICY, 15, 20);
    try (Operator operator = spent.operate()) {
      for (int i = 0; i < 20; i++) {
        operator.cap(TestShop.rawId(i), Cap.own(1e-6));
      }
    }
    try (Discreet a = spent.open();
        Discreet b = unspent.open()) {
      Release left = estimate(a);
      Release right = estimate(b);
      assertThat(left.charged()).isEqualTo(right.charged());
      assertThat(left.coverage()).isEqualTo(right.coverage());
      assertThat(left.measures()).isEqualTo(right.measures());
      assertThat(left.rows())
          .extracting(Release.Row::segment)
          .isEqualTo(right.rows().stream().map(Release.Row::segment).toList());
      assertThat(a.budget()).isEqualTo(b.budget());
    }
  }

  @Test
  void whenSpentRefuse_queryIsRefusedWhereTheReserveBegins() {
    String policy = POLICY.replace("when-spent: drop", "when-spent: refuse");
    TestShop shop = TestShop.filled(temporary, policy, 16, 20);
    try (Discreet discreet = shop.open()) {
      discreet.run(COUNT, Share.percent(79));
      assertThatThrownBy(() -> discreet.run(rows(""), Share.percent(1.1)))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("when-spent: refuse");
      assertThat(discreet.budget().left()).isBetween(0.01 - 1e-9, 0.01 + 1e-9);
      assertThat(estimate(discreet).coverage()).isEqualTo(Coverage.COMPLETE);
      discreet.coverage(count(" WHERE amount > 0"), Share.percent(1), Share.percent(10));
      assertThatThrownBy(
              () ->
                  discreet.coverage(
                      count(" WHERE amount > 1"), Share.percent(1), Share.percent(1.1)))
          .isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void night_ofAnEstimate_answersItsSlotOnce() {
    TestShop shop = TestShop.filled(temporary, POLICY, 17, 20);
    try (Discreet discreet = shop.open()) {
      RunOptions night =
          RunOptions.nightly(
              discreet.today(), new RunOptions.NightSlot("night", discreet.today(), "left-out"));
      Release first = discreet.coverage(COUNT, Share.percent(1), Share.percent(1), night);
      discreet.run(rows(""), Share.percent(1));
      assertThat(discreet.coverage(COUNT, Share.percent(1), Share.percent(1), night))
          .isEqualTo(first);
    }
  }

  @Test
  void estimate_thatCannotBe_saysWhy() {
    TestShop shop = TestShop.create(temporary, POLICY);
    try (Discreet discreet = shop.open()) {
      assertRefused(discreet, COUNT, 21, "kept for estimates of coverage (coverage-reserve: 20%)");
      assertThatThrownBy(() -> discreet.explain(COUNT, Share.percent(81)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("coverage-reserve: 20% leaves of a period's budget");
      SegmentQuery top =
          SegmentQuery.parse("SELECT TOP_K(category, 2) FROM purchases", "recommendations");
      assertRefused(discreet, top, 1, "LEFT_OUT takes neither TOP_K nor LEFT_OUT");
      assertRefused(
          discreet, COUNT.leftOut(Share.percent(1).fraction()), 1, "LEFT_OUT takes neither");
    }
  }

  private static void assertRefused(
      Discreet shop, SegmentQuery question, double percent, String why) {
    assertThatThrownBy(() -> shop.coverage(question, Share.percent(1), Share.percent(percent)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(why);
  }
}
