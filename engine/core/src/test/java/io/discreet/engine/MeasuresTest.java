package io.discreet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.plan.Share;
import io.discreet.engine.query.Measure;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.Row;
import io.discreet.engine.release.ReleaseJson;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quantiles, totals, weights and suggestions through the public API, on a shop of real files. */
class MeasuresTest {
  private static final String PURPOSE = "recommendations";

  @TempDir private static Path temporary;
  private static TestShop shop;

  @BeforeAll
  static void fill() {
    String policy = TestShop.POLICY.replace("max-rows: 1000", "max-rows: 10");
    shop = TestShop.filled(temporary, policy, 20261126, 600);
  }

  private static SegmentQuery query(String text) {
    return SegmentQuery.parse(text, PURPOSE);
  }

  @Test
  void rollup_ofTwoAxes_answersEveryLevelWithItsLabelsAndIsStoredAsItIs() {
    try (Discreet analyst = shop.open()) {
      Release release =
          analyst.run(
              query(
                  "SELECT city, category, COUNT(DISTINCT customer), SUM(amount), AVG(amount),"
                      + " MEDIAN(amount) FROM purchases GROUP BY ROLLUP(city, category)"),
              Share.percent(20));
      List<List<String>> segments = release.rows().stream().map(Row::segment).toList();
      assertThat(segments).hasSize(5 * 5 + 5 + 1).doesNotHaveDuplicates();
      assertThat(segments.get(25)).containsExactly("Leeds", Row.ALL);
      assertThat(segments.get(30)).containsExactly(Row.ALL, Row.ALL);
      assertThat(ReleaseJson.read(ReleaseJson.write(release))).isEqualTo(release);
      // 600 customers; the noise of 20 % of the budget is far below a hundred.
      Estimate all = release.rows().get(30).estimates().get(0);
      assertThat(all.value()).isBetween(all.low(), all.high());
      assertThat(all.value()).isBetween(400.0, 800.0);
    }
  }

  @Test
  void topK_ofASegment_isItsFirstCategoriesAndStoredAsItIs() {
    try (Discreet analyst = shop.open()) {
      SegmentQuery asked = query("SELECT city, TOP_K(category, 2) FROM purchases GROUP BY city");
      Release release = analyst.run(asked, Share.percent(20));
      // Every segment has its two, whatever the data: the three cities, other, and NULL.
      assertThat(release.rows().stream().map(row -> row.segment().get(0)).toList())
          .containsExactly(
              "Leeds", "Leeds", "York", "York", "Hull", "Hull", "other", "other", "NULL", "NULL");
      assertThat(release.rows())
          .allSatisfy(row -> assertThat(row.segment().get(1)).isIn(TestShop.CATEGORIES));
      // Places count up in every segment, and three values compete for them.
      assertThat(release.rows().stream().map(row -> row.place().orElseThrow().noisy()).toList())
          .containsExactly(1, 2, 1, 2, 1, 2, 1, 2, 1, 2);
      assertThat(release.rows())
          .allSatisfy(row -> assertThat(row.place().orElseThrow().worst()).isBetween(1, 3));
      assertThat(release.dimensions())
          .extracting(Release.Axis::name)
          .containsExactly("city", "category");
      assertThat(ReleaseJson.read(ReleaseJson.write(release))).isEqualTo(release);
      assertThat(analyst.run(asked, Share.percent(20)).id()).isEqualTo(release.id());
    }
  }

  @Test
  void quantiles_ofOneColumn_costWhatOneCostsAndNeverCross() {
    try (Discreet analyst = shop.open()) {
      SegmentQuery three =
          query("SELECT city, QUANTILE(amount, 0.25, 0.5, 0.75) FROM purchases GROUP BY city");
      assertThat(analyst.explain(three, Share.percent(10)).measures())
          .allSatisfy(measure -> assertThat(measure.part()).isEqualTo(1));
      Release release = analyst.run(three, Share.percent(10));
      assertThat(release.rows())
          .allSatisfy(
              row -> assertThat(row.estimates().stream().map(Estimate::value).toList()).isSorted());
      assertThat(release.rows())
          .allSatisfy(
              row ->
                  assertThat(row.estimates())
                      .allSatisfy(e -> assertThat(e.value()).isBetween(-500.0, 500.0)));
    }
  }

  @Test
  void law11_suggestionAskedAgain_isTheStoredOneAndCostsNothing() {
    try (Discreet analyst = shop.open()) {
      Suggestion first =
          analyst.suggest("purchases", List.of("category"), PURPOSE, Share.percent(3));
      double spent = analyst.budget().spentShare();
      Suggestion again =
          analyst.suggest("purchases", List.of("category"), PURPOSE, Share.percent(3));
      assertThat(again).isEqualTo(first);
      assertThat(analyst.budget().spentShare()).isEqualTo(spent);
      assertThat(first.bounds())
          .extracting(Suggestion.Bound::setting)
          .containsOnly(Suggestion.Setting.values());
      assertThat(first.bounds())
          .allSatisfy(
              bound -> {
                assertThat(bound.high()).isPositive();
                assertThat(bound.halfWidth()).isPositive();
              });
    }
  }

  /** With noise of thousands of times what anybody has, high ends are drawn beyond every clamp. */
  @Test
  void suggestion_fromNoiseAlone_endsWithinWhatAClampCanBe(@TempDir Path folder) {
    String policy =
        TestShop.POLICY
            .replace("max-rows: 1000", "max-rows: 100000")
            .replace(
                "range: [-500, 500], clamp: [0, 60]",
                "range: [-20000000, 20000000], clamp: [0, 60]");
    TestShop wide = TestShop.filled(folder, policy, 3, 5);
    try (Discreet analyst = wide.open()) {
      boolean farthest = false;
      for (String axis : List.of("category", "day", "city")) {
        Suggestion suggestion =
            analyst.suggest(
                "purchases",
                List.of(axis.equals("day") ? "month(day)" : axis),
                PURPOSE,
                Share.percent(0.01));
        for (Suggestion.Bound bound : suggestion.bounds()) {
          if (bound.setting() == Suggestion.Setting.CLAMP) {
            assertThat(bound.high()).isBetween(0.01, 21_474_836.47);
            assertThat(bound.low()).isBetween(-21_474_836.47, 0.0);
            farthest |= bound.high() > 21_000_000;
          }
        }
      }
      assertThat(farthest).as("the limit was met").isTrue();
    }
  }

  @Test
  void leastError_ofAStoredQuestion_asksTheSameQuestionEveryTime() {
    try (Discreet analyst = shop.open()) {
      SegmentQuery equal =
          query("SELECT category, COUNT(*), SUM(amount) FROM purchases GROUP BY category");
      assertThatThrownBy(() -> analyst.forLeastError(equal, Share.percent(2)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("no stored release");
      analyst.run(equal, Share.percent(2));
      SegmentQuery weighted = analyst.forLeastError(equal, Share.percent(2));
      assertThat(weighted.text()).isNotEqualTo(equal.text());
      Release release = analyst.run(weighted, Share.percent(2));
      assertThat(analyst.forLeastError(equal, Share.percent(2))).isEqualTo(weighted);
      assertThat(analyst.run(weighted, Share.percent(2))).isEqualTo(release);
    }
  }

  @Test
  void pooledSegments_areCountedForEachCustomerOnly() {
    try (Discreet analyst = shop.open()) {
      Release release =
          analyst.run(
              query(
                  "SELECT QUANTILE(COUNT(DISTINCT segment), 0.5), COUNT(DISTINCT customer) FROM"
                      + " purchases GROUP BY POOLED(category)"),
              Share.percent(10));
      assertThat(release.dimensions()).isEmpty();
      assertThat(release.rows()).hasSize(1);
      assertThat(release.rows().get(0).estimates().get(0).value()).isBetween(1.0, 3.0);
      for (String groupBy : List.of("category", "ROLLUP(category)")) {
        assertThatThrownBy(
                () ->
                    analyst.explain(
                        query(
                            "SELECT category, QUANTILE(COUNT(DISTINCT segment), 0.5) FROM purchases"
                                + " GROUP BY "
                                + groupBy),
                        Share.percent(1)))
            .isInstanceOf(InputException.class)
            .hasMessageContaining("POOLED");
      }
    }
  }

  @Test
  void trees_ofMoreLeavesThanMemoryMayHold_areRefusedByThePlanAlone() {
    try (Discreet analyst = shop.open()) {
      SegmentQuery wide =
          SegmentQuery.from("purchases")
              .segmentBy("city", "category", "month(day)")
              .measure(Measure.median("amount"))
              .forPurpose(PURPOSE);
      assertThatThrownBy(() -> analyst.explain(wide, Share.percent(1)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("group by fewer columns");
    }
  }
}
