package io.discreet.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.query.Dimension;
import io.discreet.engine.query.Measure;
import io.discreet.engine.query.SegmentQuery;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryPlannerTest {
  private static final LocalDate AS_OF = LocalDate.of(2026, 11, 23);

  private static final Policy POLICY =
      PolicyFile.parse(
          """
          customer: { column: email, kind: email }
          time-zone: Europe/London
          budget: { epsilon: 4.0, delta: 1e-6, selection-delta: 1e-7, period: month }
          retention: 24 months
          purposes:
            recommendations: { consent: required }
          tables:
            customers:
              one-row-per-customer: true
              columns:
                city: { type: category, values: [Leeds, York, Hull] }
                joined: { type: date }
                score: { type: integer, range: [0, 10] }
            purchases:
              max-rows: 20
              columns:
                day: { type: date }
                category: { type: category, values: [bread, cake, coffee] }
                product: { type: category }
                amount: { type: decimal, scale: 2, range: [-500, 500], clamp: [0, 200] }
                weight: { type: decimal, scale: 3, range: [0, 2000000] }
            visits:
              columns:
                hour: { type: integer, range: [0, 23] }
          """,
          "test policy");

  private static QueryPlan plan(String sql, Cost cost) {
    return new QueryPlanner(POLICY).plan(SegmentQuery.parse(sql, "recommendations"), cost, AS_OF);
  }

  @Test
  void fiftyQueriesAtTwoPercent_fitTheBudget() {
    QueryPlan plan =
        plan("SELECT COUNT(*), SUM(amount), AVG(amount) FROM purchases", Share.percent(2));
    assertThat(50 * plan.worstCaseUnits()).isLessThanOrEqualTo(plan.budgetUnits());
    assertThat(50 * plan.worstCaseUnits()).isGreaterThan(plan.budgetUnits() - 50);
    long parts = plan.answers().stream().mapToLong(Answer::units).sum();
    assertThat(parts).isLessThanOrEqualTo(plan.worstCaseUnits());
    for (Answer answer : plan.answers()) {
      assertThat(plan.currency().costUnits(answer.normBound(), answer.noise().scaleUnits()))
          .isLessThanOrEqualTo(answer.units());
    }
  }

  @Test
  void segments_ofAttributeOnly_haveL0One() {
    QueryPlan plan = plan("SELECT city, COUNT(*) FROM purchases GROUP BY city", Share.percent(2));
    assertThat(plan.l0()).isEqualTo(1);
    assertThat(plan.segments()).isEqualTo(5);
    assertThat(plan.labels(3)).containsExactly("other");
    assertThat(plan.labels(4)).containsExactly("NULL");
  }

  @Test
  void segments_ofEventColumns_haveTheDefaultL0OrFewerCells() {
    assertThat(
            plan("SELECT category, COUNT(*) FROM purchases GROUP BY category", Share.percent(2))
                .l0())
        .isEqualTo(5);
    SegmentQuery many =
        SegmentQuery.from("purchases")
            .segmentBy("category")
            .measure(Measure.customers())
            .l0(50)
            .forPurpose("recommendations");
    assertThat(new QueryPlanner(POLICY).plan(many, Share.percent(2), AS_OF).l0()).isEqualTo(5);
  }

  @Test
  void months_comeFromRetentionAndCondition_neverFromData() {
    QueryPlan kept =
        plan("SELECT MONTH(day), COUNT(*) FROM purchases GROUP BY MONTH(day)", Share.percent(2));
    assertThat(kept.axes().get(0).cells())
        .hasSize(25 + 2)
        .startsWith("2024-11")
        .contains("2026-11");
    assertThat(kept.usesAsOf()).isTrue();
    QueryPlan asked =
        plan(
            "SELECT MONTH(day), COUNT(*) FROM purchases WHERE day >= '2026-09-15' AND day <"
                + " '2026-11-01' GROUP BY MONTH(day)",
            Share.percent(2));
    assertThat(asked.axes().get(0).cells())
        .isEqualTo(List.of("2026-09", "2026-10", "other", "NULL"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DAY     | 2026-01-01 | 2026-01-03 | 2026-01-01,2026-01-02,2026-01-03",
        "WEEK    | 2026-01-01 | 2026-01-12 | 2026-W01,2026-W02,2026-W03",
        "WEEK    | 2024-12-29 | 2024-12-30 | 2024-W52,2025-W01",
        "MONTH   | 2026-01-31 | 2026-02-01 | 2026-01,2026-02",
        "QUARTER | 2025-12-31 | 2026-04-01 | 2025-Q4,2026-Q1,2026-Q2",
        "YEAR    | 2024-12-31 | 2026-01-01 | 2024,2025,2026",
      })
  void periods_ofEachUnit_coverTheDaysAskedFor(
      String unit, String first, String last, String cells) {
    String axis = unit + "(joined)";
    QueryPlan plan =
        plan(
            "SELECT %1$s, COUNT(DISTINCT customer) FROM customers WHERE joined BETWEEN '%2$s' AND '%3$s' GROUP BY %1$s"
                .formatted(axis, first, last),
            Share.percent(2));
    assertThat(plan.axes().get(0).name()).isEqualTo(axis);
    assertThat(String.join(",", plan.axes().get(0).cells())).isEqualTo(cells + ",other,NULL");
  }

  /** Else yesterday's answer would be returned for today's question. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "day >= TODAY - 30 | true",
        "NOT (city = 'York' OR day IN ('2026-01-01', TODAY)) | true",
        "customer IN (SELECT customer FROM customers WHERE joined < TODAY - INTERVAL 1 YEAR) |"
            + " true",
        "customer IN (SELECT customer FROM purchases GROUP BY customer HAVING MAX(day) < TODAY) |"
            + " true",
        "day >= '2026-10-01' AND amount * 2 > 3 | false",
        "customer IN (SELECT customer FROM purchases WHERE day < '2026-01-01') | false",
      })
  void asOf_ofAConditionThatSaysToday_shapesTheAnswer(String condition, boolean usesAsOf) {
    assertThat(
            plan("SELECT COUNT(*) FROM purchases WHERE " + condition, Share.percent(2)).usesAsOf())
        .isEqualTo(usesAsOf);
    assertThat(plan("SELECT RATE(" + condition + ") FROM purchases", Share.percent(2)).usesAsOf())
        .isEqualTo(usesAsOf);
  }

  @Test
  void today_inACondition_isTheAsOfDate() {
    QueryPlan plan =
        plan(
            "SELECT WEEK(day), COUNT(*) FROM purchases WHERE day >= TODAY - INTERVAL 1 MONTH AND"
                + " day < TODAY - 7 GROUP BY WEEK(day)",
            Share.percent(2));
    assertThat(plan.axes().get(0).cells())
        .containsExactly("2026-W43", "2026-W44", "2026-W45", "2026-W46", "other", "NULL");
  }

  @Test
  void bands_ofANumber_coverEveryNumber() {
    QueryPlan plan =
        plan(
            "SELECT BAND(amount, -0.005, 10.00, 1e30), COUNT(*) FROM purchases"
                + " GROUP BY BAND(amount, -0.005, 10, 1e30)",
            Share.percent(2));
    assertThat(plan.axes().get(0).name())
        .isEqualTo("BAND(amount, -0.005, 10, 1000000000000000000000000000000)");
    assertThat(plan.axes().get(0).cells())
        .containsExactly(
            "< -0.005",
            "[-0.005, 10)",
            "[10, 1000000000000000000000000000000)",
            ">= 1000000000000000000000000000000",
            "NULL");
    assertThat(((PlannedAxis.BandAxis) plan.axes().get(0)).edges())
        .containsExactly(0L, 1000L, Long.MAX_VALUE - 1);
    assertThat(plan.usesAsOf()).isFalse();
  }

  @Test
  void segments_upToAMillion_canBeAsked() {
    List<BigDecimal> edges = LongStream.range(1, 1_000).mapToObj(BigDecimal::valueOf).toList();
    SegmentQuery.Builder builder =
        SegmentQuery.from("purchases")
            .segmentBy(
                new Dimension.ByBand("amount", edges),
                new Dimension.ByBand("weight", edges.subList(0, 997)))
            .measure(Measure.customers());
    QueryPlanner planner = new QueryPlanner(POLICY);
    QueryPlan plan = planner.plan(builder.forPurpose("recommendations"), Share.percent(2), AS_OF);
    assertThat(plan.segments()).isEqualTo(1_001 * 999);
    SegmentQuery more = builder.segmentBy("category").forPurpose("recommendations");
    assertThatThrownBy(() -> planner.plan(more, Share.percent(2), AS_OF))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("more than 1000000 segments");
  }

  @Test
  void accuracy_ofCount_isTheCheapestThatReachesIt() {
    QueryPlan plan = plan("SELECT COUNT(DISTINCT customer) FROM purchases", new AccuracyCost(30));
    assertThat(plan.answers().get(0).noise().halfWidth(0.95)).isEqualTo(30);
    Explanation explanation = Explanation.of(plan, POLICY);
    assertThat(explanation.measures().get(0).halfWidth()).isEqualTo(30);
    assertThat(plan.worstCaseUnits()).isBetween(1L, plan.budgetUnits());
  }

  @Test
  void accuracy_ofSum_isInTheColumnsScale() {
    QueryPlan plan = plan("SELECT SUM(amount) FROM purchases", new AccuracyCost(5_000.5));
    assertThat(plan.answers().get(0).noise().halfWidth(0.95)).isBetween(500_000L, 500_050L);
  }

  @Test
  void epsilonOfItsOwn_isNotExceeded() {
    QueryPlan plan = plan("SELECT COUNT(*) FROM purchases", new EpsilonCost(0.5));
    assertThat(plan.epsilon()).isLessThanOrEqualTo(0.5 * (1 + 1e-9)).isGreaterThan(0.499);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT COUNT(*) FROM purchasess | unknown table purchasess; did you mean purchases?",
        "SELECT COUNT(*) FROM purchases WHERE amuont > 3 | unknown column amuont",
        "SELECT COUNT(*) FROM purchases WHERE city = 'Leds' | did you mean Leeds?",
        "SELECT COUNT(*) FROM purchases WHERE city > 'Leeds' | has no order",
        "SELECT COUNT(*) FROM purchases WHERE day > 3 | compares to a date",
        "SELECT COUNT(*) FROM purchases WHERE day > '2026-02-30' | 2026-02-30",
        "SELECT COUNT(*) FROM purchases WHERE amount = 'much' | compares to a number",
        "SELECT COUNT(*) FROM purchases WHERE category = 3 | quoted text",
        "SELECT COUNT(*) FROM purchases WHERE hour = 3 | belongs to table visits",
        "SELECT amount, COUNT(*) FROM purchases GROUP BY amount | group by bands of it, such as"
            + " BAND(amount, 0, 10, 100)",
        "SELECT day, COUNT(*) FROM purchases GROUP BY day | group by DAY, WEEK, MONTH, QUARTER or"
            + " YEAR(day)",
        "SELECT MONTH(category), COUNT(*) FROM purchases GROUP BY MONTH(category) | needs a date",
        "SELECT DAY(amount), COUNT(*) FROM purchases GROUP BY DAY(amount) | DAY needs a date",
        "SELECT BAND(day, 1), COUNT(*) FROM purchases GROUP BY BAND(day, 1) | BAND needs a number",
        "SELECT COUNT(*) FROM purchases WHERE amount > city | arithmetic, and a comparison of two",
        "SELECT COUNT(*) FROM purchases WHERE day + 30 > 3 | compare a date to a day, such as day"
            + " >=",
        "SELECT COUNT(*) FROM purchases WHERE amount + amuont > 3 | did you mean amount?",
        "SELECT COUNT(*) FROM purchases WHERE amount > TODAY | compares to a number",
        "SELECT COUNT(*) FROM purchases WHERE category = TODAY | quoted text",
        "SELECT COUNT(*) FROM purchases WHERE day LIKE '2026%' | LIKE needs a category",
        "SELECT COUNT(*) FROM purchases WHERE city LIKE 'X%' | no declared value LIKE 'X%'",
        "SELECT COUNT(*) FROM purchases WHERE COUNT(*) > 2 | customer IN (SELECT customer FROM"
            + " purchases GROUP BY customer HAVING COUNT(*) > 2)",
        "SELECT COUNT(*) FROM purchases WHERE customer IN (SELECT customer FROM visit) | did you"
            + " mean visits?",
        "SELECT COUNT(*) FROM purchases WHERE customer IN (SELECT customer FROM visits WHERE amount"
            + " > 1) | belongs to table purchases",
        "SELECT COUNT(*) FROM purchases WHERE customer IN (SELECT customer FROM visits GROUP BY"
            + " customer HAVING SUM(score) > 1) | FROM customers",
        "SELECT COUNT(*) FROM purchases WHERE customer IN (SELECT customer FROM purchases GROUP BY"
            + " customer HAVING SUM(day) > 1) | SUM needs a number",
        "SELECT COUNT(*) FROM purchases WHERE customer IN (SELECT customer FROM purchases GROUP BY"
            + " customer HAVING MIN(day) > 1) | compares to a date",
        "SELECT COUNT(*) FROM purchases WHERE customer IN (SELECT customer FROM purchases GROUP BY"
            + " customer HAVING COUNT(*) > 'x') | number without quotes",
        "SELECT COUNT(*) FROM purchases WHERE customer IN (SELECT customer FROM purchases GROUP BY"
            + " customer HAVING AVG(amount) > 1e-12) | at most 11 digits after the point",
        "SELECT SUM(weight) FROM purchases | needs a clamp",
        "SELECT SUM(category) FROM purchases | needs a number",
        "SELECT SUM(score) FROM purchases | FROM customers",
        "SELECT COUNT(*) FROM visits | needs max-rows",
        "SELECT AVG(weight) FROM purchases | would overflow",
        "SELECT CLAMPED_SUM(amount, 0, 1e12) FROM purchases | overflow",
        "SELECT CLAMPED_SUM(amount, 0, 1e99) FROM purchases | overflow",
        "SELECT CLAMPED_SUM(amount, 0, 0) FROM purchases | always 0",
        "SELECT CLAMPED_SUM(amount, 0, 0.001) FROM purchases | more than 2 decimals",
        "SELECT MONTH(day), COUNT(*) FROM purchases WHERE day > '2027-01-01' GROUP BY MONTH(day) |"
            + " covers 0 months"
      })
  void plan_ofWrongQuery_namesWhatIsWrong(String sql, String message) {
    assertThatThrownBy(() -> plan(sql.strip(), Share.percent(2)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message.strip())
        .message()
        .doesNotContain("\n");
  }

  @Test
  void plan_ofUnknownPurpose_namesTheNearest() {
    SegmentQuery query = SegmentQuery.parse("SELECT COUNT(*) FROM purchases", "recomendations");
    assertThatThrownBy(() -> new QueryPlanner(POLICY).plan(query, Share.percent(2), AS_OF))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("did you mean recommendations?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0%", "-1%", "101%", "2", "NaN%", "x%", "%", "1e-999999999%"})
  void share_outOfRange_isRefused(String share) {
    assertThatThrownBy(() -> plan("SELECT COUNT(*) FROM purchases", Share.parse(share)))
        .isInstanceOf(InputException.class);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void cost_thatIsNoCost_isRefused(double value) {
    assertThatThrownBy(() -> new EpsilonCost(value)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new AccuracyCost(value)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> Share.percent(value)).isInstanceOf(InputException.class);
  }

  @Test
  void cost_aboveTheBudget_isRefused() {
    assertThatThrownBy(() -> plan("SELECT COUNT(*) FROM purchases", new EpsilonCost(40)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("more than the whole budget");
    assertThatThrownBy(() -> plan("SELECT COUNT(*) FROM purchases", new AccuracyCost(1e-9)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("more than the whole budget");
  }

  @ParameterizedTest
  @CsvSource({
    "amount = 2.555, 256, 255",
    "amount < 2.555, -9223372036854775806, 255",
    "amount <= 2.55, -9223372036854775806, 255",
    "amount > -2.555, -255, 9223372036854775806",
    "amount >= 1e-99, 1, 9223372036854775806",
    "amount < 1e99, -9223372036854775806, 9223372036854775805"
  })
  void comparison_withFinerLiteral_keepsItsMeaning(String condition, long low, long high) {
    QueryPlan plan = plan("SELECT COUNT(*) FROM purchases WHERE " + condition, Share.percent(2));
    RowTest.UnitsBetween test = (RowTest.UnitsBetween) plan.where().orElseThrow();
    assertThat(test.low()).isEqualTo(low);
    assertThat(test.high()).isEqualTo(high);
  }
}
