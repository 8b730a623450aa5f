package io.discreet.engine.ledger;

import io.discreet.engine.policy.QuotaHolder;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What anybody may know of the budget: worst cases, which no customer's data can move.
 *
 * @param period such as 2026-05, or all
 * @param firstDay the period's first day in the shop's time zone; empty when there is but one
 *     period
 * @param endDay the first day of the next period; empty likewise
 * @param budget each customer's budget of the period
 * @param worstCaseSpent the sum of the worst-case costs of the period's releases; may be above the
 *     budget, since customers who have spent theirs stay out
 * @param worstCaseByHolder the same by the purposes, analysts and plans that releases count for
 * @param releases how many releases the period has
 */
public record PublicBudget(
    String period,
    Optional<LocalDate> firstDay,
    Optional<LocalDate> endDay,
    Spend budget,
    Spend worstCaseSpent,
    SortedMap<QuotaHolder, Spend> worstCaseByHolder,
    int releases) {

  public PublicBudget {
    worstCaseByHolder = Collections.unmodifiableSortedMap(new TreeMap<>(worstCaseByHolder));
  }
}
