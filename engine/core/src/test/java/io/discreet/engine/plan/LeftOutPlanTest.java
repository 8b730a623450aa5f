package io.discreet.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.query.SegmentQuery;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plan of an estimate of coverage: the question's segments, and one bounded count. */
class LeftOutPlanTest {

  private static final LocalDate AS_OF = LocalDate.of(2026, 11, 23);

  private static Policy policy(String more) {
    return PolicyFile.parse(
        """
        customer: { column: email, kind: email }
        time-zone: Europe/London
        budget: { epsilon: 4, delta: 1e-6, selection-delta: 1e-7, period: month%s }
        purposes:
          stock-planning: { consent: not-required }
        tables:
          purchases:
            max-rows: 20
            columns:
              day: { type: date }
              category: { type: category, values: [bread, cake, coffee] }
              product: { type: category }
              amount: { type: decimal, scale: 2, range: [-500, 500], clamp: [0, 200] }
        """
            .formatted(more),
        "policy");
  }

  private static QueryPlan plan(String reserve, String sql, Cost cost) {
    Policy policy = policy(", coverage-reserve: " + reserve);
    return new QueryPlanner(policy).plan(SegmentQuery.parse(sql, "stock-planning"), cost, AS_OF);
  }

  @Test
  void plan_ofAnEstimate_hasTheQuestionAsItWouldBeAsked() {
    String question =
        "SELECT category, %s FROM purchases WHERE day >= TODAY - 30 GROUP BY ROLLUP(category)";
    String measures = "SUM(amount), QUANTILE(amount, 0.5)";
    QueryPlan estimate =
        plan("5%", question.formatted("LEFT_OUT('3%', " + measures + ")"), Share.percent(1));
    QueryPlan asked = plan("5%", question.formatted(measures), Share.percent(3));

    QueryPlan planned = estimate.asked();
    assertThat(planned.worstCaseUnits()).isEqualTo(asked.worstCaseUnits());
    assertThat(planned.levels().toArray()).isEqualTo(asked.levels().toArray());
    assertThat(planned.query()).isEqualTo(asked.query());
    assertThat(estimate.l0()).isEqualTo(asked.l0());
    assertThat(estimate.segmentLevels()).isEqualTo(asked.segmentLevels());
    assertThat(estimate.usesAsOf()).isTrue();
    assertThat(asked.estimatesCoverage()).isFalse();
    // As a count of customers with the same segments, at the same cost.
    QueryPlan count = plan("5%", question.formatted("COUNT(DISTINCT customer)"), Share.percent(1));
    Answer own = estimate.answers().get(0);
    assertThat(estimate.answers()).hasSize(1);
    assertThat(own.normBound()).isEqualTo(count.answers().get(0).normBound());
    assertThat(own.noise().scaleUnits()).isEqualTo(count.answers().get(0).noise().scaleUnits());
    assertThat(estimate.worstCaseUnits()).isEqualTo(count.worstCaseUnits());
  }

  /** Both limits are whole units that together are the budget. */
  @ParameterizedTest
  @CsvSource({"5%, 95, 5", "33.3%, 66.7, 33.3", "0.7%, 99.3, 0.7"})
  void cost_upToItsLimitExactly_isPlannedAndMoreIsNot(String reserve, double query, double own) {
    String count = "SELECT category, COUNT(*) FROM purchases GROUP BY category";
    String leftOut = count.replace("COUNT(*)", "LEFT_OUT('1%', COUNT(*))");
    long budget = plan(reserve, count, Share.percent(0.5)).budgetUnits();
    long most = plan(reserve, count, Share.percent(query)).worstCaseUnits();
    long mostOfReserve = plan(reserve, leftOut, Share.percent(own)).worstCaseUnits();
    assertThat(most + mostOfReserve).isBetween(budget - 1, budget);
    assertThatThrownBy(() -> plan(reserve, count, Share.percent(query + 0.01)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("coverage-reserve: " + reserve + " leaves of a period's budget");
    assertThatThrownBy(() -> plan(reserve, leftOut, Share.percent(own + 0.01)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("(coverage-reserve: " + reserve + ")");
    assertThatThrownBy(() -> plan(reserve, leftOut, new AccuracyCost(1e-3)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("(coverage-reserve: " + reserve + "); ask for less accuracy");
  }

  @Test
  void plan_ofFoundSegments_isRefused() {
    assertThatThrownBy(
            () ->
                plan(
                    "5%",
                    "SELECT product, LEFT_OUT('1%', COUNT(*)) FROM purchases GROUP BY product",
                    Share.percent(1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("whose values are not public");
  }

  @Test
  void plan_withoutAReserve_namesTheKeyToAdd() {
    QueryPlanner planner = new QueryPlanner(policy(""));
    SegmentQuery query =
        SegmentQuery.parse("SELECT LEFT_OUT('1%', COUNT(*)) FROM purchases", "stock-planning");
    assertThatThrownBy(() -> planner.plan(query, Share.percent(1), AS_OF))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("add coverage-reserve: 5% to its budget");
  }
}
