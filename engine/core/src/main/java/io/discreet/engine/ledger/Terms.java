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

  /** The most that a customer may spend in a period: the smaller of budget and cap, at least 0. */
  long limit(Cap cap) {
    if (cap.epsilon().isEmpty()) {
      return budgetUnits;
    }
    long units = capUnits.applyAsLong(cap.epsilon().getAsDouble());
    return Math.max(0, Math.min(budgetUnits, units));
  }
}
