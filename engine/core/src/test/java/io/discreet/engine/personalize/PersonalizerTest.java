package io.discreet.engine.personalize;

import static io.discreet.engine.personalize.TrueCounts.cell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.discreet.engine.personalize.TrueCounts.Draft;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalizerTest {

  private static final Map<String, String> LEEDS_35_44 = cell("city", "Leeds", "age", "35-44");
  private static final Map<String, String> YORK_35_44 = cell("city", "York", "age", "35-44");
  private static final TrueCounts BAKERY = Bakery.counts();

  /** One release by all three axes, and its parents, with the same noise each. */
  private static List<Release> releases(long seed, double finest, double coarser) {
    Random random = new Random(seed);
    return List.of(
        BAKERY.release(random, finest, "city", "age", "category"),
        BAKERY.release(random, coarser, "city", "category"),
        BAKERY.release(random, coarser, "age", "category"),
        BAKERY.release(random, coarser, "category"));
  }

  private static Recommendation find(List<Recommendation> all, String item) {
    return all.stream().filter(one -> one.item().equals(item)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void recommend_itemTakenTwiceAsOften_comesFirstFromTheSegmentItself(long seed) {
    List<Recommendation> found = Personalizer.from(releases(seed, 5, 5)).recommend(LEEDS_35_44, 3);
    Recommendation first = found.get(0);
    assertThat(first.item()).as("seed %d", seed).isEqualTo("tea");
    assertThat(first.level()).isEqualTo(new Level(LEEDS_35_44));
    assertThat(first.comparedWith()).isPresent();
    // 180 of 970 in the segment: known truth, σ = 5, six standard errors.
    assertThat(first.customers().value()).as("seed %d", seed).isCloseTo(180, within(30.0));
    assertThat(first.share()).as("seed %d", seed).isCloseTo(180.0 / 970, within(0.04));
    assertThat(found).extracting(Recommendation::item).doesNotContain("bread");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void recommend_noiseDrownsTheSegment_restsOnItsCityAndSaysSo(long seed) {
    Advice advice = Personalizer.from(releases(seed, 900, 5)).advise(YORK_35_44, 1);
    Recommendation cake = advice.recommendations().get(0);
    assertThat(cake.item()).as("seed %d", seed).isEqualTo("cake");
    assertThat(cake.level()).isEqualTo(new Level(cell("city", "York")));
    assertThat(cake.comparedWith()).contains(new Level(Map.of()));
    assertThat(cake.reason())
        .startsWith("not certain for customers with city York and age 35-44 (")
        .contains("); about ")
        .contains(" customers with city York: ");
    assertThat(advice.notes().get(0).level()).isEqualTo(new Level(YORK_35_44));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void recommend_noReleaseOfTheSegment_restsOnWhatThereIs(long seed) {
    Personalizer personalizer = Personalizer.from(releases(seed, 5, 5).subList(1, 4));
    Advice advice = personalizer.advise(YORK_35_44, 1);
    assertThat(advice.notes().get(0).words())
        .isEqualTo("no release counts these customers by category");
    assertThat(advice.recommendations().get(0).item()).as("seed %d", seed).isEqualTo("cake");
    assertThat(advice.recommendations().get(0).level()).isEqualTo(new Level(cell("city", "York")));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void recommend_noiseDrownsEverything_abstains(long seed) {
    Advice advice = Personalizer.from(releases(seed, 1e6, 1e6)).advise(LEEDS_35_44, 5);
    assertThat(advice.recommendations()).as("seed %d", seed).isEmpty();
    assertThat(advice.notes()).hasSize(4);
    assertThat(advice.notes().get(3).level().isAll()).isTrue();
  }

  @Test
  void recommend_allCustomers_offersWhatIsTakenMoreThanEvenly() {
    List<Recommendation> found =
        Personalizer.from(releases(1, 5, 5)).recommend(Map.of(), "category", 9);
    // Popularity above an eighth of 1,000 in all: bread, roll and coffee; pastry is 0.96 × even.
    assertThat(found).extracting(Recommendation::item).containsExactly("bread", "roll", "coffee");
    assertThat(found.get(0).comparedWith()).isEmpty();
    assertThat(found.get(0).reason()).contains("an even share of all items");
  }

  @Test
  void recommend_itemRareInTheSegment_isNotOfferedForBeingPopularElsewhere() {
    // Bread is the most popular of all, and half as popular in Leeds at 35-44.
    List<Recommendation> found = Personalizer.from(releases(3, 3, 3)).recommend(LEEDS_35_44, 8);
    assertThat(found).extracting(Recommendation::item).contains("roll").doesNotContain("bread");
  }

  @Test
  void recommend_rankings_areNotReadSinceTheirNumbersWereChosenForBeingLarge() {
    List<Release> counts = releases(3, 3, 3);
    List<Release> withRanking = new ArrayList<>(counts);
    Random random = new Random(4);
    for (String[] by : List.of(new String[] {"category"}, new String[] {"city", "category"})) {
      Draft ranking = BAKERY.draft(random, 900, by).at("2026-11-25T02:00:00Z");
      withRanking.add(ranking.ranking().release());
    }
    for (Map<String, String> segment : List.of(LEEDS_35_44, YORK_35_44)) {
      assertThat(Personalizer.from(withRanking).advise(segment, 9))
          .isEqualTo(Personalizer.from(counts).advise(segment, 9));
      assertThat(Personalizer.from(withRanking).rank(segment, 9))
          .isEqualTo(Personalizer.from(counts).rank(segment, 9));
    }
  }

  @Test
  void recommend_top_limitsTheList() {
    Personalizer personalizer = Personalizer.from(releases(3, 3, 3));
    List<Recommendation> all = personalizer.recommend(LEEDS_35_44, 8);
    assertThat(all.size()).isGreaterThan(2);
    assertThat(personalizer.recommend(LEEDS_35_44, 2)).isEqualTo(all.subList(0, 2));
  }

  @Test
  void recommend_onlyTheFinestRelease_sumsItUpAndVariancesAdd() {
    Release finest = BAKERY.release(new Random(5), 4, "city", "age", "category");
    Recommendation cake =
        Personalizer.from(List.of(finest)).recommend(cell("city", "York"), "category", 1).get(0);
    assertThat(cake.item()).isEqualTo("cake");
    assertThat(cake.releases()).containsExactly(finest.id());
    // Three age bands of 160 each, each with variance 4² + 1/12; six standard errors.
    assertThat(cake.customers().value()).isCloseTo(480, within(42.0));
    assertThat(cake.customers().standardError())
        .isCloseTo(Math.sqrt(3 * (16 + 1.0 / 12)), within(1e-9));
  }

  @Test
  void recommend_sumAndCoarserRelease_areJoinedByInverseVariance() {
    List<Release> all = releases(6, 4, 6);
    Recommendation cake =
        Personalizer.from(all).recommend(cell("city", "York"), "category", 1).get(0);
    double summed = 3 * (16 + 1.0 / 12);
    double direct = 36 + 1.0 / 12;
    assertThat(cake.customers().standardError())
        .isCloseTo(Math.sqrt(1 / (1 / summed + 1 / direct)), within(1e-9));
    assertThat(cake.releases()).contains(all.get(0).id(), all.get(1).id());
  }

  @Test
  void recommend_sumThatDisagrees_isLeftOut() {
    // Customers count in every channel that they use, so that channels add up to more than all.
    Map<String, List<String>> axes = new LinkedHashMap<>();
    axes.put("channel", List.of("shop", "web"));
    axes.put("category", Bakery.ITEMS);
    TrueCounts twice = new TrueCounts(axes, cell -> 9 * BAKERY.at(category(cell)) / 10);
    Random random = new Random(7);
    Release direct = BAKERY.release(random, 20, "category");
    Release byChannel = twice.release(random, 1, "channel", "category");
    Recommendation bread =
        Personalizer.from(List.of(byChannel, direct)).recommend(Map.of(), "category", 1).get(0);
    assertThat(bread.releases()).containsExactly(direct.id());
  }

  private static Map<String, String> category(Map<String, String> cell) {
    return cell("category", cell.getOrDefault("category", ""));
  }

  @Test
  void recommend_months_areNeverSummedNorItems() {
    Map<String, List<String>> axes = new LinkedHashMap<>();
    axes.put("MONTH(day)", List.of("2026-09", "2026-10", "NULL"));
    axes.put("category", Bakery.ITEMS);
    TrueCounts monthly = new TrueCounts(axes, cell -> BAKERY.at(category(cell)));
    Release release = monthly.release(new Random(8), 1, "MONTH(day)", "category");
    Personalizer personalizer = Personalizer.from(List.of(release));
    Advice all = personalizer.advise(Map.of(), 3);
    assertThat(all.recommendations()).isEmpty();
    assertThat(all.notes().get(0).words())
        .isEqualTo("no release counts these customers by category");
    assertThat(personalizer.recommend(cell("MONTH(day)", "2026-10"), 3)).isNotEmpty();
  }

  @Test
  void recommend_severalAnswersToOneQuestion_restsOnTheNewestAndThoseBefore() {
    Random random = new Random(9);
    Draft newest = BAKERY.draft(random, 2, "category");
    Draft sameDayEarlier = BAKERY.draft(random, 2, "category").at("2026-11-24T01:00:00Z");
    Draft olderDrawnLater =
        BAKERY.draft(random, 2, "category").asOf("2026-10-01").at("2026-11-24T09:00:00Z");
    List<Release> all =
        new ArrayList<>(
            List.of(newest.release(), sameDayEarlier.release(), olderDrawnLater.release()));
    for (int turn = 0; turn < 3; turn++) {
      Collections.rotate(all, 1);
      assertThat(Personalizer.from(all).recommend(Map.of(), 1).get(0).releases())
          .containsExactly(newest.id(), sameDayEarlier.id(), olderDrawnLater.id());
    }
  }

  @Test
  void recommend_otherCondition_isAnotherPopulation() {
    Random random = new Random(10);
    Release all = BAKERY.release(random, 2, "category");
    Release bulk = BAKERY.draft(random, 2, "category").where("quantity > 9").release();
    Release bulkByCity =
        BAKERY.draft(random, 2, "city", "category").where("quantity > 9").release();
    Personalizer personalizer = Personalizer.from(List.of(all, bulk, bulkByCity));
    assertThat(personalizer.recommend(Map.of(), "category", 1).get(0).releases())
        .containsExactly(all.id());
    assertThat(personalizer.recommend(cell("city", "York"), 8))
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one.releases()).doesNotContain(all.id()));
  }

  @Test
  void recommend_reservedCells_areNeverOffered() {
    Map<String, List<String>> axes = new LinkedHashMap<>();
    axes.put("category", List.of("other", "bread", "NULL", "tea"));
    TrueCounts truth =
        new TrueCounts(
            axes,
            cell ->
                "bread".equals(cell.get("category"))
                    ? 300
                    : cell.containsValue("tea") ? 100 : 9000);
    List<Recommendation> found =
        Personalizer.from(List.of(truth.release(new Random(11), 2, "category")))
            .recommend(Map.of(), 4);
    assertThat(found).extracting(Recommendation::item).containsExactly("bread");
    assertThat(found.get(0).share()).isCloseTo(0.75, within(0.03));
  }

  @Test
  void recommend_moreNoise_neverMakesAnEstimateBolder() {
    double last = Double.POSITIVE_INFINITY;
    for (double standardError : new double[] {1, 4, 8, 16, 24, 32, 48, 64, 96}) {
      Optional<Recommendation> tea = teaWith(180, standardError);
      double lift = tea.map(one -> one.lift().estimate()).orElse(1.0);
      assertThat(lift).as("standard error %s", standardError).isLessThanOrEqualTo(last);
      last = lift;
    }
    assertThat(last).isEqualTo(1.0);
  }

  @Test
  void recommend_higherCount_neverRanksLower() {
    int best = Integer.MAX_VALUE;
    for (double count = 60; count <= 400; count += 20) {
      List<String> items = rankedWith(count, 6).stream().map(Recommendation::item).toList();
      int rank = items.contains("tea") ? items.indexOf("tea") : Integer.MAX_VALUE;
      assertThat(rank).as("count %s in %s", count, items).isLessThanOrEqualTo(best);
      best = rank;
    }
    assertThat(best).isZero();
  }

  private static Optional<Recommendation> teaWith(double count, double standardError) {
    return rankedWith(count, standardError).stream()
        .filter(one -> one.item().equals("tea") && one.level().equals(new Level(LEEDS_35_44)))
        .findFirst();
  }

  /** The segment's answer where its tea count is given and all else is the exact truth. */
  private static List<Recommendation> rankedWith(double count, double standardError) {
    Draft draft = BAKERY.draft(new Random(12), 1e-9, "city", "age", "category");
    List<Row> rows = new ArrayList<>();
    for (Row row : draft.rows()) {
      double value = row.estimates().get(0).value();
      boolean tea = row.segment().equals(List.of("Leeds", "35-44", "tea"));
      boolean pie = row.segment().equals(List.of("Leeds", "35-44", "pie"));
      Map<String, String> labels = new LinkedHashMap<>();
      row.segment().forEach(label -> labels.put(label, label));
      rows.add(TrueCounts.row(labels, tea ? count : pie ? 140 : value, standardError));
    }
    return Personalizer.from(List.of(draft.rows(rows).release())).recommend(LEEDS_35_44, 8);
  }

  @Test
  void recommend_sameReleases_givesTheSameAnswerInAnyOrderAndOnAnyThread() {
    List<Release> all = new ArrayList<>(releases(13, 6, 6));
    List<Recommendation> expected = Personalizer.from(all).recommend(LEEDS_35_44, 8);
    assertThat(expected).isNotEmpty();
    Collections.reverse(all);
    Personalizer personalizer = Personalizer.from(all);
    List<List<Recommendation>> answers =
        IntStream.range(0, 200)
            .parallel()
            .mapToObj(i -> personalizer.recommend(LEEDS_35_44, 8))
            .toList();
    assertThat(answers).allSatisfy(answer -> assertThat(answer).isEqualTo(expected));
  }

  @Test
  void recommend_wildCounts_neverYieldsNaNOrAnUnsoundNumber() {
    double[] extremes = {0, -1, -1e9, 1, 1e-9, 1e18, -1e18, 17};
    int recommended = 0;
    for (long seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      double scale = Math.pow(10, random.nextInt(9) - 3);
      Draft draft = BAKERY.draft(random, 3, "city", "age", "category");
      boolean mild = random.nextBoolean();
      List<Row> rows =
          draft.rows().stream()
              .map(
                  row ->
                      TrueCounts.row(
                          labelled(row),
                          random.nextInt(4) > 0 || mild
                              ? row.estimates().get(0).value() * random.nextDouble()
                              : extremes[random.nextInt(extremes.length)],
                          random.nextInt(9) == 0 ? 0 : scale * random.nextDouble()))
              .toList();
      Release coarser = BAKERY.release(random, scale, "city", "category");
      List<Recommendation> found =
          Personalizer.from(List.of(draft.rows(rows).release(), coarser)).recommend(LEEDS_35_44, 8);
      recommended += found.size();
      // The records refuse NaN and empty intervals themselves; what is left is the meaning.
      assertThat(found)
          .as("seed %d", seed)
          .allSatisfy(
              one -> {
                assertThat(one.customers().value()).isPositive();
                assertThat(one.lift().estimate()).isGreaterThanOrEqualTo(one.lift().low());
                assertThat(one.reason()).doesNotContain("NaN").doesNotContain("Infinity");
              });
    }
    assertThat(recommended).isGreaterThan(1000);
  }

  private static Map<String, String> labelled(Row row) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (int axis = 0; axis < row.segment().size(); axis++) {
      labels.put("axis " + axis, row.segment().get(axis));
    }
    return labels;
  }

  @Test
  void reason_segmentThatSpeaks_isOneSentence() {
    Recommendation tea = find(rankedWith(180, 6), "tea");
    assertThat(tea.reason())
        .isEqualTo(
            "about 180 ± 12 customers with city Leeds and age 35-44: some 1.47 × the share that it"
                + " has among customers with age 35-44 (measured 1.48 ×, 95 % interval 1.40 to"
                + " 1.56; noise alone would show at most 1.11 ×)");
  }

  /** Items found in the data, of which a segment names those that many of its customers take. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void recommend_discoveredItems_areComparedAmongThoseThatBothLevelsName(long seed) {
    Random random = new Random(seed);
    List<Release> found =
        List.of(
            BAKERY.draft(random, 5, "city", "age", "category").named(100).release(),
            BAKERY.draft(random, 5, "category").named(100).release());
    Advice advice = Personalizer.from(found).advise(LEEDS_35_44, 3);
    Recommendation first = advice.recommendations().get(0);
    assertThat(first.item()).as("seed %d", seed).isEqualTo("tea");
    assertThat(first.comparedWith()).contains(new Level(Map.of()));
    assertThat(first.customers().value()).as("seed %d", seed).isCloseTo(180, within(30.0));
  }

  /** What is missing from a release is not zero: a sum over its segments would say so. */
  @Test
  void advise_discoveredSegments_areNeverSummedOver() {
    Random random = new Random(7);
    // All segments that are there have a cell of every category, but not those of every city.
    List<Row> rows =
        BAKERY.draft(random, 5, "city", "category").rows().stream()
            .filter(row -> row.segment().get(0).equals("Leeds"))
            .toList();
    Release leeds = BAKERY.draft(random, 5, "city", "category").rows(rows).named(0).release();
    Advice advice = Personalizer.from(List.of(leeds)).advise(cell("city", "Leeds"), 3);
    assertThat(advice.notes())
        .filteredOn(note -> note.level().isAll())
        .extracting(Advice.Note::words)
        .isSubsetOf("no release counts these customers by category");
    assertThat(advice.recommendations())
        .allSatisfy(one -> assertThat(one.comparedWith()).isEmpty());
  }
}
