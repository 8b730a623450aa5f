package io.discreet.engine;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

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
 * @param spentShare worst-case spend as a share of the budget; may be above 1, since customers
 *     whose budget is spent stay out
 * @param spentSelectionDelta the δ of selection that is spent in the worst case
 * @param spentShareByPurpose the same for each purpose that was asked for
 * @param quotaByPurpose the share that a purpose may use, for each that has a quota
 * @param releases how many releases the period has
 */
public record BudgetStatus(
    String period,
    Optional<LocalDate> firstDay,
    Optional<LocalDate> endDay,
    double epsilon,
    double delta,
    double selectionDelta,
    double spentShare,
    double spentSelectionDelta,
    Map<String, Double> spentShareByPurpose,
    Map<String, Double> quotaByPurpose,
    int releases) {}
