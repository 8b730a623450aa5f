package io.discreet.engine.plan;

import io.discreet.engine.policy.Table;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.mechanisms.accounting.Currency;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * All that can be said about a query before any row is looked at.
 *
 * @param asOf the date that the query means by today
 * @param usesAsOf whether {@code asOf} shapes the answer
 * @param axes the axes of the segments; segments are numbered with the last axis running fastest
 * @param l0 the most segments that one customer counts in
 * @param maxRows the most rows of one customer that count in one segment
 * @param worstCaseUnits what the largest possible contribution costs
 * @param deltaUnits what each payer pays of the δ of selection, in units of 2⁻⁶²; 0 where nothing
 *     is selected
 * @param budgetUnits each customer's budget of the period
 * @param levels the geometric cost levels under the worst case
 * @param epsilon the ε of the worst case alone, rounded up, at the policy's δ for noise
 */
public record QueryPlan(
    SegmentQuery query,
    Table table,
    LocalDate asOf,
    boolean usesAsOf,
    Optional<RowTest> where,
    List<PlannedAxis> axes,
    int l0,
    int maxRows,
    List<Answer> answers,
    List<PlannedMeasure> measures,
    Currency currency,
    long worstCaseUnits,
    long deltaUnits,
    long budgetUnits,
    CostLevels levels,
    double epsilon) {

  /** The number of segments: the product of the axes' cells. */
  public int segments() {
    int product = 1;
    for (PlannedAxis axis : axes) {
      product *= axis.cells().size();
    }
    return product;
  }

  /** The cell labels of a segment, one for each axis. */
  public List<String> labels(int segment) {
    String[] labels = new String[axes.size()];
    int rest = segment;
    for (int axis = axes.size() - 1; axis >= 0; axis--) {
      List<String> cells = axes.get(axis).cells();
      labels[axis] = cells.get(rest % cells.size());
      rest /= cells.size();
    }
    return List.of(labels);
  }
}
