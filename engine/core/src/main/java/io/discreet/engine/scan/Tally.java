package io.discreet.engine.scan;

import io.discreet.engine.ledger.Payers;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Exact totals and who pays for them. Private: only noised totals may leave the engine, and of
 * segments that were found in the data only those that a private choice names.
 *
 * @param totals for each answer of the plan and each segment, the sum of the admitted customers'
 *     bounded contributions; |total| ≤ 2⁶². An answer of leaves has {@link
 *     io.discreet.engine.plan.Answer#cells} totals for each segment, one after the other
 * @param customers for each segment that was found how many admitted customers count in it, at
 *     least 1; empty for a plan that discovers nothing
 * @param labels the cell labels of a segment by its position in the totals. The order of found
 *     segments is private
 * @param payers which cost level each admitted customer pays
 */
public record Tally(
    long[][] totals, long[] customers, IntFunction<List<String>> labels, Payers payers) {}
