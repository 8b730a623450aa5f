package io.discreet.engine.plan;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.query.Dimension;
import io.discreet.engine.query.Measure;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.query.SegmentQuery.Totals;
import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.marginals.AttributeSet;
import io.discreet.mechanisms.marginals.Domain;
import io.discreet.mechanisms.marginals.MarginalPlan;
import io.discreet.mechanisms.marginals.Workload;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Plans several group-bys of customers as marginals of one table. Law 8: sees no row, so that what
 * it refuses is public.
 */
final class JointPlanner {

  /** Digits of a share that name its units exactly: no budget has more than 19. */
  private static final int SHARE_DIGITS = 30;

  private final QueryPlanner planner;

  JointPlanner(QueryPlanner planner) {
    this.planner = planner;
  }

  /**
   * @throws InputException as {@link QueryPlanner#plan(List, LocalDate)}
   */
  JointPlan plan(List<PricedQuery> queries, LocalDate asOf) {
    if (queries.size() < 2) {
      throw new InputException(
          "several questions are answered jointly, got " + queries.size() + "; run one by itself");
    }
    if (planner.currency().norm() != Currency.Norm.SQUARED_L2) {
      throw new InputException(
          "joint answers have Gaussian noise, and the policy's budget allows none (delta 0 or a"
              + " noise library); ask each question by itself");
    }
    List<QueryPlan> asked = new ArrayList<>();
    for (PricedQuery priced : queries) {
      requireCustomers(priced.query());
      asked.add(planner.plan(priced.query(), priced.cost(), asOf));
    }
    Set<Dimension> shared = new LinkedHashSet<>();
    Set<Dimension> attributes = new LinkedHashSet<>();
    for (QueryPlan plan : asked) {
      for (int axis = 0; axis < plan.axes().size(); axis++) {
        (isAttribute(plan, axis) ? attributes : shared).add(plan.query().segmentBy().get(axis));
      }
    }
    requireAlike(asked, shared);
    requireFew(asked);
    QueryPlan finest = finest(asked, shared, attributes, asOf);
    List<AttributeSet> sets = sets(asked, List.copyOf(attributes));
    return new JointPlan(
        asked, finest, shared.size(), marginals(asked, finest, shared.size(), sets), sets);
  }

  private static void requireCustomers(SegmentQuery query) {
    if (query.measures().size() > 1
        || !(query.measures().get(0).unweighted() instanceof Measure.Customers)) {
      throw new InputException(
          "'"
              + query.text()
              + "' cannot be answered jointly: only COUNT(DISTINCT customer) can, alone; ask the"
              + " other measures by themselves");
    }
    if (query.totals() != Totals.NONE) {
      throw new InputException(
          "'"
              + query.text()
              + "' cannot be answered jointly with "
              + query.totals()
              + ": ask each of its totals as a question of its own, and they will agree");
    }
  }

  /** Whether all rows of a customer fall in the same cell of an axis. */
  private static boolean isAttribute(QueryPlan plan, int position) {
    PlannedAxis axis = plan.axes().get(position);
    if (axis.discovered()) {
      throw new InputException(
          "'"
              + plan.query().text()
              + "' cannot be answered jointly: the values of "
              + axis.name()
              + " are not declared; declare values: for it in the policy, or ask it by itself");
    }
    return axis.column().attribute() || plan.table().oneRowPerCustomer();
  }

  /** Customers are counted in one and the same way: alike in all but attributes and cost. */
  private static void requireAlike(List<QueryPlan> asked, Set<Dimension> shared) {
    QueryPlan first = asked.get(0);
    for (QueryPlan plan : asked) {
      SegmentQuery one = first.query();
      SegmentQuery other = plan.query();
      require(one.table().equals(other.table()), "FROM", plan);
      require(one.where().equals(other.where()), "WHERE", plan);
      require(one.purpose().equals(other.purpose()), "purpose", plan);
      for (Dimension dimension : shared) {
        if (!other.segmentBy().contains(dimension)) {
          throw new InputException(
              "'"
                  + other.text()
                  + "' cannot be answered jointly with a question by "
                  + dimension.text()
                  + ", which is no attribute of the customer: group all of them by it, or ask that"
                  + " one by itself");
        }
      }
      require(first.l0() == plan.l0(), "l0", plan);
    }
  }

  private static void require(boolean same, String what, QueryPlan plan) {
    if (!same) {
      throw new InputException(
          "'"
              + plan.query().text()
              + "' has another "
              + what
              + " than the first of the questions that are to be answered jointly; make it the"
              + " same, or ask it by itself");
    }
  }

  /** Looked at here so that the message speaks of all of them. */
  private static void requireFew(List<QueryPlan> asked) {
    long segments = 1;
    for (PlannedAxis axis :
        asked.stream().flatMap(plan -> plan.axes().stream()).distinct().toList()) {
      segments *= axis.cells().size();
      if (segments > QueryPlanner.MOST_SEGMENTS) {
        throw new InputException(
            "the questions group by columns that have more than "
                + QueryPlanner.MOST_SEGMENTS
                + " segments together; answer fewer of them jointly");
      }
    }
    // The finest table bounds each question, and not how many there are.
    if (asked.stream().mapToLong(QueryPlan::segments).sum() > QueryPlanner.MOST_SEGMENTS) {
      throw new InputException(
          "the questions have more than "
              + QueryPlanner.MOST_SEGMENTS
              + " segments together; answer fewer of them jointly, or group by fewer columns");
    }
  }

  private QueryPlan finest(
      List<QueryPlan> asked, Set<Dimension> shared, Set<Dimension> attributes, LocalDate asOf) {
    SegmentQuery first = asked.get(0).query();
    List<Dimension> axes = new ArrayList<>(shared);
    axes.addAll(attributes);
    SegmentQuery finest =
        new SegmentQuery(
            first.table(),
            first.where(),
            axes,
            List.of(Measure.customers()),
            first.purpose(),
            first.l0());
    long units = 0;
    for (QueryPlan plan : asked) {
      units += plan.worstCaseUnits(); // each below 2⁶², and the sum is checked after each
      if (units > planner.budgetUnits()) {
        throw new InputException(
            "the questions that are to be answered jointly would cost more than the whole budget"
                + " of a period; ask for less");
      }
    }
    // Rounded up here and down to whole units by the plan, which gives the very same units.
    BigDecimal share =
        BigDecimal.valueOf(units)
            .divide(BigDecimal.valueOf(planner.budgetUnits()), SHARE_DIGITS, RoundingMode.CEILING);
    QueryPlan plan = planner.plan(finest, new Share(share), asOf);
    if (plan.worstCaseUnits() != units) {
      throw new IllegalStateException("a share of the budget lost a unit");
    }
    return plan;
  }

  private static List<AttributeSet> sets(List<QueryPlan> asked, List<Dimension> attributes) {
    List<AttributeSet> sets = new ArrayList<>();
    Set<AttributeSet> known = new HashSet<>();
    for (QueryPlan plan : asked) {
      AttributeSet set =
          AttributeSet.of(
              plan.query().segmentBy().stream()
                  .mapToInt(attributes::indexOf)
                  .filter(attribute -> attribute >= 0)
                  .toArray());
      if (!known.add(set)) {
        throw new InputException(
            "'" + plan.query().text() + "' is asked twice for a joint answer; ask it once");
      }
      sets.add(set);
    }
    return sets;
  }

  /**
   * The marginals of one shared cell. What a question would pay by itself says how much its error
   * counts: of questions with noise of their own, the weighted sum of variances Σ w / share is
   * least at a given cost where shares are in proportion to √w. So the weight is the share's
   * square.
   */
  static MarginalPlan marginals(
      List<QueryPlan> asked, QueryPlan finest, int shared, List<AttributeSet> sets) {
    Domain domain =
        new Domain(finest.axes().stream().skip(shared).map(axis -> axis.cells().size()).toList());
    SortedMap<AttributeSet, Double> weights = new TreeMap<>();
    for (int question = 0; question < sets.size(); question++) {
      double share = (double) asked.get(question).worstCaseUnits() / finest.worstCaseUnits();
      weights.put(sets.get(question), share * share / domain.cells(sets.get(question)));
    }
    Workload workload = new Workload(domain, weights);
    long units = finest.worstCaseUnits() / finest.l0();
    try {
      // Of a workload that was made, it refuses nothing but too few units.
      return MarginalPlan.leastSumOfVariances(workload, units);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "the cost is so small that noise would drown any joint answer; raise it, or lower l0", e);
    }
  }
}
