package io.discreet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.plan.Share;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Law 8 by fuzzing: random query texts, valid and broken, are asked of a real shop and of the same
 * shop without one customer. Everything that an analyst sees but noisy values is the same.
 */
class AnalystFuzzTest {
  private static final int CUSTOMERS = 40;
  private static final int TEXTS = 240;

  private static final String POLICY =
      TestShop.POLICY
          .replace(
              "values: [Leeds, York, Hull] }",
              "values: [Leeds, York, Hull] }\n"
                  + "      score: { type: integer, range: [0, 10] }\n"
                  + "      street: { type: category }\n"
                  + "      joined: { type: date }")
          .replace(
              "      day: {",
              "      product: { type: category }\n      supplier: { type: category }\n      day: {");

  private static final List<String> AXES =
      List.of(
          "city",
          "category",
          "product",
          "supplier",
          "street",
          "MONTH(day)",
          "WEEK(day)",
          "QUARTER(day)",
          "YEAR(joined)",
          "BAND(amount, 0, 10.505, 30)",
          "BAND(score, 3)",
          "amount",
          "BAND(city, 3)");

  private static final List<String> MEASURES =
      List.of(
          "COUNT(DISTINCT customer)",
          "COUNT(*)",
          "SUM(amount)",
          "CLAMPED_SUM(amount, -1, 5.5)",
          "AVG(amount)",
          "STDDEV(amount)",
          "RATE(amount > 10)",
          "RATE(product LIKE 'only%')",
          "SUM(score)",
          "TOP_K(category, 2)",
          "TOP_K(product, 2)",
          "TOP_K(QUARTER(day), 9)");

  /** Some name what the removed customer alone has; some are wrong. */
  private static final List<String> CONDITIONS =
      List.of(
          "product = 'only-theirs'",
          "product = 'nobody has it'",
          "product IN ('only-theirs', 'p1')",
          "product LIKE 'only-%'",
          "product NOT LIKE 'zzz%'",
          "product IS NULL",
          "category = 'bread'",
          "category = 'brad'",
          "category LIKE 'c%'",
          "category LIKE 'x%'",
          "city <> 'York'",
          "amount * 2 > 30 + score",
          "amount / score < 2.5",
          "score / (score - score) > 1",
          "amount * amount * amount * amount * amount * amount * 1e17 > 0",
          "amount / (amount - 7777) IS NULL",
          "amount NOT BETWEEN 3 AND score",
          "amount + city > 3",
          "day >= TODAY - 90",
          "day < TODAY - INTERVAL 3 MONTH",
          "joined BETWEEN '2020-01-01' AND TODAY",
          "day > score",
          "customer IN (SELECT customer FROM purchases WHERE product = 'only-theirs')",
          "customer NOT IN (SELECT customer FROM purchases WHERE day >= TODAY - 60 GROUP BY"
              + " customer HAVING COUNT(*) >= 2 AND SUM(amount) > 20)",
          "customer IN (SELECT customer FROM customers WHERE score > 3)",
          "customer IN (SELECT customer FROM purchases GROUP BY customer HAVING NOT AVG(amount) <"
              + " 12.345 OR MAX(day) < TODAY - 30)",
          "customer IN (SELECT customer FROM nowhere)",
          "SUM(amount) > 3");

  private static final List<String> FRAGMENTS =
      List.of("(", ")", "'", ",", " NOT ", " 1e99 ", " TODAY ", " NULL ", "%", " - ", " HAVING ");

  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20_261_126L);

  @TempDir private Path temporary;

  @Test
  void law8_randomTexts_lookTheSameWithoutOneCustomer() throws Exception {
    TestShop with = shop("with", CUSTOMERS);
    TestShop without = shop("without", CUSTOMERS - 1);
    int answered = 0;
    try (Discreet here = with.open();
        Discreet there = without.open()) {
      for (int i = 0; i < TEXTS; i++) {
        String text = text();
        List<Object> seen = seen(here, text);
        assertThat(seen(there, text)).as(text).isEqualTo(seen);
        answered += seen.size() > 1 ? 1 : 0;
      }
    }
    assertThat(answered).isBetween(TEXTS / 10, TEXTS * 9 / 10);
  }

  /** The last customer has what nobody else has. */
  private TestShop shop(String name, int customers) throws Exception {
    TestShop shop = TestShop.create(Files.createDirectory(temporary.resolve(name)), POLICY);
    RandomGenerator rows = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
    StringBuilder people = new StringBuilder("email,city,score,street,joined\n");
    StringBuilder purchases = new StringBuilder("email,product,supplier,day,category,amount\n");
    StringBuilder consents = new StringBuilder("email,purpose,granted,since\n");
    for (int i = 0; i < customers; i++) {
      String id = TestShop.rawId(i);
      people
          .append(id)
          .append(i % 5 == 0 ? ",," : ",Leeds," + i % 11)
          .append(i == CUSTOMERS - 1 ? ",only-theirs" : ",s" + i % 3)
          .append(i % 5 == 0 ? "," : ",2021-02-03")
          .append('\n');
      consents.append(id).append(",recommendations,true,2026-01-01\n");
      for (int row = rows.nextInt(5); row >= 0; row--) {
        purchases
            .append(id)
            .append(i == CUSTOMERS - 1 ? ",only-theirs" : ",p" + rows.nextInt(4))
            .append(i == CUSTOMERS - 1 ? ",only-theirs" : ",m" + i % 2)
            .append(String.format(Locale.ROOT, ",2026-%02d-09,", rows.nextInt(1, 12)))
            .append(TestShop.CATEGORIES.get(rows.nextInt(3)))
            .append(String.format(Locale.ROOT, ",%.2f%n", rows.nextDouble(-5, 40)));
      }
    }
    try (Operator operator = shop.operate()) {
      operator.intake("customers", List.of(shop.file("people.csv", people)), TestShop.options());
      operator.intake(
          "purchases", List.of(shop.file("purchases.csv", purchases)), TestShop.options());
      operator.consent(shop.file("consents.csv", consents));
    }
    return shop;
  }

  private String text() {
    List<String> axes = some(AXES, random.nextInt(4));
    List<String> selected = new ArrayList<>(axes);
    selected.addAll(some(MEASURES, 1 + random.nextInt(2)));
    String text = "SELECT " + String.join(", ", selected) + " FROM purchases";
    List<String> conditions = some(CONDITIONS, random.nextInt(3));
    if (!conditions.isEmpty()) {
      text +=
          " WHERE "
              + (random.nextInt(4) == 0 ? "NOT " : "")
              + String.join(random.nextBoolean() ? " AND " : " OR ", conditions);
    }
    text += axes.isEmpty() ? "" : " GROUP BY " + String.join(", ", axes);
    if (random.nextInt(4) > 0) {
      return text;
    }
    int at = random.nextInt(text.length());
    int end = Math.min(text.length(), at + random.nextInt(6));
    return text.substring(0, at)
        + FRAGMENTS.get(random.nextInt(FRAGMENTS.size()))
        + text.substring(end);
  }

  private List<String> some(List<String> all, int count) {
    List<String> left = new ArrayList<>(all);
    List<String> chosen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chosen.add(left.remove(random.nextInt(left.size())));
    }
    return chosen;
  }

  /** What an analyst sees but for noisy values, times and ids; one element for a refusal. */
  private static List<Object> seen(Discreet shop, String text) {
    Release release;
    try {
      release = shop.run(SegmentQuery.parse(text, "recommendations"), Share.percent(0.01));
    } catch (InputException e) {
      return List.of(e.getClass() + ": " + e.getMessage());
    }
    return List.of(
        release.query(),
        release.l0(),
        release.asOf(),
        release.charged(),
        release.selection(),
        release.coverage(),
        release.dimensions(),
        release.measures(),
        release.rows().stream().map(row -> publicCells(release, row)).toList());
  }

  /** Which value of a segment comes first is noisy; how many are named is not. */
  private static List<String> publicCells(Release release, Release.Row row) {
    boolean ranking =
        release.measures().stream()
            .anyMatch(measure -> measure.kind() == Release.MeasureInfo.Kind.TOP_K);
    return ranking ? row.segment().subList(0, row.segment().size() - 1) : row.segment();
  }
}
