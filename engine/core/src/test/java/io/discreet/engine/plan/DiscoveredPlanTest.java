package io.discreet.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.mechanisms.accounting.DeltaUnits;
import io.discreet.mechanisms.selection.SegmentSelection;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans of queries by columns without declared values. */
class DiscoveredPlanTest {

  private static final String BY_PRODUCT =
      "SELECT product, COUNT(DISTINCT customer) FROM purchases GROUP BY product";

  private static Policy policy(String budget) {
    return PolicyFile.parse(
        """
        customer: { column: email, kind: email }
        time-zone: UTC
        budget: { %s, period: month }
        purposes:
          recommendations: { consent: required }
        tables:
          customers:
            one-row-per-customer: true
            columns:
              city: { type: category, values: [Leeds, York, Hull] }
              street: { type: category }
          purchases:
            max-rows: 20
            columns:
              product: { type: category }
              supplier: { type: category }
              category: { type: category, values: [bread, cake] }
              amount: { type: decimal, scale: 2, range: [-5, 5], clamp: [0, 20] }
        """
            .formatted(budget),
        "test policy");
  }

  private static final Policy POLICY = policy("epsilon: 4, delta: 1e-6, selection-delta: 1e-7");

  private static QueryPlan plan(Policy policy, String sql, Cost cost) {
    return new QueryPlanner(policy)
        .plan(SegmentQuery.parse(sql, "recommendations"), cost, LocalDate.of(2026, 11, 23));
  }

  private static QueryPlan plan(String sql, double percent) {
    return plan(POLICY, sql, Share.percent(percent));
  }

  @Test
  void fiftyQueriesAtTwoPercent_fitTheDeltaOfSelection() {
    long budget = DeltaUnits.budget(1e-7);
    PlannedSelection selection = plan(BY_PRODUCT, 2).selection().orElseThrow();
    assertThat(50 * selection.deltaUnits()).isLessThanOrEqualTo(budget);
    assertThat((double) selection.deltaUnits()).isCloseTo(0.02 * budget, within(0.001 * budget));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 2, 33, 100})
  void choiceAndAnswers_costNoMoreThanTheQueryTogether(double percent) {
    for (int l0 : new int[] {1, 5, 77}) {
      SegmentQuery query =
          SegmentQuery.parse(
                  "SELECT city, product, COUNT(DISTINCT customer), SUM(amount), AVG(amount) FROM"
                      + " purchases GROUP BY city, product",
                  "recommendations")
              .withL0(l0);
      QueryPlan plan =
          new QueryPlanner(POLICY).plan(query, Share.percent(percent), LocalDate.of(2026, 11, 23));
      PlannedSelection selection = plan.selection().orElseThrow();
      SegmentSelection choice = selection.choice();
      long answers = plan.answers().stream().mapToLong(Answer::units).sum();
      assertThat(plan.l0()).isEqualTo(l0);
      assertThat(choice.l0()).isEqualTo(l0);
      assertThat(selection.units() + answers).isLessThanOrEqualTo(plan.worstCaseUnits());
      assertThat(selection.units()).isEqualTo(plan.worstCaseUnits() / 2);
      assertThat(choice.costUnits(l0)).isLessThanOrEqualTo(selection.units());
      assertThat(DeltaUnits.cost(choice.delta(l0))).isLessThanOrEqualTo(selection.deltaUnits());
    }
  }

  @Test
  void accuracy_isThatOfTheMeasureWithItsPartOfTheCost() {
    QueryPlan plan = plan(POLICY, BY_PRODUCT, new AccuracyCost(30));
    assertThat(plan.answers().get(0).noise().halfWidth(0.95)).isEqualTo(30);
  }

  /** A bound by how many values there are would tell how many there are. */
  @ParameterizedTest
  @CsvSource({"10, 10", "999999, 999999", "2000000000, 1000000"})
  void l0_ofDiscoveredColumn_isBoundedByThePublicLimitAlone(int asked, int planned) {
    SegmentQuery query = SegmentQuery.parse(BY_PRODUCT, "recommendations").withL0(asked);
    LocalDate asOf = LocalDate.of(2026, 11, 23);
    assertThat(new QueryPlanner(POLICY).plan(query, Share.percent(100), asOf).l0())
        .isEqualTo(planned);
  }

  @Test
  void l0_ofDiscoveredAttribute_isOne() {
    assertThat(plan("SELECT street, COUNT(*) FROM purchases GROUP BY street", 2).l0()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "epsilon: 4, delta: 1e-6 | or give its budget a selection-delta, such as 1.0E-7",
        "epsilon: 4, delta: 0 | or give its budget a delta and a selection-delta, such as 1e-7"
      })
  void budgetWithoutDeltaOfSelection_refusesAndSaysWhatToDo(String budget, String message) {
    assertThatThrownBy(() -> plan(policy(budget.strip()), BY_PRODUCT, Share.percent(2)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cannot group by product: its values are not public")
        .hasMessageContaining("list them under values: in the policy")
        .hasMessageContaining(message.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "product | 0.0000000000001 | below the smallest unit",
        "product | 0.0000000002 | noise would drown any choice of product;",
        "street, city, product | 0.0000000002 | would drown any choice of street and product;",
      })
  void plan_thatCannotBe_namesWhatIsWrong(String axes, double percent, String message) {
    String sql = "SELECT %1$s, COUNT(*) FROM purchases GROUP BY %1$s".formatted(axes.strip());
    assertThatThrownBy(() -> plan(sql, percent))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COUNT(*) | ROLLUP(product) | cannot total over product",
        "COUNT(*) | ROLLUP(street, category) | cannot total over street",
        "COUNT(*) | ROLLUP(street, city, product) | cannot total over street and product",
        "AVG(amount) | POOLED(city, product) | cannot total over product",
        "QUANTILE(amount, 0.5) | product | cannot ask QUANTILE of segments by product",
        "COUNT(*), WEIGHTED(MAX(amount), 2) | city, street | cannot ask QUANTILE of segments by street",
        "QUANTILE(SUM(amount), 0.9) | product | cannot ask QUANTILE of segments by product",
      })
  void totalsAndQuantiles_ofDiscoveredSegments_areRefusedInOneLineThatSaysWhatToDo(
      String measures, String by, String message) {
    String axes = by.strip().replaceAll("ROLLUP|POOLED|[()]", "");
    String selected = by.contains("POOLED") ? measures : axes + ", " + measures;
    String sql = "SELECT " + selected + " FROM purchases GROUP BY " + by;
    assertThatThrownBy(() -> plan(sql, 2))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(message.strip() + ", whose values are not public; list them under")
        .hasMessageContaining("values: in the policy, or ")
        .hasMessageNotContaining("\n");
  }

  /** What a choice names depends on cost and l0, and on how many customers a cell has. */
  @ParameterizedTest
  @ValueSource(strings = {"product, supplier", "supplier, city, product", "street, product"})
  void choiceBySeveralColumns_isThatOfOneColumn(String axes) {
    String sql = "SELECT %1$s, COUNT(DISTINCT customer) FROM purchases GROUP BY %1$s";
    QueryPlan several = plan(sql.formatted(axes), 2);
    QueryPlan one = plan(BY_PRODUCT, 2);
    PlannedSelection choice = several.selection().orElseThrow();
    PlannedSelection ofOne = one.selection().orElseThrow();
    assertThat(several.l0()).isEqualTo(one.l0());
    assertThat(several.worstCaseUnits()).isEqualTo(one.worstCaseUnits());
    assertThat(choice.units()).isEqualTo(ofOne.units());
    assertThat(choice.deltaUnits()).isEqualTo(ofOne.deltaUnits());
    assertThat(choice.choice().l0()).isEqualTo(ofOne.choice().l0());
    assertThat(choice.choice().mechanism()).isEqualTo(ofOne.choice().mechanism());
    assertThat(choice.choice().meanThreshold()).isEqualTo(ofOne.choice().meanThreshold());
    assertThat(several.answers().get(0).noise().scaleUnits())
        .isEqualTo(one.answers().get(0).noise().scaleUnits());
  }

  /** Of several the l0 is bounded by the public limit alone; of attributes alone it is one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "product, supplier | 999999 | 999999",
        "product, supplier | 2000000000 | 1000000",
        "street, product, category | 2000000000 | 1000000",
        "street, city | 77 | 1"
      })
  void l0_ofSeveralDiscoveredColumns_dependsOnNothingThatIsFound(
      String axes, int asked, int planned) {
    SegmentQuery query =
        SegmentQuery.parse(
                "SELECT %1$s, COUNT(*) FROM purchases GROUP BY %1$s".formatted(axes.strip()),
                "recommendations")
            .withL0(asked);
    LocalDate asOf = LocalDate.of(2026, 11, 23);
    assertThat(new QueryPlanner(POLICY).plan(query, Share.percent(100), asOf).l0())
        .isEqualTo(planned);
  }

  @Test
  void explanation_bySeveralColumns_namesThemAll() {
    QueryPlan plan =
        plan(
            "SELECT product, city, street, COUNT(*) FROM purchases GROUP BY product, city, street",
            2);
    Explanation explanation = Explanation.of(plan, POLICY);
    assertThat(explanation.naming().orElseThrow().columns()).containsExactly("product", "street");
    assertThat(explanation.segments()).isEqualTo(5);
  }

  @Test
  void explanation_saysWhatIsNamedAndWhatThatCosts() {
    QueryPlan plan =
        plan("SELECT city, product, COUNT(*) FROM purchases GROUP BY city, product", 2);
    Explanation explanation = Explanation.of(plan, POLICY);
    Explanation.Naming naming = explanation.naming().orElseThrow();
    assertThat(explanation.segments()).isEqualTo(5);
    assertThat(explanation.measures().get(0).part()).isCloseTo(0.5, within(1e-9));
    assertThat(naming.columns()).containsExactly("product");
    assertThat(naming.mechanism()).isEqualTo("gaussian-threshold");
    assertThat(naming.threshold()).isBetween(50.0, 1_000.0);
    assertThat(naming.share()).isCloseTo(0.01, within(1e-9));
    assertThat(naming.delta()).isCloseTo(2e-9, within(1e-12));
    assertThat(naming.deltaShare()).isCloseTo(0.02, within(1e-6));
    assertThat(Explanation.of(plan("SELECT COUNT(*) FROM purchases", 2), POLICY).naming())
        .isEmpty();
  }

  @Test
  void order_isThatOfDeclaredCellsAndThenOfTexts() {
    QueryPlan plan =
        plan("SELECT category, product, COUNT(*) FROM purchases GROUP BY category, product", 2);
    List<List<String>> inOrder =
        List.of(
            List.of("bread", "NULL"),
            List.of("bread", "rye"),
            List.of("cake", "Zopf"),
            List.of("cake", "bun"),
            List.of("other", "bun"),
            List.of("NULL", "bun"));
    List<List<String>> mixed = new ArrayList<>(inOrder);
    java.util.Collections.reverse(mixed);
    mixed.sort(new SegmentOrder(plan.axes()));
    assertThat(mixed).isEqualTo(inOrder);
  }
}
