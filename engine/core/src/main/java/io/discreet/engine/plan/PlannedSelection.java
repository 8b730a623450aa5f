package io.discreet.engine.plan;

import io.discreet.mechanisms.accounting.DeltaUnits;
import io.discreet.mechanisms.selection.SegmentSelection;

/**
 * The private choice of the segments that a release names, among those in which an admitted
 * customer counts.
 *
 * <p>It looks at one vector: how many customers count in each segment. A customer adds 1 to each of
 * the at most l0 segments kept of them, and pays for that whatever the measures are. Law 2: k
 * segments cost k times the same, at most {@code units} for l0 of them; whoever pays at all pays
 * {@code deltaUnits}.
 *
 * @param choice made for l0 segments of a customer
 * @param units the part of the query's worst-case cost that pays for l0 segments of one customer
 * @param deltaUnits the δ of l0 segments of one customer, in units of 2⁻⁶²
 */
public record PlannedSelection(SegmentSelection choice, long units, long deltaUnits) {

  public PlannedSelection {
    if (choice.costUnits(choice.l0()) > units
        || DeltaUnits.cost(choice.delta(choice.l0())) > deltaUnits) {
      throw new IllegalArgumentException("a choice of segments costs more than its part");
    }
  }
}
