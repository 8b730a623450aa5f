package io.discreet.engine.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.ledger.Payers;
import io.discreet.engine.plan.AccuracyCost;
import io.discreet.engine.plan.Explanation;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.Place;
import io.discreet.engine.release.Release.Row;
import io.discreet.engine.scan.Tally;
import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.testing.InsecureSeededNoise;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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
    return plan(measures, OptionalInt.empty());
  }

  private static QueryPlan plan(String measures, OptionalInt l0) {
    SegmentQuery query =
        SegmentQuery.parse(
            "SELECT city, " + measures + " FROM purchases GROUP BY city", "recommendations");
    return new QueryPlanner(POLICY)
        .plan(
            l0.isPresent() ? query.withL0(l0.getAsInt()) : query,
            Share.percent(10),
            LocalDate.of(2026, 11, 23));
  }

  private static Tally tally(QueryPlan plan, long[] customers) {
    return new Tally(new long[][] {customers}, new long[0], plan::labels, Payers.of(List.of()));
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

  /**
   * Four values a few standard errors apart, the largest declared third, so that a tie goes to one
   * of the first two. 5,000 draws of four cities: 2.2 % are 6.2 standard deviations of a part.
   */
  @Test
  void first_ofKnownCounts_isTheLargestAsOftenAsItsNoiseSays() {
    QueryPlan plan = plan("TOP_K(category, 1)");
    LatticeNoise noise = plan.answers().get(0).noise();
    long step = Math.round(noise.scaleUnits() / 2);
    long[] contenders = {1_000 - step, 1_000, 1_000 + step, 1_000 - step};
    long[] customers = new long[plan.segments()];
    for (int segment = 0; segment < customers.length; segment++) {
      int cell = segment % (CELLS + 2);
      customers[segment] = cell < contenders.length ? contenders[cell] : -1_000_000;
    }
    Tally tally = tally(plan, customers);
    Noiser noiser = seeded();
    int right = 0;
    for (int i = 0; i < 5_000; i++) {
      right +=
          (int)
              noiser.rows(plan, tally).stream()
                  .filter(row -> row.segment().get(1).equals("c2"))
                  .count();
    }
    double part = right / 20_000.0;
    assertThat(part).isCloseTo(oddsOfFirst(noise, contenders, 2), within(0.022));
    // The twin: noise for one segment instead of l0 of them would be right more often.
    QueryPlan unbounded = plan("TOP_K(category, 1)", OptionalInt.of(1));
    LatticeNoise less = unbounded.answers().get(0).noise();
    assertThat(part).isLessThan(oddsOfFirst(less, contenders, 2) - 0.022);
  }

  /**
   * P(the value at {@code wanted} is larger than those before it, and not below those after it).
   */
  private static double oddsOfFirst(LatticeNoise noise, long[] counts, int wanted) {
    double odds = 0;
    long reach = 12 * (long) Math.ceil(noise.scaleUnits());
    for (long z = -reach; z <= reach; z++) {
      double all = noise.tail(z) - noise.tail(z + 1);
      for (int other = 0; other < counts.length; other++) {
        long most = counts[wanted] + z - counts[other] - (other < wanted ? 1 : 0);
        all *= other == wanted ? 1 : 1 - noise.tail(most + 1);
      }
      odds += all;
    }
    return odds;
  }

  @Test
  void places_areCountedAmongAllThatCompeteWhetherNamedOrNot() {
    QueryPlan all = plan("TOP_K(category, 1000)");
    QueryPlan three = plan("TOP_K(category, 3)");
    long[] customers = new long[all.segments()];
    Arrays.setAll(customers, segment -> segment % (CELLS + 2) * 60L);
    long apart = Explanation.of(all, POLICY).ranking().orElseThrow().surelyApart();
    Noiser noiser = seeded();
    Noiser sameNoise = seeded();
    int open = 0;
    for (int repetition = 0; repetition < 20; repetition++) {
      List<Row> ranked = noiser.rows(all, tally(all, customers));
      List<Row> named = sameNoise.rows(three, tally(three, customers));
      for (int city = 0; city < 4; city++) {
        List<Row> segment = ranked.subList(city * CELLS, (city + 1) * CELLS);
        assertThat(named.subList(city * 3, city * 3 + 3)).isEqualTo(segment.subList(0, 3));
        for (Row row : segment) {
          double own = row.estimates().get(0).value();
          Place place = row.place().orElseThrow();
          assertThat(place.noisy()).isEqualTo(segment.indexOf(row) + 1);
          assertThat(place.best()).isEqualTo(1 + count(segment, other -> other >= own + apart));
          assertThat(place.worst())
              .isEqualTo(CELLS - count(segment, other -> other <= own - apart));
          open += place.best() < place.worst() ? 1 : 0;
        }
      }
    }
    assertThat(open).isPositive();
  }

  private static int count(List<Row> rows, DoublePredicate holds) {
    return (int)
        rows.stream().mapToDouble(row -> row.estimates().get(0).value()).filter(holds).count();
  }

  @Test
  void explanation_saysWhatIsNamedAndWhenAnOrderIsSure() {
    LatticeNoise noise = plan("TOP_K(category, 2)").answers().get(0).noise();
    Explanation.Ranked told =
        Explanation.of(plan("TOP_K(category, 2)"), POLICY).ranking().orElseThrow();
    assertThat(told.column()).isEqualTo("category");
    assertThat(told.named()).isEqualTo(2);
    assertThat(told.competing()).hasValue(CELLS);
    // 190 pairs, each with one wrong order.
    assertThat(told.surelyApart()).isEqualTo(1 + noise.differenceHalfWidth(1 - 2 * 0.05 / 190));
    assertThat(Explanation.of(plan("TOP_K(category, 99)"), POLICY).ranking())
        .hasValueSatisfying(ranked -> assertThat(ranked.named()).isEqualTo(CELLS));
    Explanation.Ranked found =
        Explanation.of(plan("TOP_K(product, 2)"), POLICY).ranking().orElseThrow();
    assertThat(found.competing()).isEmpty();
    assertThat(found.named()).isEqualTo(2);
    assertThat(Explanation.of(plan("COUNT(*)"), POLICY).ranking()).isEmpty();
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
            Payers.of(List.of()));
    assertThat(Noiser.secure().rows(plan, tally))
        .extracting(Row::segment)
        .containsExactly(List.of("York", "p1"), List.of("York", "p2"));
    // Of the three that are named, since there is no noisy number of a fourth.
    List<Row> all = Noiser.secure().rows(plan("TOP_K(product, 9)"), tally);
    assertThat(all).extracting(row -> row.place().orElseThrow().noisy()).containsExactly(1, 2, 3);
    assertThat(all).allSatisfy(row -> assertThat(row.place().orElseThrow().worst()).isLessThan(4));
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

  /** Who counts in l0 pairs of city and category moves as many noisy numbers by 1 each. */
  @Test
  void law2_ranking_worstCasePaysForEveryPairThatACustomerCountsIn() {
    for (int l0 = 1; l0 <= 8; l0++) {
      QueryPlan plan = plan("TOP_K(category, 1)", OptionalInt.of(l0));
      assertThat(plan.l0()).isEqualTo(l0);
      double sigma = plan.answers().get(0).noise().scaleUnits();
      assertThat((double) plan.worstCaseUnits())
          .isGreaterThanOrEqualTo(l0 / (sigma * sigma) * 0x1p40);
    }
  }

  private static Noiser seeded() {
    InsecureSeededNoise bits = new InsecureSeededNoise(20261126);
    return new Noiser(() -> bits);
  }
}
