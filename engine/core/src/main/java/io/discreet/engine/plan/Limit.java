package io.discreet.engine.plan;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.policy.Budget;
import io.discreet.engine.policy.CoverageReserve;

/**
 * The most that one query may cost.
 *
 * @param budgetUnits each customer's budget of the period: shares are shares of this
 * @param mostUnits at most the budget; of an estimate of coverage the reserve for it, since beyond
 *     that it would miss whom it is to count: those who have no more than the reserve left
 * @param words what {@code mostUnits} is
 */
record Limit(long budgetUnits, long mostUnits, String words) {

  /**
   * The limit of a query.
   *
   * @param estimate whether it estimates coverage
   * @throws InputException if it does, and the policy keeps nothing for that
   */
  static Limit of(Budget budget, long budgetUnits, boolean estimate) {
    if (budget.coverageReserve().isEmpty()) {
      if (estimate) {
        throw new InputException(
            "an estimate of coverage is paid for from a reserve, and the policy keeps none: add"
                + " coverage-reserve: 5% to its budget");
      }
      return new Limit(
          budgetUnits,
          budgetUnits,
          "the whole budget of a period (epsilon " + budget.epsilon() + ")");
    }
    CoverageReserve reserve = budget.coverageReserve().get();
    long others = reserve.leaves(budgetUnits);
    return estimate
        ? new Limit(
            budgetUnits,
            budgetUnits - others,
            "the part of a period's budget that is kept for estimates of coverage"
                + " (coverage-reserve: "
                + reserve
                + ")")
        : new Limit(
            budgetUnits,
            others,
            "what coverage-reserve: " + reserve + " leaves of a period's budget to other queries");
  }
}
