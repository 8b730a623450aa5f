package io.discreet.engine.scan;

import java.io.Serializable;
import org.roaringbitmap.RoaringBitmap;

/**
 * A {@link Part} as it travels to another machine and waits there. Private, as a {@link Tally} is;
 * how many bytes it takes depends on rows.
 */
public final class PackedPart implements Serializable {
  private static final long serialVersionUID = 2L;

  /** By word and place; no word where segments are known beforehand. */
  final long[][] foundSegments;

  /** By axis that is discovered and place. */
  final String[][] foundLabels;

  /** By vector, as in {@link SegmentTotals#totals}. */
  final PackedLongs[] totals;

  /** By cost level, numbered from 0 on in the range. */
  final RoaringBitmap[] payers;

  PackedPart(
      long[][] foundSegments,
      String[][] foundLabels,
      PackedLongs[] totals,
      RoaringBitmap[] payers) {
    this.foundSegments = foundSegments;
    this.foundLabels = foundLabels;
    this.totals = totals;
    this.payers = payers;
  }
}
