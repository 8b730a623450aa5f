package io.discreet.benchmarks.personalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discreet.benchmarks.personalize.PurchaseHistory.Columns;
import io.discreet.benchmarks.personalize.PurchaseHistory.Purchase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersonalizationEvaluationTest {
  private static final LocalDate DAY = LocalDate.of(2026, 5, 1);

  @TempDir private Path folder;

  @Test
  void scores_twoCustomers_areThoseOfPaperAndPencil() {
    PurchaseHistory next =
        new PurchaseHistory(
            Map.of(),
            List.of(
                new Purchase("ann", "b", DAY),
                new Purchase("ann", "z", DAY),
                new Purchase("bob", "z", DAY)));
    Scores scores = Scores.of(segment -> List.of("a", "b", "c"), next, 3);
    assertThat(scores.customers()).isEqualTo(2);
    assertThat(scores.hitRate()).isEqualTo(0.5);
    // Ann: 1/log2(3) of 1 + 1/log2(3); Bob: 0.
    double second = Math.log(2) / Math.log(3);
    assertThat(scores.ndcg()).isCloseTo(second / (1 + second) / 2, within(1e-12));
  }

  @Test
  void lists_exactAndPopular_countCustomersOnce() {
    PurchaseHistory history =
        new PurchaseHistory(
            Map.of("ann", Map.of("city", "York"), "bob", Map.of("city", "Hull")),
            List.of(
                new Purchase("ann", "cake", DAY),
                new Purchase("ann", "cake", DAY),
                new Purchase("bob", "tea", DAY),
                new Purchase("cy", "tea", DAY)));
    assertThat(ItemLists.popularity(history, 1).of(Map.of("city", "York"))).containsExactly("tea");
    assertThat(ItemLists.exactSegments(history, 2).of(Map.of("city", "York")))
        .containsExactly("cake", "tea");
  }

  /** Two cities with opposite tastes: what everybody likes says nothing about either. */
  private static PurchaseHistory opposites() {
    Random random = new Random(3);
    Map<String, Map<String, String>> segments = new HashMap<>();
    List<Purchase> purchases = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      String customer = "c" + i;
      boolean york = i % 2 == 0;
      segments.put(customer, Map.of("city", york ? "York" : "Hull"));
      for (int n = 0; n < 3; n++) {
        int item =
            random.nextInt(10) == 0 ? random.nextInt(10) : random.nextInt(5) + (york ? 5 : 0);
        purchases.add(new Purchase(customer, "item " + item, DAY));
      }
    }
    return new PurchaseHistory(segments, purchases);
  }

  @Test
  void privateShop_largeEpsilon_findsBothTastesAndSmallEpsilonLess() throws IOException {
    PurchaseHistory history = opposites();
    Columns columns = new Columns("id", "item", "day", List.of("city"));
    PrivateShop open = new PrivateShop(folder.resolve("open"), history, columns, 20, 3);
    Scores popular = Scores.of(ItemLists.popularity(history, 5), history, 5);
    Scores found = Scores.of(open.lists(0, 5), history, 5);
    // The noise is below 1, the counts of the two groups of items are about 180 and 10.
    Scores exact = Scores.of(ItemLists.exactSegments(history, 5), history, 5);
    assertThat(found.ndcg()).isCloseTo(exact.ndcg(), within(0.02));
    assertThat(popular.ndcg()).isLessThan(exact.ndcg() - 0.2);
    assertThat(open.lists(1, 5).of(Map.of("city", "York"))).hasSize(5);
  }

  @Test
  void seededShop_sameHistory_isAsGoodAsTheRealShopAndReplaysItsSeed() throws IOException {
    PurchaseHistory history = opposites();
    Columns columns = new Columns("id", "item", "day", List.of("city"));
    PrivateShop real = new PrivateShop(folder.resolve("real"), history, columns, 20, 3);
    SeededShop seeded = new SeededShop(history, columns.axes(), 20, 3);
    double ndcg = Scores.of(seeded.lists(5, 5), history, 5).ndcg();
    assertThat(ndcg).isCloseTo(Scores.of(real.lists(0, 5), history, 5).ndcg(), within(0.02));

    SeededShop noisy = new SeededShop(history, columns.axes(), 0.5, 3);
    Map<String, String> york = Map.of("city", "York");
    assertThat(noisy.lists(5, 10).of(york)).isEqualTo(noisy.lists(5, 10).of(york));
    assertThat(noisy.lists(5, 10).of(york)).isNotEqualTo(noisy.lists(6, 10).of(york));
  }

  @Test
  void split_countsBackFromTheNewestDay() {
    List<Purchase> purchases = new ArrayList<>();
    for (int day = 0; day < 10; day++) {
      purchases.add(new Purchase("ann", "tea", DAY.plusDays(day)));
    }
    DaysSplit split = DaysSplit.newest(new PurchaseHistory(Map.of(), purchases), 4, 3);
    assertThat(split.first()).isEqualTo(DAY.plusDays(3));
    assertThat(split.before().purchases()).isEqualTo(purchases.subList(3, 7));
    assertThat(split.border()).isEqualTo(DAY.plusDays(7));
    assertThat(split.after().purchases()).isEqualTo(purchases.subList(7, 10));
  }

  @Test
  void command_smallFiles_printsEveryLine() throws IOException {
    Path customers = folder.resolve("customers.csv");
    Path purchases = folder.resolve("purchases.csv");
    StringBuilder people = new StringBuilder("email,city,age_band\n");
    StringBuilder bought = new StringBuilder("email,day,product\nbroken\n");
    Random random = new Random(4);
    for (int i = 0; i < 60; i++) {
      people
          .append("p")
          .append(i)
          .append("@example.org,York,")
          .append(i % 2 == 0 ? "old" : "young");
      people.append('\n');
      for (int n = 0; n < 6; n++) {
        bought.append(" P").append(i).append("@example.org,");
        bought.append(DAY.plusDays(random.nextInt(90))).append(",product ");
        bought.append(random.nextInt(4)).append('\n');
      }
    }
    Files.writeString(customers, people);
    Files.writeString(purchases, bought);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    new PersonalizationEvaluation(
            List.of(
                "--customers", customers.toString(),
                "--purchases", purchases.toString(),
                "--into", folder.resolve("evaluation").toString(),
                "--epsilons", "1,4",
                "--runs", "1"),
            new PrintStream(printed, true, StandardCharsets.UTF_8))
        .run();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("popular with everybody", "ε 1 a month", "ε 4 a month");
  }
}
