package io.discreet.engine.ledger;

import io.discreet.engine.policy.Cap;
import io.discreet.engine.policy.Purpose;
import io.discreet.engine.policy.QuotaHolder;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleToLongFunction;

/**
 * The terms under which customers take part in one query; the same terms are given for reading and
 * for committing, so that the ledger can check the charge itself.
 *
 * @param asking why and by whom it is asked
 * @param budgetUnits each customer's budget of the period under the policy, at least 1
 * @param budgetDeltaUnits the same of the second column, the δ of selection, in units of 2⁻⁶²
 * @param deltaUnits what the query costs in the second column, the same for everybody who pays; 0
 *     for a query without selection
 * @param capUnits how many units, rounded down, a personal cap of ε allows under the policy's δ; a
 *     cap leaves the second column as it is
 */
public record Terms(
    Asking asking,
    long budgetUnits,
    long budgetDeltaUnits,
    long deltaUnits,
    DoubleToLongFunction capUnits) {

  public Terms {
    if (budgetUnits < 1) {
      throw new IllegalArgumentException("budget must be at least 1 unit, got " + budgetUnits);
    }
    if (budgetDeltaUnits < 0 || deltaUnits < 0) {
      throw new IllegalArgumentException(
          "units of delta must be at least 0, got " + budgetDeltaUnits + " and " + deltaUnits);
    }
  }

  /** The terms of a query that nobody gave a name for, of no plan. */
  public Terms(
      Purpose purpose,
      long budgetUnits,
      long budgetDeltaUnits,
      long deltaUnits,
      DoubleToLongFunction capUnits) {
    this(Asking.of(purpose), budgetUnits, budgetDeltaUnits, deltaUnits, capUnits);
  }

  /** Why it is asked: decides whose consent is needed. */
  public Purpose purpose() {
    return asking.purpose();
  }

  /**
   * The first quota, of those that hold for the query, that does not allow one more release in both
   * columns; empty where all do.
   *
   * @param spent the worst cases of the period's releases by whom they count for
   * @param worstCaseUnits that of the release to come
   */
  public Optional<QuotaHolder> beyondQuota(Map<QuotaHolder, Spend> spent, long worstCaseUnits) {
    Spend cost = new Spend(worstCaseUnits, deltaUnits);
    return asking.quotas().entrySet().stream()
        .filter(
            held ->
                !spent
                    .getOrDefault(held.getKey(), Spend.NONE)
                    .leaves(
                        cost,
                        new Spend(
                            held.getValue().units(budgetUnits),
                            held.getValue().units(budgetDeltaUnits))))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Each customer's budget of the period in both columns. */
  Spend budget() {
    return new Spend(budgetUnits, budgetDeltaUnits);
  }

  /**
   * Whether nobody can be out for lack of the policy's budget, in either column, in one more
   * release.
   *
   * @param spent the worst cases of the period's releases
   * @param worstCaseUnits that of the release to come
   */
  public boolean covers(Spend spent, long worstCaseUnits) {
    return spent.deltaUnits() <= budgetDeltaUnits
        && spent.leaves(new Spend(worstCaseUnits, deltaUnits), budget());
  }

  /** The most that a customer may spend in a period: the smaller of budget and cap, at least 0. */
  long limit(Cap cap) {
    if (cap.epsilon().isEmpty()) {
      return budgetUnits;
    }
    long units = capUnits.applyAsLong(cap.epsilon().getAsDouble());
    return Math.max(0, Math.min(budgetUnits, units));
  }
}
