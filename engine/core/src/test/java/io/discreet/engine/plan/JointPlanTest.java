package io.discreet.engine.plan;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.mechanisms.marginals.MarginalPlan;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What several group-bys cost jointly, how exact they are, and which cannot be asked so. */
class JointPlanTest {

  private static final LocalDate AS_OF = LocalDate.of(2026, 11, 23);

  private static final String POLICY =
      """
      customer: { column: email, kind: email }
      time-zone: Europe/London
      budget: { epsilon: 4.0, delta: 1e-6, selection-delta: 1e-7, period: month }
      purposes:
        recommendations: { consent: required }
        stock-planning: { consent: not-required }
      tables:
        customers:
          one-row-per-customer: true
          columns:
            city: { type: category, values: [Leeds, York, Hull, Sheffield, Bradford] }
            age_band: { type: category, values: [18-24, 25-34, 35-44, 45-54, 55-64, 65+] }
            visits: { type: integer, range: [0, 20000] }
            club: { type: category }
        purchases:
          max-rows: 20
          columns:
            category: { type: category, values: [bread, cake, coffee] }
            product: { type: category }
            amount: { type: decimal, scale: 2, range: [-50, 50], clamp: [0, 60] }
      """;

  private static final Policy BAKERY = PolicyFile.parse(POLICY, "test policy");
  private static final QueryPlanner PLANNER = new QueryPlanner(BAKERY);

  private static PricedQuery text(double percent, String sql) {
    return new PricedQuery(SegmentQuery.parse(sql, "recommendations"), Share.percent(percent));
  }

  private static PricedQuery by(double percent, String axes) {
    return text(
        percent, "SELECT " + axes + ", COUNT(DISTINCT customer) FROM purchases GROUP BY " + axes);
  }

  private static JointPlan plan(PricedQuery... queries) {
    return PLANNER.plan(List.of(queries), AS_OF);
  }

  /** The group-bys by category of the bakery's night. */
  private static JointPlan byCategory(double percent) {
    return plan(
        by(percent * 4, "category"),
        by(percent * 7, "city, category"),
        by(percent * 7, "age_band, category"),
        by(percent * 16, "city, age_band, category"));
  }

  /** Law 2: in each of the at most l0 shared cells a customer costs no more than is charged. */
  @ParameterizedTest
  @ValueSource(doubles = {0.000_01, 0.013, 1, 2.9})
  void law2_noiseOfTheSharedCells_costsAtMostTheChargeAndHardlyLess(double percent) {
    JointPlan plan = byCategory(percent);
    assertThat(plan.finest().l0()).isEqualTo(5);
    assertThat(plan.sharedCells()).isEqualTo(5);
    long charge = plan.finest().worstCaseUnits();
    assertThat(charge).isEqualTo(plan.asked().stream().mapToLong(QueryPlan::worstCaseUnits).sum());
    for (int cells = 1; cells <= 5; cells++) {
      double ofSegments = (double) charge * cells / 5;
      assertThat((double) plan.marginals().costUnits() * cells)
          .isLessThanOrEqualTo(ofSegments)
          .isGreaterThan(ofSegments * (1 - 1e-6) - 100);
    }
  }

  @Test
  void epsilonOfOneAnswer_isThatOfItsNoise_notOfItsPartOfTheCost() {
    JointPlan plan = byCategory(1);
    double delta = BAKERY.budget().noiseDelta();
    // Only the marginal over all attributes is read from all of the noise.
    assertThat(plan.epsilonOfNoise(3, delta)).isCloseTo(plan.finest().epsilon(), within(1e-6));
    assertThat(plan.epsilonOfNoise(0, delta))
        .isLessThan(plan.finest().epsilon())
        .isGreaterThan(plan.asked().get(0).epsilon());
  }

  /**
   * With the squares of the shares as weights, no division of the same cost among questions with
   * noise of their own is better than the one asked for, and joint answers are.
   */
  @Test
  void jointErrors_areSmallerThanThoseOfTheSameCostsByThemselves() {
    JointPlan plan = byCategory(0.8);
    double joint = 0;
    double alone = 0;
    for (int question = 0; question < plan.asked().size(); question++) {
      QueryPlan asked = plan.asked().get(question);
      double weight = Math.pow((double) asked.worstCaseUnits(), 2);
      double own = asked.answers().get(0).noise().variance();
      assertThat(plan.standardError(question)).isLessThan(Math.sqrt(own));
      joint += weight * Math.pow(plan.standardError(question), 2);
      alone += weight * own;
    }
    assertThat(Math.sqrt(joint / alone)).isBetween(0.6, 0.9);
  }

  @Test
  void places_ofEverySegment_areThoseOfItsLabels() {
    JointPlan plan =
        plan(
            by(1, "city, category, age_band, BAND(amount, 0, 9)"),
            by(1, "BAND(amount, 0, 9), BAND(visits, 3, 9), category, city"),
            by(1, "category, BAND(amount, 0, 9)"),
            by(1, "BAND(visits, 3, 9), city, age_band, BAND(amount, 0, 9), category"));
    assertThat(plan.shared()).isEqualTo(2);
    List<List<String>> finest =
        IntStream.range(0, plan.finest().segments()).mapToObj(plan.finest()::labels).toList();
    for (int question = 0; question < 4; question++) {
      QueryPlan asked = plan.asked().get(question);
      int[] axes = asked.axes().stream().mapToInt(plan.finest().axes()::indexOf).toArray();
      // Cells are numbered in the order in which the scan's segments first meet them.
      List<List<String>> shared = projected(finest, 0, 1);
      List<List<String>> marginal =
          projected(finest, Arrays.stream(axes).filter(axis -> axis >= 2).sorted().toArray());
      int[][] places = plan.places(question);
      assertThat(places).hasNumberOfRows(asked.segments());
      for (int segment = 0; segment < places.length; segment++) {
        String[] labels = new String[plan.finest().axes().size()];
        for (int axis = 0; axis < axes.length; axis++) {
          labels[axes[axis]] = asked.labels(segment).get(axis);
        }
        assertThat(shared.get(places[segment][0])).containsExactly(labels[0], labels[1]);
        assertThat(marginal.get(places[segment][1]))
            .isEqualTo(
                Arrays.stream(axes)
                    .filter(axis -> axis >= 2)
                    .sorted()
                    .mapToObj(i -> labels[i])
                    .toList());
      }
    }
  }

  private static List<List<String>> projected(List<List<String>> segments, int... axes) {
    return segments.stream()
        .map(labels -> IntStream.of(axes).mapToObj(labels::get).toList())
        .distinct()
        .toList();
  }

  @Test
  void oneRowTable_hasAttributesOnly() {
    JointPlan plan =
        plan(
            text(1, "SELECT city, COUNT(DISTINCT customer) FROM customers GROUP BY city"),
            text(2, "SELECT age_band, COUNT(DISTINCT customer) FROM customers GROUP BY age_band"),
            text(1, "SELECT COUNT(DISTINCT customer) FROM customers"));
    assertThat(plan.shared()).isZero();
    assertThat(plan.sharedCells()).isEqualTo(1);
    assertThat(plan.finest().segments()).isEqualTo(7 * 8);
    assertThat(plan.finest().l0()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT city, SUM(amount) FROM purchases GROUP BY city"
            + "| cannot be answered jointly: only COUNT(DISTINCT customer) can, alone",
        "SELECT city, COUNT(DISTINCT customer), COUNT(*) FROM purchases GROUP BY city"
            + "| ask the other measures by themselves",
        "SELECT category, COUNT(DISTINCT customer) FROM purchases GROUP BY category"
            + "| with a question by category, which is no attribute of the customer: group all of"
            + " them by it, or ask that one by itself",
        "SELECT club, COUNT(DISTINCT customer) FROM purchases GROUP BY club"
            + "| the values of club are not declared; declare values: for it in the policy",
        "SELECT product, COUNT(DISTINCT customer) FROM purchases GROUP BY product"
            + "| the values of product are not declared",
        "SELECT city, COUNT(DISTINCT customer) FROM purchases GROUP BY ROLLUP(city)"
            + "| with ROLLUP: ask each of its totals as a question of its own, and they will agree",
        "SELECT city, COUNT(DISTINCT customer) FROM purchases WHERE amount > 1 GROUP BY city"
            + "| has another WHERE than the first",
        "SELECT city, COUNT(DISTINCT customer) FROM customers GROUP BY city"
            + "| has another FROM than the first",
        "SELECT age_band, COUNT(DISTINCT customer) FROM purchases GROUP BY age_band"
            + "| is asked twice for a joint answer; ask it once",
        "SELECT city, TOP_K(category, 2) FROM purchases GROUP BY city"
            + "| only COUNT(DISTINCT customer) can, alone",
      })
  void questionThatDoesNotBelong_isRefusedWithWhatToDo(String sql, String message) {
    assertThatThrownBy(() -> plan(by(1, "age_band"), text(1, sql)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void anotherPurposeOrL0_isRefused() {
    SegmentQuery city = by(1, "city, category").query();
    SegmentQuery age = by(1, "age_band, category").query();
    Share share = Share.percent(1);
    SegmentQuery forStock = SegmentQuery.parse(age.text(), "stock-planning");
    assertThatThrownBy(() -> plan(new PricedQuery(city, share), new PricedQuery(forStock, share)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has another purpose than the first");
    assertThatThrownBy(
            () -> plan(new PricedQuery(city, share), new PricedQuery(age.withL0(2), share)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has another l0 than the first");
    assertThat(
            plan(new PricedQuery(city.withL0(2), share), new PricedQuery(age.withL0(2), share))
                .finest()
                .l0())
        .isEqualTo(2);
  }

  @Test
  void oneQuestionOrTooMuchOrTooLittle_isRefused() {
    assertThatThrownBy(() -> plan(by(1, "city")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("got 1; run one by itself");
    assertThatThrownBy(() -> plan(by(60, "city"), by(41, "age_band")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("would cost more than the whole budget of a period");
    assertThat(plan(by(60, "city"), by(40, "age_band")).finest().worstCaseUnits())
        .isLessThanOrEqualTo(PLANNER.budgetUnits());
    // 1,002 · 7 · 8 · 32 cells, of which no question has more than 1,002.
    String fine = "BAND(visits" + edges(1_000) + ")";
    String coarse = "BAND(visits" + edges(30) + ")";
    assertThatThrownBy(() -> plan(by(1, "city, age_band"), by(1, fine), by(1, coarse)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "the questions group by columns that have more than 1000000 segments together; answer"
                + " fewer of them jointly");
  }

  @Test
  void questionsWithTooManySegmentsTogether_areRefused_thoughTheFinestHasFew() {
    String fine = "BAND(visits" + edges(4_000) + ")";
    String coarse = "BAND(visits, 7)";
    PricedQuery all = by(1, "city, age_band, " + fine + ", " + coarse);
    PricedQuery two = by(1, "city, age_band, " + fine);
    PricedQuery three = by(1, "city, " + fine + ", " + coarse);
    PricedQuery four = by(1, "age_band, " + fine + ", " + coarse);
    // 7 · 8 · 4,002 · 3 cells, and with those of two and three still less than a million.
    assertThat(plan(all, two, three).finest().segments()).isEqualTo(672_336);
    assertThatThrownBy(() -> plan(all, two, three, four))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "the questions have more than 1000000 segments together; answer fewer of them jointly,"
                + " or group by fewer columns");
  }

  /** Law 2 at run time: what is charged for the scan pays for the noise of every shared cell. */
  @Test
  void law2_planWhoseNoiseCostsMoreThanItsScanCharges_isNoPlan() {
    JointPlan plan = byCategory(1);
    long most = plan.finest().worstCaseUnits() / plan.finest().l0();
    MarginalPlan dearer =
        MarginalPlan.leastSumOfVariances(plan.marginals().workload(), most + most / 1000);
    assertThat(dearer.costUnits()).isGreaterThan(most);
    assertThatThrownBy(
            () -> new JointPlan(plan.asked(), plan.finest(), plan.shared(), dearer, plan.sets()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "noise that costs "
                + dearer.costUnits()
                + " units in each of 5 shared cells is not paid by "
                + plan.finest().worstCaseUnits());
  }

  @Test
  void planOfQuestionsWithAnotherL0ThanTheScan_isNoPlan() {
    JointPlan plan = plan(by(1, "city, category"), by(1, "age_band, category"));
    List<QueryPlan> other =
        plan.asked().stream()
            .map(asked -> PLANNER.plan(asked.query().withL0(2), asked.cost(), AS_OF))
            .toList();
    assertThatThrownBy(
            () -> new JointPlan(other, plan.finest(), plan.shared(), plan.marginals(), plan.sets()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has l0 2, the scan 5");
  }

  @Test
  void costTooSmallForTheNoise_saysSo_andNoOtherFaultDoes() {
    assertThatThrownBy(() -> plan(by(2e-10, "city, age_band"), by(2e-10, "age_band")))
        .isExactlyInstanceOf(InputException.class)
        .hasMessageContaining("the cost is so small that noise would drown any joint answer");
    JointPlan plan = byCategory(1);
    assertThatThrownBy(
            () -> JointPlanner.marginals(plan.asked(), plan.finest(), plan.shared(), List.of()))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a workload needs at least one marginal");
  }

  private static String edges(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(edge -> ", " + edge).collect(joining());
  }

  @Test
  void pureBudget_isRefused() {
    QueryPlanner pure =
        new QueryPlanner(
            PolicyFile.parse(
                POLICY.replace("delta: 1e-6, selection-delta: 1e-7", "delta: 0"), "test policy"));
    assertThatThrownBy(() -> pure.plan(List.of(by(1, "city"), by(1, "age_band")), AS_OF))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("ask each question by itself");
  }
}
