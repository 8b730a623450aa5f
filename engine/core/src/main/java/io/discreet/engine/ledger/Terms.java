package io.discreet.engine.ledger;

import io.discreet.engine.policy.Cap;
import io.discreet.engine.policy.CoverageReserve;
import io.discreet.engine.policy.Purpose;
import io.discreet.engine.policy.PurposeCap;
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
 * @param reserve the share of budget, caps and limits on purposes that is kept for estimates of
 *     coverage; empty where none can be asked. There is none in the second column, in which an
 *     estimate pays nothing
 * @param estimatesCoverage whether the query may use the reserve
 */
public record Terms(
    Asking asking,
    long budgetUnits,
    long budgetDeltaUnits,
    long deltaUnits,
    DoubleToLongFunction capUnits,
    Optional<CoverageReserve> reserve,
    boolean estimatesCoverage) {

  public Terms {
    if (budgetUnits < 1) {
      throw new IllegalArgumentException("budget must be at least 1 unit, got " + budgetUnits);
    }
    if (budgetDeltaUnits < 0 || deltaUnits < 0) {
      throw new IllegalArgumentException(
          "units of delta must be at least 0, got " + budgetDeltaUnits + " and " + deltaUnits);
    }
    if (estimatesCoverage && (reserve.isEmpty() || deltaUnits > 0)) {
      throw new IllegalArgumentException("an estimate of coverage needs a reserve, and no delta");
    }
  }

  /** The terms under a policy that keeps no reserve. */
  public Terms(
      Asking asking,
      long budgetUnits,
      long budgetDeltaUnits,
      long deltaUnits,
      DoubleToLongFunction capUnits) {
    this(asking, budgetUnits, budgetDeltaUnits, deltaUnits, capUnits, Optional.empty(), false);
  }

  /** The same of a query that nobody gave a name for, of no plan. */
  public Terms(
      Purpose purpose,
      long budgetUnits,
      long budgetDeltaUnits,
      long deltaUnits,
      DoubleToLongFunction capUnits) {
    this(Asking.of(purpose), budgetUnits, budgetDeltaUnits, deltaUnits, capUnits);
  }

  /** The same terms for a query that leaves the reserve alone. */
  Terms withoutReserve() {
    return new Terms(asking, budgetUnits, budgetDeltaUnits, deltaUnits, capUnits, reserve, false);
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

  /** What the query may use of each customer's budget of the period, in both columns. */
  Spend budget() {
    return new Spend(limit(Cap.OPEN), budgetDeltaUnits);
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

  /**
   * The most that a customer may have spent after the query: the smaller of budget and cap, less
   * the reserve where the query leaves it alone; at least 0.
   */
  long limit(Cap cap) {
    if (cap.epsilon().isEmpty()) {
      return lessReserve(budgetUnits);
    }
    long units = capUnits.applyAsLong(cap.epsilon().getAsDouble());
    return lessReserve(Math.max(0, Math.min(budgetUnits, units)));
  }

  /** The most that the purpose may have spent after the query of a customer who limits it. */
  Spend limit(PurposeCap cap) {
    return new Spend(lessReserve(cap.units(budgetUnits)), cap.units(budgetDeltaUnits));
  }

  private long lessReserve(long limit) {
    return reserve.isEmpty() || estimatesCoverage ? limit : reserve.get().leaves(limit);
  }
}
