package io.discreet.engine.plan;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.policy.Budget;
import io.discreet.engine.query.Measure;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.mechanisms.accounting.Currency;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * Plans the choice of discovered segments: who may ask for it, and what of a query's cost it gets.
 *
 * <p>Half of the cost pays for the choice. Names are what such a query is short of: a segment is
 * named where its customers exceed several standard errors of the noise in the choice, so that with
 * one measure a named count is off by a sixth at most, as a rule. Of the policy's δ for selection a
 * query takes the share that it takes of the budget, so that fifty queries at 2 % fit.
 */
final class SelectionPlanner {

  /** The names of the discovered axes; empty where there are none. */
  private final String discovered;

  private final long budgetDeltaUnits;
  private final SelectionChoices choices;

  /**
   * @param budgetDeltaUnits what each customer may pay in a period for selection, in units of 2⁻⁶²
   * @throws InputException if the axes cannot be answered under the budget, or the query asks of
   *     discovered segments what only public ones can have
   */
  SelectionPlanner(
      SegmentQuery query,
      List<PlannedAxis> axes,
      Budget budget,
      long budgetDeltaUnits,
      SelectionChoices choices) {
    List<String> names =
        axes.stream().filter(PlannedAxis::discovered).map(PlannedAxis::name).toList();
    boolean several = names.size() > 1;
    discovered = String.join(" and ", names);
    this.budgetDeltaUnits = budgetDeltaUnits;
    this.choices = choices;
    if (discovers() && budgetDeltaUnits < 1) {
      throw new InputException(
          "cannot group by "
              + discovered
              + (several ? ": their" : ": its")
              + " values are not public, and naming those found in the data needs a budget of"
              + " delta; list them under values: in the policy, or give its budget a"
              + (budget.pure() ? " delta and a" : "")
              + " selection-delta, such as "
              + (budget.pure() ? "1e-7" : budget.delta() / 10));
    }
    if (discovers()) {
      refuseOfFound(query, discovered);
    }
  }

  /**
   * A total over found segments would be over those that are not named, too. A tree of counts for
   * each of them would take memory, and time to draw, by a number that is private.
   */
  private static void refuseOfFound(SegmentQuery query, String axes) {
    String instead = ", whose values are not public; list them under values: in the policy, or ";
    if (query.totals() != SegmentQuery.Totals.NONE) {
      throw new InputException(
          "cannot total over "
              + axes
              + instead
              + "leave "
              + axes
              + " out of "
              + query.totals()
              + "(...)");
    }
    if (query.measures().stream().map(Measure::unweighted).anyMatch(SelectionPlanner::quantile)) {
      throw new InputException(
          "cannot ask QUANTILE of segments by " + axes + instead + "ask AVG and STDDEV_POP");
    }
  }

  private static boolean quantile(Measure measure) {
    return measure instanceof Measure.Quantile || measure instanceof Measure.CustomerQuantile;
  }

  private boolean discovers() {
    return !discovered.isEmpty();
  }

  /** What is left of a cost for the measures. */
  long forMeasures(long units) {
    return units - forChoice(units);
  }

  private long forChoice(long units) {
    return discovers() ? units / 2 : 0;
  }

  /**
   * The choice under a query's cost; empty where nothing is discovered.
   *
   * @param units of the query's worst case
   * @param budgetUnits each customer's budget of the period
   * @param l0 the most segments that one customer counts in
   */
  Optional<PlannedSelection> plan(long units, long budgetUnits, int l0) {
    if (!discovers()) {
      return Optional.empty();
    }
    long part = forChoice(units);
    long deltaUnits =
        BigInteger.valueOf(budgetDeltaUnits)
            .multiply(BigInteger.valueOf(units))
            .divide(BigInteger.valueOf(budgetUnits))
            .longValueExact();
    if (part < 1
        || deltaUnits < 1
        || !(Currency.gaussian().noiseScale(l0, part) <= MeasurePlanner.MOST_SCALE)) {
      throw new InputException(
          "the cost is so small that noise would drown any choice of "
              + discovered
              + "; raise it, or lower l0");
    }
    return Optional.of(choices.namingMost(part, deltaUnits, l0));
  }
}
