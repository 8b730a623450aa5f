package io.discreet.engine.ledger;

/**
 * What forgetting a customer took away, and what remains: one balance under the pseudonym, rounded
 * up, so that a customer who returns has not gained a new budget.
 *
 * @param period the budget period that {@code ofPeriod} belongs to, such as 2026-05, or all
 * @param ofPeriod what remains of the spend in that period
 * @param lifetime what remains of the spend in all periods
 * @param charges how many charges no longer name the customer
 * @param consents how many consent records were removed
 * @param caps how many personal caps were removed
 * @param logErased whether the ledger's write-ahead log was emptied as well; false while another
 *     process reads from a SQLite log, which goes when the last one closes the ledger, and on
 *     PostgreSQL, whose server recycles its log when it likes
 */
public record ForgottenSummary(
    String period,
    Spend ofPeriod,
    Spend lifetime,
    int charges,
    int consents,
    int caps,
    boolean logErased) {

  ForgottenSummary withLogErased(boolean erased) {
    return new ForgottenSummary(period, ofPeriod, lifetime, charges, consents, caps, erased);
  }
}
