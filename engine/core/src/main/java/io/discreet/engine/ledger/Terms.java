package io.discreet.engine.ledger;

import io.discreet.engine.policy.Cap;
import io.discreet.engine.policy.Purpose;
import java.util.function.DoubleToLongFunction;

/**
 * The terms under which customers take part in one query; the same terms are given for reading and
 * for committing, so that the ledger can check the charge itself.
 *
 * @param purpose why it is asked: decides whose consent is needed
 * @param budgetUnits each customer's budget of the period under the policy, at least 1
 * @param capUnits how many units, rounded down, a personal cap of ε allows under the policy's δ
 */
public record Terms(Purpose purpose, long budgetUnits, DoubleToLongFunction capUnits) {

  public Terms {
    if (budgetUnits < 1) {
      throw new IllegalArgumentException("budget must be at least 1 unit, got " + budgetUnits);
    }
  }

  /**
   * Whether the purpose's quota allows one more release.
   *
   * @param spentUnits the worst cases of the period's releases for the purpose
   * @param worstCaseUnits that of the release to come
   */
  public boolean withinQuota(long spentUnits, long worstCaseUnits) {
    // A difference of numbers that are not negative cannot overflow; their sum could.
    return purpose.quota().isEmpty()
        || worstCaseUnits <= purpose.quota().get().units(budgetUnits) - spentUnits;
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
