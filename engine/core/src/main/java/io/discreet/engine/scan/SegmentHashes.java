package io.discreet.engine.scan;

import io.discreet.engine.keys.KeyedHash;
import io.discreet.engine.plan.QueryPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Keyed hashes of the segments' canonical bytes: axis names and labels, each with its length. Never
 * of numbers, which hold codes that other customers can move. Not thread-safe.
 *
 * <p>Hashes of up to so many segments are remembered; of those that share a place, the last one.
 */
final class SegmentHashes {

  /** Whatever is found in the data, no more are remembered. */
  private static final int MOST_REMEMBERED = 1 << 20;

  private final QueryPlan plan;
  private final Cells cells;
  private final KeyedHash hash;

  /** By place; the segment that was hashed last, or −1. */
  private final long[] segments;

  private final long[] hashes;

  SegmentHashes(QueryPlan plan, Cells cells, KeyedHash hash) {
    this.plan = plan;
    this.cells = cells;
    this.hash = hash;
    int places = (int) Math.min(MOST_REMEMBERED, cells.segments());
    segments = new long[places];
    hashes = new long[places];
    Arrays.fill(segments, -1);
  }

  long of(long segment) {
    int place = (int) (segment < segments.length ? segment : segment % segments.length);
    if (segments[place] != segment) {
      hashes[place] = hash.hash(canonicalBytes(segment));
      segments[place] = segment;
    }
    return hashes[place];
  }

  private byte[] canonicalBytes(long segment) {
    List<String> labels = plan.finestLabels(cells.publicCell(segment), cells.foundLabel(segment));
    List<String> named = new ArrayList<>();
    for (int axis = 0; axis < labels.size(); axis++) {
      named.add(plan.axes().get(axis).name());
      named.add(labels.get(axis));
    }
    return LabelBytes.of(named);
  }
}
