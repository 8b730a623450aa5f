package io.discreet.engine;

import io.discreet.engine.policy.QuotaHolder;
import io.discreet.mechanisms.accounting.SafeSide;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is left of the budget in the public worst case: as if every customer had paid the most that
 * every query could cost. Most customers have paid less; what each one paid is private.
 *
 * @param period such as 2026-11, or all
 * @param firstDay the period's first day; empty where there is one period only
 * @param endDay the first day of the next period; empty likewise
 * @param epsilon each customer's ε of the period
 * @param delta each customer's δ of the period
 * @param selectionDelta the part of that δ which selection of segments may spend
 * @param coverageReserve the share of the budget that is kept for estimates of coverage, rounded up
 * @param spentShare worst-case spend as a share of the budget, rounded up; may be above 1, since
 *     customers whose budget is spent stay out
 * @param spentSelectionDelta the δ of selection that is spent in the worst case
 * @param accounts the same for each purpose, analyst and plan that asked or has a quota, in order
 * @param releases how many releases the period has
 */
public record BudgetStatus(
    String period,
    Optional<LocalDate> firstDay,
    Optional<LocalDate> endDay,
    double epsilon,
    double delta,
    double selectionDelta,
    double coverageReserve,
    double spentShare,
    double spentSelectionDelta,
    List<Account> accounts,
    int releases) {

  public BudgetStatus {
    accounts = List.copyOf(accounts);
  }

  /**
   * What a purpose, an analyst or a plan has used, in the public worst case.
   *
   * @param spentShare as a share of the budget, rounded up
   * @param quota the share that it may use, rounded down; empty where it may use all
   */
  public record Account(QuotaHolder holder, double spentShare, OptionalDouble quota) {

    /** The share of the budget that the quota leaves, rounded down; infinite without one. */
    public double left() {
      return quota.isEmpty()
          ? Double.POSITIVE_INFINITY
          : SafeSide.LEFT.difference(quota.getAsDouble(), spentShare);
    }
  }

  /**
   * The share of the budget that is left to queries in the worst case, rounded down; below 0 where
   * it is overspent. What is kept for estimates of coverage is no part of it.
   */
  public double left() {
    return SafeSide.LEFT.difference(SafeSide.LEFT.difference(1, coverageReserve), spentShare);
  }

  /** The account of a holder, if it has asked or has a quota. */
  public Optional<Account> account(QuotaHolder holder) {
    return accounts.stream().filter(account -> account.holder().equals(holder)).findFirst();
  }
}
