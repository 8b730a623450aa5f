package io.discreet.engine.plan;

import io.discreet.engine.plan.PlannedAxis.CategoryAxis;
import io.discreet.engine.policy.Table;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release.Row;
import io.discreet.mechanisms.accounting.Currency;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * All that can be said about a query before any row is looked at.
 *
 * @param cost as it was asked for; the policy, the query, this and {@code asOf} make the plan again
 * @param asOf the date that the query means by today
 * @param usesAsOf whether {@code asOf} shapes the answer
 * @param axes the axes of the segments; segments are numbered with the last axis running fastest. A
 *     ranked axis is the last
 * @param segmentLevels which segments and totals are answered, finest first
 * @param l0 the most segments that one customer counts in
 * @param maxRows the most rows of one customer that count in one segment
 * @param worstCaseUnits what the largest possible contribution costs
 * @param budgetUnits each customer's budget of the period
 * @param levels the geometric cost levels under the worst case
 * @param epsilon the ε of the worst case alone, rounded up, at the policy's δ for noise
 * @param selection which of the segments found in the data are named; exactly where an axis is
 *     discovered
 * @param question of which those are counted who are left out of it for lack of budget; empty for
 *     any other query. It has the same segments and the same l0
 */
public record QueryPlan(
    SegmentQuery query,
    Cost cost,
    Table table,
    LocalDate asOf,
    boolean usesAsOf,
    Optional<RowTest> where,
    List<PlannedAxis> axes,
    List<Level> segmentLevels,
    int l0,
    int maxRows,
    List<Answer> answers,
    List<PlannedMeasure> measures,
    Currency currency,
    long worstCaseUnits,
    long budgetUnits,
    CostLevels levels,
    double epsilon,
    Optional<PlannedSelection> selection,
    Optional<QueryPlan> question) {

  /** Whether those are counted who are left out of a question, from the reserve for that. */
  public boolean estimatesCoverage() {
    return question.isPresent();
  }

  /** The plan by which contributions are bounded and priced, before anybody is left out. */
  public QueryPlan asked() {
    return question.orElse(this);
  }

  /**
   * Whether all rows of a customer qualify or none, and no number of theirs is asked: then it is
   * enough to know in which segments they are, and how many in each.
   */
  public boolean countsWholeCustomers() {
    return where.isEmpty()
        || (where.get().ofCustomers()
            && answers.stream()
                .allMatch(answer -> answer.column().isEmpty() && answer.condition().isEmpty()));
  }

  /**
   * The category whose codes say in which segment a row is, where whole customers qualify: the only
   * axis over the table's own columns, of public values that bits of a word can number.
   */
  public Optional<ColumnRef> codedCategory() {
    List<PlannedAxis> ofRows =
        axes.stream().filter(axis -> axis.discovered() || !axis.column().attribute()).toList();
    return countsWholeCustomers()
            && ofRows.size() == 1
            && ofRows.get(0) instanceof CategoryAxis category
            && category.cells().size() <= Long.SIZE
        ? Optional.of(category.column())
        : Optional.empty();
  }

  /** The columns that the scan reads. */
  public PlannedColumns columns() {
    return PlannedColumns.of(this);
  }

  /**
   * The number of segments and totals that are answered. Where axes are discovered, each of them
   * holds as many segments as there are combinations of values found.
   */
  public int segments() {
    return segmentLevels.stream().mapToInt(Level::cells).sum();
  }

  /** Whether totals are answered, so that a customer counts in more than the kept segments. */
  public boolean hasTotals() {
    return segmentLevels.size() > 1 || segmentLevels.get(0).width() > 1;
  }

  /** The number of segments that rows fall in: the product of the public cells of the axes. */
  public int finestSegments() {
    int product = 1;
    for (PlannedAxis axis : axes) {
      product *= axis.discovered() ? 1 : axis.cells().size();
    }
    return product;
  }

  /**
   * The cell labels of an answered segment, one for each axis; {@link Row#ALL} for an axis that a
   * total is over. None where the totals of all segments are all that is answered. Of a plan that
   * discovers nothing.
   */
  public List<String> labels(int segment) {
    if (labelledAxes() == 0) {
      return List.of();
    }
    Level level = segmentLevels.get(0);
    for (Level coarser : segmentLevels) {
      level = segment >= coarser.first() ? coarser : level;
    }
    int finest = (segment - level.first()) * level.width();
    List<String> labels = new ArrayList<>(finestLabels(finest, List.of()));
    Collections.fill(labels.subList(level.axes(), labels.size()), Row.ALL);
    return List.copyOf(labels);
  }

  /** What is ranked in each segment, where that is asked. */
  public Optional<Ranking> ranking() {
    return query.top().map(top -> new Ranking(axes.get(axes.size() - 1), top.k()));
  }

  /** What each payer pays of the δ of selection, in units of 2⁻⁶²; 0 where nothing is selected. */
  public long deltaUnits() {
    return selection.map(PlannedSelection::deltaUnits).orElse(0L);
  }

  /**
   * Whether segments are found in the data, so that which of them are named is a private choice.
   */
  public boolean discovers() {
    return selection.isPresent();
  }

  /**
   * How many labels an answered segment has: one for each axis, or none where the total of all
   * segments is all that is answered.
   */
  public int labelledAxes() {
    return segmentLevels.get(0).axes() < axes.size() ? 0 : axes.size();
  }

  /** On how many axes segments are found in the data. */
  public int discoveredAxes() {
    return (int) axes.stream().filter(PlannedAxis::discovered).count();
  }

  /**
   * The cell labels of a segment that rows fall in, one for each axis.
   *
   * @param segment among the public cells
   * @param found the labels on the axes that are discovered, in the order of these
   */
  public List<String> finestLabels(int segment, List<String> found) {
    String[] labels = new String[axes.size()];
    int rest = segment;
    int last = found.size();
    for (int axis = axes.size() - 1; axis >= 0; axis--) {
      if (axes.get(axis).discovered()) {
        labels[axis] = found.get(--last);
      } else {
        List<String> cells = axes.get(axis).cells();
        labels[axis] = cells.get(rest % cells.size());
        rest /= cells.size();
      }
    }
    return List.of(labels);
  }
}
