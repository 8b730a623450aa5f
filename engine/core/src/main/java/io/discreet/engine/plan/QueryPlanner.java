package io.discreet.engine.plan;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.Nearest;
import io.discreet.engine.plan.PlannedAxis.CategoryAxis;
import io.discreet.engine.plan.PlannedAxis.DiscoveredAxis;
import io.discreet.engine.plan.PlannedAxis.PeriodAxis;
import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.Table;
import io.discreet.engine.query.Dimension;
import io.discreet.engine.query.Measure;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.accounting.DeltaUnits;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the plan of a query from the policy and public parameters.
 *
 * <p>Law 8: nothing here has ever seen a row, so whatever it refuses, bounds or prices is public.
 */
public final class QueryPlanner {

  /** The most segments that one query may have. */
  public static final int MOST_SEGMENTS = 1_000_000;

  /** How many segments one customer counts in unless the query says otherwise. */
  public static final int DEFAULT_L0 = 5;

  private final Policy policy;
  private final Currency currency;
  private final long budgetUnits;
  private final SelectionChoices choices = new SelectionChoices();
  private final EpsilonOfUnits epsilons;

  public QueryPlanner(Policy policy) {
    this.policy = policy;
    this.currency = PolicyCurrency.of(policy.budget());
    this.epsilons = new EpsilonOfUnits(currency, policy.budget().noiseDelta());
    this.budgetUnits =
        currency.budgetUnits(policy.budget().epsilon(), policy.budget().noiseDelta());
    if (budgetUnits < 1) {
      throw new InputException(
          "the policy's budget is too small to ask anything: raise epsilon or delta");
    }
  }

  /** The currency of the policy's books. */
  public Currency currency() {
    return currency;
  }

  /** Each customer's budget of the period, in units. */
  public long budgetUnits() {
    return budgetUnits;
  }

  /** Each customer's δ of the period for selection, in units of 2⁻⁶². */
  public long budgetDeltaUnits() {
    return DeltaUnits.budget(policy.budget().selectionDelta());
  }

  /**
   * Plans a query.
   *
   * @param asOf the date that the query means by today
   * @throws InputException if the query does not fit the policy; the message names what would
   */
  public QueryPlan plan(SegmentQuery query, Cost cost, LocalDate asOf) {
    if (!policy.purposes().containsKey(query.purpose())) {
      throw new InputException(
          "unknown purpose "
              + query.purpose()
              + Nearest.hintOrKnown(query.purpose(), policy.purposes().keySet()));
    }
    Names names = new Names(policy, query.table());
    Table table = names.table();
    ConditionBinder conditions = new ConditionBinder(names, asOf);
    Optional<RowTest> where = query.where().map(conditions::bind);
    Optional<QueryPlan> question = query.leftOut().map(asked -> question(query, asked, asOf));
    List<PlannedAxis> axes = new ArrayList<>();
    ComputedAxes computed = new ComputedAxes(where, policy.retention(), asOf);
    for (Dimension dimension : query.axes()) {
      axes.add(axis(names.column(dimension.column()), dimension, computed));
    }
    int segments = segments(axes); // refused here, before anything is multiplied
    SelectionPlanner naming =
        new SelectionPlanner(query, axes, policy.budget(), budgetDeltaUnits(), choices);
    int reachable = reachable(table, axes);
    int l0 = Math.min(query.l0().orElse(DEFAULT_L0), reachable);
    List<Level> levels = Level.of(query.totals(), axes, segments, reachable, l0);
    MeasurePlanner measures =
        new MeasurePlanner(
            names,
            conditions,
            currency,
            new Reach(l0, levels),
            query.totals() == SegmentQuery.Totals.POOLED);
    query.measures().forEach(measures::add);
    Limit limit = Limit.of(policy.budget(), budgetUnits, question.isPresent());
    long worstCase = new Pricing(policy, currency, limit).units(cost, measures, naming);
    Optional<PlannedSelection> selection = naming.plan(worstCase, budgetUnits, l0);
    List<Answer> answers = measures.answers(naming.forMeasures(worstCase));
    return new QueryPlan(
        query,
        cost,
        table,
        asOf,
        conditions.usesAsOf()
            || axes.stream().anyMatch(PeriodAxis.class::isInstance)
            || question.map(QueryPlan::usesAsOf).orElse(false),
        where,
        List.copyOf(axes),
        levels,
        l0,
        measures.maxRows(),
        answers,
        measures.planned(),
        currency,
        worstCase,
        budgetUnits,
        new CostLevels(worstCase),
        epsilons.of(worstCase),
        selection,
        question);
  }

  /** The plan of the question that those are left out of who are counted. */
  private QueryPlan question(SegmentQuery query, Measure.LeftOut asked, LocalDate asOf) {
    QueryPlan question = plan(query.withMeasures(asked.measures()), new Share(asked.share()), asOf);
    if (question.discovers()) {
      throw new InputException(
          "cannot count who is left out by a column whose values are not public; list them under"
              + " values: in the policy, or group by other columns");
    }
    return question;
  }

  /**
   * Plans several group-bys of customers that are answered from one draw, at the cost that they
   * have together.
   *
   * @throws InputException if one of them does not fit the policy, or cannot be answered jointly
   *     with the others; the message says what to do
   */
  public JointPlan plan(List<PricedQuery> queries, LocalDate asOf) {
    return new JointPlanner(this).plan(queries, asOf);
  }

  /**
   * Weighs the measures of a query so that the sum of their relative variances is least at a cost.
   *
   * @param expected what a segment is expected to have, one for each measure: declared, or read
   *     from stored releases
   * @throws InputException if the query does not fit the policy, or an expected value is missing
   */
  public SegmentQuery forLeastError(
      SegmentQuery query, Cost cost, LocalDate asOf, List<Double> expected) {
    QueryPlan plan = plan(query.unweighted(), cost, asOf);
    Explanation explanation = Explanation.of(plan, policy);
    return LeastError.weighted(plan, explanation, expected);
  }

  private static PlannedAxis axis(ColumnRef column, Dimension dimension, ComputedAxes computed) {
    if (dimension instanceof Dimension.ByPeriod period) {
      return computed.periods(column, period.unit());
    } else if (dimension instanceof Dimension.ByBand band) {
      return computed.bands(column, band);
    }
    if (column.column() instanceof Column.Category category) {
      return category.declared()
          ? new CategoryAxis(column, PlannedAxis.withReserved(category.values()))
          : new DiscoveredAxis(column);
    }
    throw new InputException(
        "cannot group by "
            + column.name()
            + (column.column() instanceof Column.Date
                ? ": group by DAY, WEEK, MONTH, QUARTER or YEAR(" + column.name() + ")"
                : ": group by bands of it, such as BAND(" + column.name() + ", 0, 10, 100)"));
  }

  private static int segments(List<PlannedAxis> axes) {
    long segments = 1;
    for (PlannedAxis axis : axes) {
      segments *= axis.discovered() ? 1 : axis.cells().size();
      if (segments > MOST_SEGMENTS) {
        throw new InputException(
            "the query has more than " + MOST_SEGMENTS + " segments; group by fewer columns");
      }
    }
    return (int) segments;
  }

  /** The most segments that one customer can have rows in. */
  private static int reachable(Table table, List<PlannedAxis> axes) {
    long reachable = 1;
    for (PlannedAxis axis : axes) {
      if (!axis.column().attribute() && !table.oneRowPerCustomer()) {
        // How many values are found is private: a bound on it would tell.
        long cells = axis.discovered() ? MOST_SEGMENTS : axis.cells().size();
        reachable = Math.min(MOST_SEGMENTS, reachable * cells);
      }
    }
    return (int) reachable;
  }
}
