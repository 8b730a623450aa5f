package io.discreet.engine.scan;

import io.discreet.engine.ledger.Allowances;
import io.discreet.engine.plan.QueryPlan;
import java.util.Arrays;

/**
 * Who is left out of a question because the budget does not suffice, and what being counted for
 * that costs. Depends on the customer's own contribution and spend alone (laws 1 and 2). Not
 * thread-safe.
 */
final class LeftOut {

  private static final double[] NO_LEAVES = {0};

  private final long[] questionUnits;
  private final Allowances ordinary;
  private final IndividualCost cost;

  /** One vector: 1 in each place. */
  private final long[][] counted;

  /**
   * @param ordinary what a query that leaves the reserve alone may charge each customer
   * @param mostPlaces that one customer counts in
   */
  LeftOut(QueryPlan plan, Allowances ordinary, int mostPlaces) {
    questionUnits = plan.asked().levels().toArray();
    this.ordinary = ordinary;
    cost = new IndividualCost(plan);
    counted = new long[1][mostPlaces];
    Arrays.fill(counted[0], 1);
  }

  /** What a customer who is left out adds. */
  long[][] counted() {
    return counted;
  }

  /**
   * The level at which a customer pays for being counted; {@link IndividualCost#NOTHING} where the
   * customer can pay for the question.
   *
   * @param questionLevel what the customer's contribution to the question costs
   * @param places that the customer counts in
   */
  int level(int customer, int questionLevel, int places) {
    return questionUnits[questionLevel] <= ordinary.units(customer)
        ? IndividualCost.NOTHING
        : cost.level(counted, places, NO_LEAVES);
  }
}
