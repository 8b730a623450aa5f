package io.discreet.benchmarks.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discreet.benchmarks.personalize.DaysSplit;
import io.discreet.benchmarks.personalize.ItemLists;
import io.discreet.benchmarks.personalize.PurchaseHistory;
import io.discreet.benchmarks.personalize.PurchaseHistory.Purchase;
import io.discreet.benchmarks.personalize.Scores;
import java.io.IOException;
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

/** Draws are seeded: what is asserted of noise here never changes from run to run. */
class PersonalizationExperimentTest {
  @TempDir Path folder;

  /** York takes the items 5 to 9, Hull 0 to 4; each customer takes three of five a day. */
  private static DaysSplit opposites() {
    Random random = new Random(3);
    Map<String, Map<String, String>> segments = new HashMap<>();
    List<Purchase> purchases = new ArrayList<>();
    LocalDate first = LocalDate.of(2026, 5, 1);
    for (int customer = 0; customer < 600; customer++) {
      boolean york = customer % 3 == 0;
      segments.put("c" + customer, Map.of("city", york ? "York" : "Hull"));
      for (int n = 0; n < 6; n++) {
        String item = "item " + (random.nextInt(5) + (york ? 5 : 0));
        purchases.add(new Purchase("c" + customer, item, first.plusDays(n % 2)));
      }
    }
    return DaysSplit.newest(new PurchaseHistory(segments, purchases), 1, 1);
  }

  private static PersonalizationExperiment small(DaysSplit days) {
    return new PersonalizationExperiment(
        "small",
        () -> days,
        List.of("city"),
        5,
        3,
        List.of(0.15, 20.0),
        6,
        9,
        new Figure("", "epsilon", "ε", "lists", "", List.of()));
  }

  @Test
  void lists_ofEachKind_scoreAsThoseMadeByHand() throws IOException {
    DaysSplit days = opposites();
    Experiment experiment = small(days);
    Path file = folder.resolve("small.csv");
    Summary summary = Summary.of(experiment, new Results(experiment, file).complete(cells -> {}));
    List<Summary.Line> lines = summary.lines();
    assertThat(lines).hasSize(6);
    Scores popular = Scores.of(ItemLists.popularity(days.before(), 5), days.after(), 5);
    Scores exact = Scores.of(ItemLists.exactSegments(days.before(), 5), days.after(), 5);
    // Two in three are of Hull, whose items are the most popular: nobody in York has a hit.
    assertThat(popular.hitRate()).isCloseTo(2 / 3.0, within(1e-9));
    assertThat(exact.hitRate()).isEqualTo(1);
    for (int i = 0; i < 2; i++) {
      assertThat(lines.get(i).value("ndcg").value()).isCloseTo(popular.ndcg(), within(1e-12));
      assertThat(lines.get(i).value("hit_rate").value())
          .isCloseTo(popular.hitRate(), within(1e-12));
      assertThat(lines.get(4 + i).value("ndcg").value()).isCloseTo(exact.ndcg(), within(1e-12));
    }
    Summary.Line little = lines.get(2);
    Summary.Line much = lines.get(3);
    assertThat(much.levels()).containsEntry("lists", "Discreet").containsEntry("epsilon", "20.0");
    assertThat(much.value("ndcg").value()).isCloseTo(exact.ndcg(), within(0.02));
    assertThat(much.value("hit_rate").value()).isGreaterThan(0.99);
    assertThat(little.value("ndcg").value()).isLessThan(much.value("ndcg").value() - 0.1);
    assertThat(little.value("ndcg").high()).isGreaterThan(little.value("ndcg").low());

    assertThat(experiment.findings(summary).lines()).hasSize(2);
    assertThat(experiment.findings(summary).lines().get(1))
        .matches("ε = 20\\.0: (9[5-9]|10[0-5]) %.*");

    String whole = Files.readString(file);
    Files.writeString(file, whole.substring(0, whole.length() / 2));
    new Results(experiment, file).complete(cells -> {});
    assertThat(file).hasContent(whole);
  }
}
