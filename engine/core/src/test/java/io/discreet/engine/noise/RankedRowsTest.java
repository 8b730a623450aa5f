package io.discreet.engine.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.plan.AccuracyCost;
import io.discreet.engine.plan.CostLevels;
import io.discreet.engine.plan.Explanation;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.Row;
import io.discreet.engine.scan.Tally;
import io.discreet.mechanisms.testing.InsecureSeededNoise;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

/** Which cells a ranking names, and that their intervals allow for its choice. */
class RankedRowsTest {

  private static final int CELLS = 20;
  private static final int REPETITIONS = 4_000;

  private static final String VALUES =
      IntStream.range(0, CELLS).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));

  private static final Policy POLICY =
      PolicyFile.parse(
          """
          customer: { column: email, kind: email }
          time-zone: UTC
          budget: { epsilon: 1.0, delta: 1e-6, selection-delta: 1e-7, period: month }
          purposes:
            recommendations: { consent: required }
          tables:
            purchases:
              max-rows: 10
              columns:
                city: { type: category, values: [Leeds, York] }
                category: { type: category, values: [%s] }
                product: { type: category }
          """
              .formatted(VALUES),
          "test policy");

  private static QueryPlan plan(String measures) {
    return new QueryPlanner(POLICY)
        .plan(
            SegmentQuery.parse(
                "SELECT city, " + measures + " FROM purchases GROUP BY city", "recommendations"),
            Share.percent(10),
            LocalDate.of(2026, 11, 23));
  }

  private static Tally tally(QueryPlan plan, long[] customers) {
    return new Tally(
        new long[][] {customers},
        new long[0],
        plan::labels,
        Stream.generate(RoaringBitmap::new).limit(CostLevels.COUNT).toList());
  }

  @Test
  void rows_areTheFirstOfEverySegment_largestFirst() {
    QueryPlan plan = plan("TOP_K(category, 3)");
    long[] customers = new long[plan.segments()];
    int perCity = CELLS + 2;
    for (int city = 0; city < 4; city++) {
      for (int cell = 0; cell < perCity; cell++) {
        customers[city * perCity + cell] = (cell * 7L + city) % perCity * 1_000_000L;
      }
      // Undeclared and missing values do not compete, however many customers have them.
      customers[city * perCity + CELLS] = 1_000_000_000;
      customers[city * perCity + CELLS + 1] = 1_000_000_000;
    }
    List<Row> rows = Noiser.secure().rows(plan, tally(plan, customers));
    for (int city = 0; city < 4; city++) {
      int first = city;
      assertThat(rows.subList(city * 3, city * 3 + 3).stream().map(row -> row.segment().get(1)))
          .containsExactlyElementsOf(
              IntStream.range(0, CELLS)
                  .boxed()
                  .sorted(Comparator.comparing((Integer cell) -> -((cell * 7L + first) % perCity)))
                  .limit(3)
                  .map(cell -> "c" + cell)
                  .toList());
    }
    assertThat(rows).hasSize(12);
  }

  @Test
  void k_beyondTheDeclaredValues_namesAllOfThem() {
    QueryPlan plan = plan("TOP_K(category, 1000)");
    List<Row> rows = Noiser.secure().rows(plan, tally(plan, new long[plan.segments()]));
    assertThat(rows).hasSize(4 * CELLS);
    assertThat(rows).extracting(Row::segment).doesNotHaveDuplicates();
  }

  /**
   * All cells have the same customers, so that what comes first does so for its noise alone. Of
   * 4,000 repetitions an interval that holds in 95 % fails at most 263 times but for odds of 10⁻⁶.
   * An interval for one value alone would fail in 1 − 0.975²⁰ = 40 %.
   */
  @Test
  void interval_ofTheFirst_holdsTheTrueValueThoughItsNoiseWasChosen() {
    QueryPlan plan = plan("TOP_K(category, 1)");
    Tally tally = tally(plan, new long[plan.segments()]);
    Noiser noiser = seeded();
    int missed = 0;
    for (int i = 0; i < REPETITIONS / 4; i++) {
      for (Row row : noiser.rows(plan, tally)) {
        Estimate first = row.estimates().get(0);
        missed += first.low() > 0 || first.high() < 0 ? 1 : 0;
      }
    }
    assertThat(missed).isLessThan(263);
    // It is not met by intervals without end: about half of the allowed misses are on this side.
    assertThat(missed).isGreaterThan(REPETITIONS / 100);
  }

  @Test
  void explanation_saysTheHalfWidthThatTheAnswersHave() {
    QueryPlan plan = plan("TOP_K(category, 2)");
    Estimate one =
        Noiser.secure()
            .rows(plan, tally(plan, new long[plan.segments()]))
            .get(0)
            .estimates()
            .get(0);
    Explanation.Measure told = Explanation.of(plan, POLICY).measures().get(0);
    assertThat(told.halfWidth()).isEqualTo((one.high() - one.low()) / 2);
    assertThat(told.name()).isEqualTo("top_k(category, 2)");
  }

  @Test
  void accuracy_ofARanking_isRefusedSinceItsIntervalsAreNotThoseOfACount() {
    SegmentQuery query =
        SegmentQuery.parse("SELECT TOP_K(category, 2) FROM purchases", "recommendations");
    assertThatThrownBy(
            () ->
                new QueryPlanner(POLICY)
                    .plan(query, new AccuracyCost(500), LocalDate.of(2026, 11, 23)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("counts and sums");
  }

  @Test
  void discovered_values_areRankedAmongThoseNamed() {
    QueryPlan plan = plan("TOP_K(product, 2)");
    long[] customers = {5_000, 9_000, 7_000, 0};
    Tally tally =
        new Tally(
            new long[][] {customers},
            customers,
            place -> List.of("York", "p" + place),
            Stream.generate(RoaringBitmap::new).limit(CostLevels.COUNT).toList());
    assertThat(Noiser.secure().rows(plan, tally))
        .extracting(Row::segment)
        .containsExactly(List.of("York", "p1"), List.of("York", "p2"));
  }

  /** The cost of a ranking is that of all cells, each told. */
  @Test
  void law1_ranking_isChargedAndNoisedAsAllOfItsCells() {
    QueryPlan ranking = plan("TOP_K(category, 1)");
    QueryPlan all =
        new QueryPlanner(POLICY)
            .plan(
                SegmentQuery.parse(
                    "SELECT city, category, COUNT(DISTINCT customer) FROM purchases GROUP BY city,"
                        + " category",
                    "recommendations"),
                Share.percent(10),
                LocalDate.of(2026, 11, 23));
    assertThat(ranking.answers()).hasToString(all.answers().toString());
    assertThat(ranking.worstCaseUnits()).isEqualTo(all.worstCaseUnits());
    assertThat(ranking.segments()).isEqualTo(all.segments());
    assertThat(ranking.l0()).isEqualTo(all.l0());
  }

  private static Noiser seeded() {
    InsecureSeededNoise bits = new InsecureSeededNoise(20261126);
    return new Noiser(() -> bits);
  }
}
