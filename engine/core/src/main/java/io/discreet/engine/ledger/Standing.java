package io.discreet.engine.ledger;

import io.discreet.engine.policy.QuotaHolder;
import java.time.Instant;
import java.util.SortedMap;

/**
 * Who may take part in one query, and how far: one consistent reading of the ledger.
 *
 * @param head the entry that this was read at; a commit succeeds only while it is still the newest
 * @param readAt the clock at reading, which chose the budget period
 * @param remaining for each customer index, the smaller of policy budget and cap, less the reserve
 *     for estimates of coverage where the query is none, less the spend of the period, at least 0;
 *     or {@link #OUT}, for want of selection-δ as well. Where the query's worst case is told, and
 *     everybody who is not out can pay it, no more than that need be told apart
 * @param ordinary the same for a query that leaves the reserve alone
 * @param worstCaseSpent the sum of the worst-case costs of all releases of the period: public
 * @param spentByHolder the same by the purposes, analysts and plans that releases count for: public
 * @param budgetUnits the policy's budget of the period: public
 * @param dataVersion how many operator intakes there were
 * @param vaultGeneration the vault file that belongs to this head; 0 before the first intake
 */
public record Standing(
    long head,
    Instant readAt,
    Allowances remaining,
    Allowances ordinary,
    Spend worstCaseSpent,
    SortedMap<QuotaHolder, Spend> spentByHolder,
    long budgetUnits,
    long dataVersion,
    int vaultGeneration) {

  /** The reading for a query that leaves the reserve alone. */
  public Standing(
      long head,
      Instant readAt,
      Allowances remaining,
      Spend worstCaseSpent,
      SortedMap<QuotaHolder, Spend> spentByHolder,
      long budgetUnits,
      long dataVersion,
      int vaultGeneration) {
    this(
        head,
        readAt,
        remaining,
        remaining,
        worstCaseSpent,
        spentByHolder,
        budgetUnits,
        dataVersion,
        vaultGeneration);
  }

  /**
   * The remaining units of a customer without consent, or forgotten, or who could not pay the
   * query's δ: not even a zero cost fits.
   */
  public static final long OUT = -1;

  /** Customer indexes ever given. */
  public int customers() {
    return remaining.customers();
  }

  /** The units of {@link #remaining}, by customer. */
  public long[] remainingUnits() {
    return remaining.toArray();
  }
}
