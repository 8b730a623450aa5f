package io.discreet.engine.personalize;

import static io.discreet.engine.personalize.TrueCounts.cell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discreet.engine.memory.Memory;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankingTest {

  private static final Map<String, String> LEEDS_35_44 = cell("city", "Leeds", "age", "35-44");
  private static final TrueCounts BAKERY = Bakery.counts();
  private static final List<String> CITIES = List.of("Leeds", "York", "Hull");
  private static final List<String> AGES = List.of("18-34", "35-44", "45+");

  private static List<Release> releases(long seed, double finest, double coarser) {
    Random random = new Random(seed);
    return List.of(
        BAKERY.release(random, finest, "city", "age", "category"),
        BAKERY.release(random, coarser, "city", "category"),
        BAKERY.release(random, coarser, "age", "category"),
        BAKERY.release(random, coarser, "category"));
  }

  private static double trueShare(Map<String, String> segment, String item) {
    double total = 0;
    for (String one : Bakery.ITEMS) {
      total += BAKERY.at(with(segment, one));
    }
    return BAKERY.at(with(segment, item)) / total;
  }

  private static Map<String, String> with(Map<String, String> segment, String item) {
    Map<String, String> cell = new LinkedHashMap<>(segment);
    cell.put("category", item);
    return cell;
  }

  @Test
  void rank_hardlyAnyNoise_isTheOrderOfTheTrueShares() {
    List<Affinity> ranked =
        Personalizer.from(releases(1, 0.1, 0.1)).rank(LEEDS_35_44, "category", 8);
    List<String> truth =
        Bakery.ITEMS.stream()
            .sorted(Comparator.comparingDouble((String item) -> -trueShare(LEEDS_35_44, item)))
            .toList();
    assertThat(ranked).extracting(Affinity::item).containsExactlyElementsOf(truth);
    assertThat(ranked)
        .allSatisfy(
            one ->
                assertThat(one.share())
                    .isCloseTo(trueShare(LEEDS_35_44, one.item()), within(0.005)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void rank_noisySegments_areCloserToTheTruthThanTheirCountsAndThanPopularity(long seed) {
    List<Release> releases = releases(seed, 60, 20);
    Personalizer personalizer = Personalizer.from(releases);
    Personalizer finestOnly = Personalizer.from(releases.subList(0, 1));
    double shrunk = 0;
    double raw = 0;
    double popular = 0;
    for (String city : CITIES) {
      for (String age : AGES) {
        Map<String, String> segment = cell("city", city, "age", age);
        Map<String, Double> all = new LinkedHashMap<>();
        personalizer.rank(Map.of(), "category", 8).forEach(a -> all.put(a.item(), a.share()));
        double total = 0;
        Map<String, Double> counts = new LinkedHashMap<>();
        for (var row : releases.get(0).rows()) {
          if (row.segment().subList(0, 2).equals(List.of(city, age))) {
            counts.put(row.segment().get(2), row.estimates().get(0).value());
            total += row.estimates().get(0).value();
          }
        }
        for (Affinity one : personalizer.rank(segment, "category", 8)) {
          double truth = trueShare(segment, one.item());
          shrunk += Math.pow(one.share() - truth, 2);
          raw += Math.pow(counts.getOrDefault(one.item(), Double.NaN) / total - truth, 2);
          popular += Math.pow(all.getOrDefault(one.item(), Double.NaN) - truth, 2);
        }
        assertThat(finestOnly.rank(segment, "category", 8)).hasSize(8);
      }
    }
    assertThat(shrunk).as("seed %d", seed).isLessThan(raw / 2).isLessThan(popular);
  }

  @Test
  void rank_segmentThatNoReleaseHolds_multipliesWhatItsPartsSay() {
    Personalizer parts = Personalizer.from(releases(2, 0.1, 0.1).subList(1, 4));
    Map<String, String> york = cell("city", "York", "age", "45+");
    for (Affinity one : parts.rank(york, "category", 8)) {
      // In York no age differs from another; that one does in Leeds moves the product a little.
      assertThat(one.share()).isCloseTo(trueShare(york, one.item()), within(0.02));
      assertThat(one.ownWeight()).isZero();
      assertThat(one.reason()).contains("0 % of that from their own counts");
    }
  }

  @Test
  void rank_someItems_leavesOutWhatNoReleaseCounts() {
    Personalizer personalizer = Personalizer.from(releases(3, 5, 5));
    List<Affinity> some =
        personalizer.rank(LEEDS_35_44, "category", List.of("tea", "caviar", "bread", "tea"));
    assertThat(some).extracting(Affinity::item).containsExactly("tea", "bread");
    assertThat(personalizer.rank(LEEDS_35_44, "category", List.of())).isEmpty();
    assertThat(personalizer.rank(LEEDS_35_44, 3))
        .isEqualTo(personalizer.rank(LEEDS_35_44, "category", 8).subList(0, 3));
  }

  @Test
  void rank_noiseDrownsEverything_abstains() {
    assertThat(Personalizer.from(releases(4, 1e6, 1e6)).rank(LEEDS_35_44, "category", 8)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void rank_shopsWithoutDifferences_keepsEverySegmentNearPopularity(long seed) {
    TrueCounts even = Bakery.withoutDifferences();
    Random random = new Random(seed);
    Personalizer personalizer =
        Personalizer.from(
            List.of(
                even.release(random, 20, "city", "age", "category"),
                even.release(random, 20, "category")));
    List<Affinity> all = personalizer.rank(Map.of(), "category", 8);
    List<Affinity> here = personalizer.rank(LEEDS_35_44, "category", 8);
    for (Affinity one : here) {
      double popularity =
          all.stream().filter(a -> a.item().equals(one.item())).findFirst().orElseThrow().share();
      // The raw share has a standard error of about 20 / 1,000: what is left is below a third.
      assertThat(one.share()).as("seed %d", seed).isCloseTo(popularity, within(0.02));
    }
  }

  @Test
  void rank_intervals_holdTheTrueShare() {
    int held = 0;
    int asked = 0;
    for (long seed = 1; seed <= 60; seed++) {
      Personalizer personalizer = Personalizer.from(releases(seed, 30, 15));
      for (String city : CITIES) {
        for (String age : AGES) {
          Map<String, String> segment = cell("city", city, "age", age);
          for (Affinity one : personalizer.rank(segment, "category", 8)) {
            double truth = trueShare(segment, one.item());
            held += one.low() <= truth && truth <= one.high() ? 1 : 0;
            asked++;
          }
        }
      }
    }
    // Empirical Bayes: about the average over segments, not about each; measured 0.96.
    assertThat((double) held / asked).isBetween(0.90, 0.995);
  }

  @Test
  void rank_fromManyThreads_isTheSameAsFromOne() {
    Personalizer personalizer = Personalizer.from(releases(5, 20, 20));
    List<Affinity> alone = Personalizer.from(releases(5, 20, 20)).rank(LEEDS_35_44, 8);
    List<List<Affinity>> together =
        IntStream.range(0, 64).parallel().mapToObj(i -> personalizer.rank(LEEDS_35_44, 8)).toList();
    assertThat(new ArrayList<>(together)).allMatch(alone::equals);
  }

  /** Totals repeat what the cells say: taken for cells, they would count everybody again. */
  @Test
  void totals_ofRollupRelease_moveNothing() {
    Release plain = BAKERY.release(new Random(7), 5, "city", "age", "category");
    TrueCounts.Draft draft = BAKERY.draft(new Random(7), 5, "city", "age", "category");
    List<Row> rows = new ArrayList<>(draft.rows());
    for (String city : CITIES) {
      AGES.forEach(age -> rows.add(total(city, age, Row.ALL)));
      rows.add(total(city, Row.ALL, Row.ALL));
    }
    rows.add(total(Row.ALL, Row.ALL, Row.ALL));
    Release rollup = draft.rows(rows).release();
    CustomerCounts expected = counts(plain);
    CustomerCounts found = counts(rollup);
    for (Set<String> axes :
        List.of(Set.<String>of(), Set.of("city"), Set.of("age"), Set.of("city", "age"))) {
      assertThat(found.levels(axes)).isEqualTo(expected.levels(axes));
      for (Level level : expected.levels(axes)) {
        assertThat(expected.at(level, "category")).as("%s", level).isPresent();
        assertThat(found.at(level, "category"))
            .as("%s", level)
            .usingRecursiveComparison()
            .isEqualTo(expected.at(level, "category"));
      }
    }
    Personalizer with = Personalizer.from(List.of(rollup));
    Personalizer without = Personalizer.from(List.of(plain));
    for (Map<String, String> segment :
        List.of(Map.<String, String>of(), cell("city", "York"), LEEDS_35_44)) {
      assertThat(with.rank(segment, "category", 9))
          .hasSize(Bakery.ITEMS.size())
          .isEqualTo(without.rank(segment, "category", 9));
      assertThat(with.recommend(segment, "category", 9))
          .isEqualTo(without.recommend(segment, "category", 9));
    }
    assertThat(with.fairness("city", "category"))
        .hasSize(3)
        .isEqualTo(without.fairness("city", "category"));
  }

  private static Row total(String... cells) {
    return new Row(List.of(cells), List.of(new Estimate(1e6, 5, 1e6 - 10, 1e6 + 10)));
  }

  private static CustomerCounts counts(Release release) {
    return new CustomerCounts(Memory.of(List.of()).recall(release));
  }
}
