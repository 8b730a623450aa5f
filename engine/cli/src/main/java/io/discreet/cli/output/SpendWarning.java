package io.discreet.cli.output;

import io.discreet.engine.BudgetStatus;
import java.util.Optional;

/** What to say where less is left of the budget than is asked for; public numbers only. */
public final class SpendWarning {

  private SpendWarning() {}

  /**
   * A warning, where the public worst case does not leave room for a spend.
   *
   * @param budget as it was before
   * @param asked a share of the budget of the period
   */
  public static Optional<String> of(BudgetStatus budget, double asked) {
    double left = Math.max(0, 1 - budget.spentShare());
    // Shares are quotients of whole units: a spend of exactly what is left is no more than it.
    if (!(asked > left * (1 + 1e-12))) {
      return Optional.empty();
    }
    return Optional.of(
        "warning: this asks for "
            + Figures.percent(asked)
            + " of each customer's budget of "
            + (budget.period().equals("all") ? "all time" : budget.period())
            + ", of which the public worst case leaves "
            + Figures.percent(left)
            + ": customers without enough left stay out, and coverage may be partial");
  }
}
