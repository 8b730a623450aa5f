package io.discreet.engine.scan;

import java.io.Serializable;

/**
 * A {@link Part} as it travels to another machine and waits there. Private, as a {@link Tally} is;
 * how many bytes it takes depends on rows.
 */
public final class PackedPart implements Serializable {
  private static final long serialVersionUID = 3L;

  /** By word and place; no word where segments are known beforehand. */
  final long[][] foundSegments;

  /** By axis that is discovered and place. */
  final String[][] foundLabels;

  /** By vector, as in {@link SegmentTotals#totals}. */
  final PackedLongs[] totals;

  /** By customer of the range, as {@link io.discreet.engine.ledger.Payers} numbers levels. */
  final byte[] payers;

  PackedPart(long[][] foundSegments, String[][] foundLabels, PackedLongs[] totals, byte[] payers) {
    this.foundSegments = foundSegments;
    this.foundLabels = foundLabels;
    this.totals = totals;
    this.payers = payers;
  }
}
