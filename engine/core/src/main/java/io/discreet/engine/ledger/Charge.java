package io.discreet.engine.ledger;

import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * Who pays what for one release.
 *
 * @param releaseId the release's id
 * @param worstCaseUnits what the largest possible contribution costs; level 0
 * @param levelUnits the units of each level, falling: ⌈worst case × 2^(−k/4)⌉ for k = 0..63
 * @param payers for each level the customer indexes that pay it; disjoint
 */
public record Charge(
    String releaseId, long worstCaseUnits, long[] levelUnits, List<RoaringBitmap> payers) {}
