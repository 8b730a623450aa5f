package io.discreet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.Cap;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Coverage;
import io.discreet.engine.release.ReleaseJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The laws for segments that are found in the data, from intake to release and statement. */
class DiscoveredLawsTest {

  private static final double SELECTION_DELTA = 1e-7;

  /** With half of the budget for the choice, a segment of 40 customers or more is named. */
  private static final int CUSTOMERS = 300;

  private static final String POLICY =
      TestShop.POLICY.replace(
          "amount: {",
          "product: { type: category }\n      supplier: { type: category }\n      amount: {");

  private static final SegmentQuery BY_PRODUCT =
      SegmentQuery.parse(
          "SELECT product, COUNT(DISTINCT customer) FROM purchases GROUP BY product",
          "recommendations");

  private static final SegmentQuery BY_CITY_AND_PRODUCT =
      SegmentQuery.parse(
          "SELECT city, product, COUNT(DISTINCT customer), SUM(amount) FROM purchases"
              + " GROUP BY city, product",
          "recommendations");

  private static final SegmentQuery BY_SUPPLIER_AND_PRODUCT =
      SegmentQuery.parse(
          "SELECT supplier, city, product, COUNT(DISTINCT customer), SUM(amount) FROM purchases"
              + " GROUP BY supplier, city, product",
          "recommendations");

  @TempDir private Path temporary;

  /** A shop in which each customer buys some products. */
  private TestShop shop(String name, IntFunction<List<String>> products) {
    StringBuilder people = new StringBuilder("email,city\n");
    StringBuilder purchases = new StringBuilder("email,day,category,product,supplier,amount\n");
    StringBuilder consents = new StringBuilder("email,purpose,granted,since\n");
    for (int i = 0; i < CUSTOMERS; i++) {
      String email = TestShop.rawId(i);
      people.append(email).append(',').append(TestShop.CITIES.get(i % 3)).append('\n');
      consents.append(email).append(",recommendations,true,2026-01-01\n");
      for (String product : products.apply(i)) {
        String[] bought = (product + "@mill").split("@", 3); // a product, or product@supplier
        purchases.append(email).append(",2026-11-01,bread,");
        purchases.append(bought[0]).append(',').append(bought[1]).append(",2.50\n");
      }
    }
    TestShop shop = TestShop.create(folder(name), POLICY);
    try (Operator operator = shop.operate()) {
      operator.intake("customers", List.of(shop.file("customers.csv", people)), TestShop.options());
      operator.intake(
          "purchases", List.of(shop.file("purchases.csv", purchases)), TestShop.options());
      operator.consent(shop.file("consents.csv", consents));
    }
    return shop;
  }

  private Path folder(String name) {
    try {
      return Files.createDirectories(temporary.resolve(name));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Everybody buys rye and bun, a third tea, and each customer something of their own. */
  private static List<String> popularAndOwn(int customer) {
    List<String> products = new ArrayList<>(List.of("rye", "bun", "cake of number " + customer));
    if (customer % 3 == 0) {
      products.add("tea");
    }
    return products;
  }

  private static List<String> labels(Release release) {
    return release.rows().stream().map(row -> String.join("/", row.segment())).toList();
  }

  private static SegmentQuery variant(int number) {
    return SegmentQuery.parse(
        "SELECT product, COUNT(DISTINCT customer) FROM purchases WHERE amount > 0."
            + (10 + number)
            + " GROUP BY product",
        "recommendations");
  }

  /** That a product of one customer is named has odds of 10⁻⁷ a customer. */
  @Test
  void law2_productsOfManyCustomers_areNamedInTheOrderOfTheirNamesAndOthersAreNot() {
    TestShop shop = shop("many", DiscoveredLawsTest::popularAndOwn);
    try (Discreet analyst = shop.open()) {
      Release release = analyst.run(BY_PRODUCT, Share.percent(50));
      assertThat(labels(release)).containsExactly("bun", "rye", "tea");
      assertThat(release.rows().get(0).estimates().get(0).value()).isCloseTo(300, within(100.0));
      assertThat(release.rows().get(2).estimates().get(0).value()).isCloseTo(100, within(100.0));
      Release.Selection selection = release.selection().orElseThrow();
      assertThat(selection.delta()).isCloseTo(SELECTION_DELTA / 2, within(1e-12));
      assertThat(selection.threshold()).isBetween(10.0, 100.0);
      Release both = analyst.run(BY_CITY_AND_PRODUCT, Share.percent(50));
      assertThat(labels(both))
          .containsSubsequence("Leeds/bun", "York/bun", "Hull/bun")
          .doesNotContain("York/tea", "Hull/tea")
          .allMatch(label -> !label.contains("number"));
      assertThat(ReleaseJson.read(ReleaseJson.write(both))).isEqualTo(both);
    }
  }

  /** Of one customer is a product, a supplier, or both together only: none of them is named. */
  @Test
  void law2_combinationOfOneCustomer_isNotNamedHoweverManyKnowItsParts() {
    TestShop shop =
        shop(
            "combined",
            customer ->
                customer == 7
                    ? List.of("rye@farm", "bun@mill", "rye@theirs", "theirs@mill", "theirs@theirs")
                    : List.of("rye@mill", "bun@farm", "own of " + customer + "@mill"));
    try (Discreet analyst = shop.open()) {
      Release release =
          analyst.run(
              SegmentQuery.parse(
                  "SELECT product, supplier, COUNT(DISTINCT customer) FROM purchases"
                      + " GROUP BY product, supplier",
                  "recommendations"),
              Share.percent(50));
      assertThat(labels(release)).containsExactly("bun/farm", "rye/mill");
      assertThat(release.rows().get(0).estimates().get(0).value()).isCloseTo(299, within(100.0));
      Release all = analyst.run(BY_SUPPLIER_AND_PRODUCT, Share.percent(50));
      assertThat(labels(all))
          .containsExactly(
              "farm/Leeds/bun",
              "farm/York/bun",
              "farm/Hull/bun",
              "mill/Leeds/rye",
              "mill/York/rye",
              "mill/Hull/rye");
      assertThat(ReleaseJson.read(ReleaseJson.write(all))).isEqualTo(all);
    }
  }

  @Test
  void law2_everyPayer_paysTheWholeDeltaOfTheQuery() {
    TestShop shop = shop("payers", customer -> customer < 100 ? List.of("rye") : List.of());
    try (Discreet analyst = shop.open();
        Operator operator = shop.operate()) {
      Release release = analyst.run(BY_PRODUCT, Share.percent(10));
      double delta = release.selection().orElseThrow().delta();
      for (int i : new int[] {0, 50, 99}) {
        Statement statement = operator.statement(TestShop.rawId(i));
        assertThat(statement.uses()).hasSize(1);
        assertThat(statement.uses().get(0).selectionDelta()).isEqualTo(delta);
        // One of five segments at most: a fifth of the cost, rounded up to a level.
        assertThat(statement.periodShare()).isBetween(0.02, 0.1 / 5 * Math.pow(2, 0.25) + 1e-9);
      }
      // Who is in no segment is not in the data that the choice looked at.
      assertThat(operator.statement(TestShop.rawId(200)).uses()).isEmpty();
    }
  }

  /** A sum of 0 of a customer in a segment is nothing to add, but the segment is chosen among. */
  @Test
  void law2_measureOfZero_doesNotSpareTheChoice() {
    TestShop shop = shop("zero", customer -> List.of("rye"));
    try (Discreet analyst = shop.open();
        Operator operator = shop.operate()) {
      SegmentQuery sum =
          SegmentQuery.parse(
              "SELECT product, CLAMPED_SUM(amount, 0, 1) FROM purchases GROUP BY product",
              "recommendations");
      String nothing =
          "email,day,category,product,supplier,amount\nnew@example.org,2026-11-01,bread,rye,mill,\n";
      operator.intake("purchases", List.of(shop.file("nothing.csv", nothing)), TestShop.options());
      operator.consent(
          shop.file(
              "consent.csv",
              "email,purpose,granted,since\nnew@example.org,recommendations,true,2026-01-01\n"));
      analyst.run(sum, Share.percent(10));
      Statement statement = operator.statement("new@example.org");
      assertThat(statement.uses()).hasSize(1);
      assertThat(statement.periodShare()).isPositive();
      assertThat(statement.uses().get(0).selectionDelta()).isPositive();
    }
  }

  @Test
  void law3_deltaOfSelection_isSpentToItsEndAndNotBeyond() {
    TestShop shop = shop("delta", customer -> List.of("rye"));
    List<Coverage> coverages = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    try (Discreet analyst = shop.open()) {
      for (int number = 0; number < 12; number++) {
        Release release = analyst.run(variant(number), Share.percent(10));
        coverages.add(release.coverage());
        rows.add(release.rows().size());
      }
    }
    assertThat(coverages.subList(0, 10)).containsOnly(Coverage.COMPLETE);
    assertThat(coverages.subList(10, 12)).containsOnly(Coverage.MAY_BE_PARTIAL);
    // Units of μ² are left, since everybody paid for one of five segments; δ is not.
    assertThat(rows.subList(0, 10)).containsOnly(1);
    assertThat(rows.subList(10, 12)).containsOnly(0);
    try (Operator operator = shop.operate()) {
      Statement statement = operator.statement(TestShop.rawId(7));
      assertThat(statement.uses()).hasSize(10);
      assertThat(statement.periodSelectionDelta())
          .isLessThanOrEqualTo(SELECTION_DELTA)
          .isCloseTo(SELECTION_DELTA, within(1e-12));
      assertThat(statement.periodShare()).isLessThan(0.5);
    }
  }

  @Test
  void law8_valuesOfTheData_changeNothingElseThatTheAnalystSees() {
    TestShop few = shop("few", customer -> List.of("rye"));
    TestShop unique =
        shop(
            "unique",
            customer ->
                List.of("a" + customer, "b" + customer + "@b" + customer, "c" + customer + "@c"));
    TestShop none = shop("none", customer -> List.of("@"));
    List<Release> releases = new ArrayList<>();
    for (TestShop shop : List.of(few, unique, none)) {
      try (Discreet analyst = shop.open();
          Operator operator = shop.operate()) {
        operator.cap(TestShop.rawId(0), Cap.own(1e-6));
        releases.add(analyst.run(BY_PRODUCT, Share.percent(20)));
        releases.add(analyst.run(BY_CITY_AND_PRODUCT, Share.percent(20)));
        releases.add(analyst.run(BY_SUPPLIER_AND_PRODUCT, Share.percent(20)));
        for (SegmentQuery query : List.of(BY_PRODUCT, BY_SUPPLIER_AND_PRODUCT)) {
          assertThat(analyst.explain(query, Share.percent(20)))
              .isEqualTo(few.open().explain(query, Share.percent(20)));
        }
      }
    }
    assertThat(labels(releases.get(0))).containsExactly("rye");
    assertThat(labels(releases.get(4))).isEmpty();
    assertThat(labels(releases.get(5))).isEmpty();
    // Missing values are a cell that is named like the others.
    assertThat(labels(releases.get(6))).containsExactly("NULL");
    assertThat(labels(releases.get(8)))
        .containsExactly("NULL/Leeds/NULL", "NULL/York/NULL", "NULL/Hull/NULL");
    for (int i = 3; i < releases.size(); i++) {
      Release one = releases.get(i % 3);
      Release other = releases.get(i);
      assertThat(other.selection()).isEqualTo(one.selection());
      assertThat(other.charged()).isEqualTo(one.charged());
      assertThat(other.coverage()).isEqualTo(one.coverage());
      assertThat(other.measures()).isEqualTo(one.measures());
      assertThat(other.dimensions()).isEqualTo(one.dimensions());
    }
  }

  @Test
  void law11_sameQuestion_isTheStoredReleaseAndNamesNothingAnew() {
    TestShop shop = shop("same", DiscoveredLawsTest::popularAndOwn);
    try (Discreet analyst = shop.open();
        Operator operator = shop.operate()) {
      Release first = analyst.run(BY_CITY_AND_PRODUCT, Share.percent(20));
      Release again = analyst.run(BY_CITY_AND_PRODUCT, Share.percent(20));
      assertThat(ReleaseJson.write(again)).isEqualTo(ReleaseJson.write(first));
      assertThat(operator.statement(TestShop.rawId(1)).uses()).hasSize(1);
    }
  }
}
