package io.discreet.engine.ranges;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.plan.JointPlan;
import io.discreet.engine.plan.PricedQuery;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.plan.Share;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.query.SegmentQuery;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Law 10: the one scan of joint answers is an ordinary one, and other machines plan the same. */
class PlanRecipeTest {

  private static final Policy POLICY =
      PolicyFile.parse(
          """
          customer: { column: email, kind: email }
          time-zone: Europe/London
          budget: { epsilon: 4.0, delta: 1e-6, period: month }
          purposes:
            recommendations: { consent: required }
          tables:
            customers:
              one-row-per-customer: true
              columns:
                city: { type: category, values: [Leeds, York, Hull] }
                age: { type: category, values: [young, old] }
            purchases:
              columns:
                category: { type: category, values: [bread, cake] }
          """,
          "test policy");

  private static PricedQuery by(double percent, String axes) {
    return new PricedQuery(
        SegmentQuery.parse(
            "SELECT " + axes + ", COUNT(DISTINCT customer) FROM purchases GROUP BY " + axes,
            "recommendations"),
        Share.percent(percent));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.000_123, 1.0 / 3, 7, 49.99})
  void recipeOfAJointPlan_makesTheSamePlanToTheUnit(double percent) {
    JointPlan joint =
        new QueryPlanner(POLICY)
            .plan(
                List.of(by(percent, "city, category"), by(percent, "category, age")),
                LocalDate.of(2026, 11, 23));
    QueryPlan again = PlanRecipe.of(joint.finest()).plan(POLICY);
    assertThat(again.worstCaseUnits()).isEqualTo(joint.finest().worstCaseUnits());
    assertThat(again.levels().toArray()).isEqualTo(joint.finest().levels().toArray());
    assertThat(again.axes()).isEqualTo(joint.finest().axes());
  }
}
