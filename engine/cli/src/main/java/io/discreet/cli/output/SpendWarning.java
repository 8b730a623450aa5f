package io.discreet.cli.output;

import io.discreet.engine.BudgetStatus;
import io.discreet.engine.BudgetStatus.Account;
import io.discreet.engine.policy.QuotaHolder;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.mechanisms.accounting.SafeSide;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What to say where less is left of the budget than is asked for; public numbers only. */
public final class SpendWarning {

  private SpendWarning() {}

  /**
   * A warning for each quota that does not leave room for a spend: the query would be refused.
   *
   * @param budget as it was before
   * @param holders whose quotas the query counts against
   * @param asked a share of the budget of the period
   */
  public static List<String> ofQuotas(
      BudgetStatus budget, Collection<QuotaHolder> holders, double asked) {
    return holders.stream()
        .flatMap(holder -> budget.account(holder).stream())
        .filter(account -> !fits(asked, Math.max(0, account.left())))
        .map(account -> refused(account, asked))
        .toList();
  }

  private static String refused(Account account, double asked) {
    return "warning: this asks for "
        + Figures.percent(SafeSide.SPENT, asked)
        + " of each customer's budget, and the quota of "
        + account.holder()
        + " has "
        + Figures.percent(SafeSide.LEFT, Math.max(0, account.left()))
        + " left in the public worst case: the query would be refused";
  }

  /** Shares are quotients of whole units: a spend of exactly what is left is no more than it. */
  private static boolean fits(double asked, double left) {
    return asked <= left * (1 + 1e-12);
  }

  /**
   * A warning, where the public worst case does not leave room for a query's spend; none for an
   * estimate of coverage, which is asked when that is so.
   *
   * @param budget as it was before
   * @param asked a share of the budget of the period
   */
  public static Optional<String> of(BudgetStatus budget, SegmentQuery query, double asked) {
    return query.leftOut().isPresent() ? Optional.empty() : of(budget, asked);
  }

  /**
   * A warning, where the public worst case does not leave room for a spend.
   *
   * @param budget as it was before
   * @param asked a share of the budget of the period
   */
  public static Optional<String> of(BudgetStatus budget, double asked) {
    double left = Math.max(0, budget.left());
    if (fits(asked, left)) {
      return Optional.empty();
    }
    return Optional.of(
        "warning: this asks for "
            + Figures.percent(SafeSide.SPENT, asked)
            + " of each customer's budget of "
            + (budget.period().equals("all") ? "all time" : budget.period())
            + ", of which the public worst case leaves "
            + Figures.percent(SafeSide.LEFT, left)
            + ": customers without enough left stay out, and coverage may be partial"
            + (budget.coverageReserve() > 0
                ? "; how many stay out, discreet coverage estimates"
                : ""));
  }
}
