package io.discreet.engine;

import io.discreet.engine.ledger.ForgottenSummary;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.mechanisms.accounting.SafeSide;

/**
 * What forgetting a customer took away, and what remains and why: one balance under the pseudonym,
 * so that a customer who returns has not gained a new budget, and with it what the customer
 * objected to.
 *
 * @param charges how many charges no longer name the customer
 * @param consents how many consent records were removed
 * @param caps how many personal caps were removed
 * @param period the budget period that the remaining balance belongs to
 * @param remainingShare the remaining balance as a share of the period's budget, rounded up
 * @param logErased whether the ledger's write-ahead log was emptied as well; false while another
 *     process reads from a SQLite log, which goes when the last one closes the ledger, and on
 *     PostgreSQL, whose server recycles its log when it likes
 */
public record ForgetSummary(
    int charges, int consents, int caps, String period, double remainingShare, boolean logErased) {

  static ForgetSummary of(ForgottenSummary summary, QueryPlanner planner) {
    return new ForgetSummary(
        summary.charges(),
        summary.consents(),
        summary.caps(),
        summary.period(),
        SafeSide.SPENT.share(summary.ofPeriod().units(), planner.budgetUnits()),
        summary.logErased());
  }
}
