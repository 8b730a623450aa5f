package io.discreet.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.query.Measure;
import io.discreet.engine.query.QueryException;
import io.discreet.engine.query.SegmentQuery;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How several measures share the cost of a query. */
class WeightsTest {
  private static final String MEASURES = "COUNT(DISTINCT customer), COUNT(*), SUM(amount)";
  private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

  private static QueryPlanner planner(String budget) {
    return new QueryPlanner(policy(budget));
  }

  private static Policy policy(String budget) {
    return PolicyFile.parse(
        """
            customer: { column: email, kind: email }
            time-zone: Europe/London
            budget: { epsilon: 4.0, %s, period: month }
            purposes:
              recommendations: { consent: required }
            tables:
              purchases:
                max-rows: 10
                columns:
                  city: { type: category, values: [Leeds, York, Hull] }
                  amount: { type: decimal, scale: 2, range: [-50, 50], clamp: [0, 60] }
            """
            .formatted(budget),
        "test policy");
  }

  private static SegmentQuery query(String measures) {
    return SegmentQuery.parse(
        "SELECT city, " + measures + " FROM purchases GROUP BY city", "recommendations");
  }

  @ParameterizedTest
  @CsvSource({"delta: 1e-6", "delta: 0"})
  void answers_ofWeightedMeasures_getTheirPartsAndNoMoreThanTheCost(String budget) {
    QueryPlan plan =
        planner(budget)
            .plan(
                query("COUNT(DISTINCT customer), WEIGHTED(COUNT(*), 3), WEIGHTED(AVG(amount), 2)"),
                Share.percent(2),
                DAY);
    long cost = plan.worstCaseUnits();
    List<Long> units = plan.answers().stream().map(Answer::units).toList();
    assertThat(units.stream().mapToLong(u -> u).sum()).isBetween(cost - 4, cost);
    assertThat(units).containsExactly(cost / 6, cost * 3 / 6, cost / 6, cost / 6);
    assertThat(plan.measures())
        .extracting(PlannedMeasure::part)
        .containsExactly(1 / 6.0, 0.5, 1 / 3.0);
  }

  @Test
  void weights_ofEqualRatios_areOneQuestion() {
    String canonical = query("WEIGHTED(COUNT(*), 2), WEIGHTED(SUM(amount), 3)").text();
    assertThat(query("WEIGHTED(COUNT(*), 1), WEIGHTED(SUM(amount), 1.50)").text())
        .isEqualTo(canonical);
    assertThat(query("WEIGHTED(COUNT(*), 4e2), WEIGHTED(SUM(amount), 600)").text())
        .isEqualTo(canonical);
    assertThat(query("WEIGHTED(COUNT(*), 7), WEIGHTED(SUM(amount), 7)").text())
        .isEqualTo(query("COUNT(*), SUM(amount)").text());
    SegmentQuery fluent =
        SegmentQuery.from("purchases")
            .segmentBy("city")
            .measure(Measure.rows(), Measure.sum("amount").weighted(1.5))
            .forPurpose("recommendations");
    assertThat(fluent.text()).isEqualTo(canonical);
    assertThat(SegmentQuery.parse(fluent.text(), "recommendations")).isEqualTo(fluent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WEIGHTED(COUNT(*), 0)",
        "WEIGHTED(COUNT(*), -1)",
        "WEIGHTED(COUNT(*))",
        "WEIGHTED(2, COUNT(*))",
        "WEIGHTED(city, 2)",
        "WEIGHTED(WEIGHTED(COUNT(*), 2), 2)",
        "COUNT(*), WEIGHTED(COUNT(*), 2)",
        "COUNT(DISTINCT customer), WEIGHTED(COUNT(*), 1000001)",
        "COUNT(DISTINCT customer), WEIGHTED(COUNT(*), 1e300000000)"
      })
  void weights_thatMeanNothing_areRefused(String measures) {
    assertThatThrownBy(() -> query(measures)).isInstanceOf(QueryException.class);
  }

  /** No other division of the cost, in steps of a twentieth of each part, has a smaller total. */
  @ParameterizedTest
  @CsvSource({"delta: 1e-6", "delta: 0"})
  void leastError_ofCountsAndSums_isNoGreaterThanThatOfWeightsNearby(String budget) {
    QueryPlanner planner = planner(budget);
    List<Double> expected = List.of(400.0, 3_000.0, 9_000.0);
    SegmentQuery least = planner.forLeastError(query(MEASURES), Share.percent(2), DAY, expected);
    double total = totalError(budget, least, expected);
    assertThat(total).isLessThan(totalError(budget, query(MEASURES), expected));
    for (int more = 0; more < 3; more++) {
      for (int less = 0; less < 3; less++) {
        if (more != less) {
          List<Measure> moved = new ArrayList<>(least.measures());
          moved.set(more, scaled(moved.get(more), "1.05"));
          moved.set(less, scaled(moved.get(less), "0.95"));
          // Weights are rounded to a twentieth at most, and an optimum is flat.
          assertThat(totalError(budget, least.withMeasures(moved), expected))
              .isGreaterThan(total * (1 - 0.004));
        }
      }
    }
  }

  private static Measure scaled(Measure measure, String factor) {
    return measure.weighted(measure.weight().multiply(new BigDecimal(factor)));
  }

  private static double totalError(String budget, SegmentQuery query, List<Double> expected) {
    List<Explanation.Measure> measures =
        Explanation.of(planner(budget).plan(query, Share.percent(2), DAY), policy(budget))
            .measures();
    double total = 0;
    for (int i = 0; i < measures.size(); i++) {
      total += Math.pow(measures.get(i).standardError() / expected.get(i), 2);
    }
    return total;
  }

  @Test
  void leastError_withoutAValueForEachMeasure_isRefused() {
    QueryPlanner planner = planner("delta: 1e-6");
    for (List<Double> expected :
        List.of(List.of(1.0), List.of(1.0, 0.0, 2.0), List.of(1.0, Double.NaN, 2.0))) {
      assertThatThrownBy(
              () -> planner.forLeastError(query(MEASURES), Share.percent(2), DAY, expected))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("expected value");
    }
  }
}
