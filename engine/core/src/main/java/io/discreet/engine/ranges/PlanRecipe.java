package io.discreet.engine.ranges;

import io.discreet.engine.plan.Answer;
import io.discreet.engine.plan.Cost;
import io.discreet.engine.plan.PlannedAxis;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.scan.Bounding;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a query plan is made again from on another machine, and what it must then be.
 *
 * <p>Plans are made of public parameters by code that looks at nothing else, so that they need not
 * travel. Their last digits could still depend on the machine; {@link #digest} holds every number
 * that prices or bounds a contribution, and a machine that finds others runs nothing.
 */
record PlanRecipe(
    String queryText, String purpose, int l0, Cost cost, LocalDate asOf, String digest)
    implements Serializable {

  static PlanRecipe of(QueryPlan plan) {
    return new PlanRecipe(
        plan.query().text(),
        plan.query().purpose(),
        plan.query().l0().orElse(0),
        plan.cost(),
        plan.asOf(),
        digest(plan));
  }

  /**
   * The plan.
   *
   * @throws IllegalStateException if it comes out otherwise than where the recipe was made
   */
  QueryPlan plan(Policy policy) {
    SegmentQuery parsed = SegmentQuery.parse(queryText, purpose);
    SegmentQuery query = l0 == 0 ? parsed : parsed.withL0(l0);
    QueryPlan plan = new QueryPlanner(policy).plan(query, cost, asOf);
    if (!digest(plan).equals(digest)) {
      throw new IllegalStateException(
          "this machine plans the query otherwise than the one that asks; run the same version of"
              + " Discreet and of Java on both");
    }
    return plan;
  }

  private static String digest(QueryPlan plan) {
    List<Object> parts = new ArrayList<>();
    parts.add(Bounding.CHOICE);
    parts.add(plan.query().text());
    parts.add(plan.worstCaseUnits());
    parts.add(plan.budgetUnits());
    parts.add(Arrays.toString(plan.levels().toArray()));
    parts.add(plan.l0());
    parts.add(plan.maxRows());
    parts.add(plan.segmentLevels());
    for (PlannedAxis axis : plan.axes()) {
      parts.add(axis.name());
      parts.add(axis.cells());
    }
    for (Answer answer : plan.answers()) {
      parts.add(answer.part());
      parts.add(answer.column());
      parts.add(answer.low());
      parts.add(answer.high());
      parts.add(answer.centre());
      parts.add(answer.cells());
      parts.add(answer.units());
      parts.add(answer.normBound());
    }
    plan.selection()
        .ifPresent(
            selection -> {
              parts.add(selection.units());
              parts.add(selection.deltaUnits());
              parts.add(selection.choice().l0());
            });
    plan.question().ifPresent(question -> parts.add(digest(question)));
    return parts.toString();
  }
}
