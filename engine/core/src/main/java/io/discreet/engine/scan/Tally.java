package io.discreet.engine.scan;

import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * Exact totals and who pays for them. Private: only noised totals may leave the engine.
 *
 * @param totals for each answer of the plan and each segment, the sum of the admitted customers'
 *     bounded contributions; |total| ≤ 2⁶². An answer of leaves has {@link
 *     io.discreet.engine.plan.Answer#cells} totals for each segment, one after the other
 * @param payers for each cost level the admitted customers that pay it; disjoint
 */
public record Tally(long[][] totals, List<RoaringBitmap> payers) {}
