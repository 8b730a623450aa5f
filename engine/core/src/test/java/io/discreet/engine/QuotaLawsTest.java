package io.discreet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.BudgetStatus.Account;
import io.discreet.engine.RunOptions.NightSlot;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RefusedException;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.QuotaHolder;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Quotas of analysts and nightly plans, as they are seen from outside: law 8 and law 11. */
class QuotaLawsTest {

  private static final String POLICY =
      TestShop.POLICY.replace(
          "tables:",
          "analysts: { ann: { quota: 30% }, bob: {} }\nplans: { night: { quota: 20% } }\ntables:");

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  @TempDir private Path temporary;

  private static Discreet openAs(TestShop shop, String analyst) {
    return Discreet.open(
        shop.folder, OpenOptions.DEFAULT.as(analyst), Clock.fixed(TestShop.NOW, ZoneOffset.UTC));
  }

  private static SegmentQuery stock(String where) {
    return SegmentQuery.parse(
        "SELECT city, COUNT(DISTINCT customer) FROM purchases" + where + " GROUP BY city",
        "stock-planning");
  }

  private static RunOptions night(String plan, String query) {
    return RunOptions.nightly(TODAY, new NightSlot(plan, TODAY, query));
  }

  @Test
  void quotas_ofAnalystAndPlan_refuseByName() {
    TestShop shop = TestShop.filled(temporary, POLICY, 5, 30);
    try (Discreet ann = openAs(shop, "ann");
        Discreet bob = openAs(shop, "bob");
        Discreet cron = shop.open()) {
      cron.run(stock(""), Share.percent(20), night("night", "all"));
      assertThatThrownBy(
              () -> cron.run(stock(""), Share.percent(0.1), night("night", "a little more")))
          .isInstanceOf(RefusedException.class)
          .hasMessage(
              "the quota of plan night (20% of the budget) does not suffice in the public worst"
                  + " case; ask for less, or wait for the next period");
      Release first = ann.run(stock(""), Share.percent(30));
      assertThatThrownBy(() -> ann.run(stock(" WHERE amount > 5"), Share.percent(0.1)))
          .isInstanceOf(RefusedException.class)
          .hasMessageStartingWith("the quota of analyst ann (30% of the budget)");
      bob.run(stock(" WHERE amount > 5"), Share.percent(40));
      // What is stored is nobody's to pay for again, whoever asks and whatever is left.
      assertThat(bob.run(stock(""), Share.percent(30))).isEqualTo(first);
      assertThat(ann.run(stock(" WHERE amount > 5"), Share.percent(40))).isNotNull();
      assertThat(cron.budget().accounts())
          .usingRecursiveFieldByFieldElementComparator(
              RecursiveComparisonConfiguration.builder()
                  .withEqualsForType((a, b) -> Math.abs(a - b) < 1e-9, Double.class)
                  .build())
          .containsExactly(
              new Account(QuotaHolder.purpose("stock-planning"), 0.9, OptionalDouble.empty()),
              new Account(QuotaHolder.analyst("ann"), 0.3, OptionalDouble.of(0.3)),
              new Account(QuotaHolder.analyst("bob"), 0.4, OptionalDouble.empty()),
              new Account(QuotaHolder.plan("night"), 0.2, OptionalDouble.of(0.2)));
    }
  }

  @Test
  void listedAnalysts_aQueryIsSomebodys() {
    TestShop shop = TestShop.filled(temporary, POLICY, 5, 30);
    assertThatThrownBy(() -> openAs(shop, "anne"))
        .isInstanceOf(InputException.class)
        .hasMessage("the policy lists no analyst anne; did you mean ann?");
    try (Discreet nobody = shop.open()) {
      assertThatThrownBy(() -> nobody.run(stock(""), Share.percent(1)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("lists who may ask (ann, bob)");
      assertThatThrownBy(() -> nobody.run(stock(""), Share.percent(1), night("other", "all")))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("list plan other under plans");
      assertThatThrownBy(
              () -> nobody.suggest("purchases", List.of(), "stock-planning", Share.percent(1)))
          .isInstanceOf(InputException.class);
      assertThat(nobody.releases()).isEmpty();
    }
  }

  @Test
  void noListedAnalysts_anyNameIsRecorded() {
    TestShop shop = TestShop.filled(temporary, TestShop.POLICY, 5, 30);
    try (Discreet carol = openAs(shop, "carol")) {
      carol.run(stock(""), Share.percent(1));
      assertThat(carol.budget().account(QuotaHolder.analyst("carol"))).isPresent();
    }
  }

  /**
   * Two shops that differ by one customer, the only one in either whom the questions are about. The
   * same askers ask them: what is answered and what is refused, and in which words, is the same.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void law8_shopsThatDifferByOneCustomer_giveTheSameRefusals(long seed) throws IOException {
    TestShop with =
        TestShop.filled(Files.createDirectory(temporary.resolve("with")), POLICY, seed, 12);
    TestShop without =
        TestShop.filled(Files.createDirectory(temporary.resolve("without")), POLICY, seed, 12);
    try (Operator operator = with.operate()) {
      StringBuilder rows = new StringBuilder("email,day,category,amount\n");
      for (int i = 0; i < 50; i++) {
        rows.append("one-more@example.org,2026-11-01,bread,").append(100 + i).append('\n');
      }
      operator.intake("purchases", List.of(with.file("more.csv", rows)), TestShop.options());
    }
    try (Operator operator = without.operate()) {
      // Somebody else's intake, so that both shops are at the same data version.
      String row = "email,day,category,amount\n" + TestShop.rawId(0) + ",2026-11-01,bread,1\n";
      operator.intake("purchases", List.of(without.file("more.csv", row)), TestShop.options());
    }
    List<String> outcomes = outcomes(with, seed);
    assertThat(outcomes(without, seed)).as("seed %d", seed).isEqualTo(outcomes);
    assertThat(outcomes).anyMatch(outcome -> outcome.contains("quota of analyst ann"));
    assertThat(outcomes).anyMatch(outcome -> outcome.contains("quota of plan night"));
    assertThat(outcomes).contains("answered");
  }

  private static List<String> outcomes(TestShop shop, long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    List<String> outcomes = new ArrayList<>();
    try (Discreet ann = openAs(shop, "ann");
        Discreet bob = openAs(shop, "bob");
        Discreet cron = shop.open()) {
      for (int i = 0; i < 40; i++) {
        Share cost = Share.percent(random.nextInt(1, 9));
        SegmentQuery query = stock(" WHERE amount > " + (60 + i));
        try {
          switch (random.nextInt(3)) {
            case 0 -> ann.run(query, cost);
            case 1 -> bob.run(query, cost);
            default -> cron.run(query, cost, night("night", "query-" + i));
          }
          outcomes.add("answered");
        } catch (RefusedException e) {
          outcomes.add(e.getMessage());
        }
      }
      outcomes.add(cron.budget().toString());
    }
    return outcomes;
  }
}
