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

  /** By other word what it adds to the place: as long as all segments have one, each its own. */
  private final long[] strides;

  /** By place the first word of the segment that was hashed last, or −1. */
  private final long[] firsts;

  /** The other words of the same segments, by word and place. */
  private final long[][] others;

  private final long[] hashes;

  SegmentHashes(QueryPlan plan, Cells cells, KeyedHash hash) {
    this.plan = plan;
    this.cells = cells;
    this.hash = hash;
    strides = new long[cells.otherWords()];
    long stride = cells.belowFirst();
    long segments = Math.min(MOST_REMEMBERED, stride);
    for (int other = 0; other < strides.length; other++) {
      long cellsOfWord = cells.belowOther(other);
      strides[other] = stride;
      stride *= cellsOfWord; // beyond a long it need only spread
      segments =
          segments > MOST_REMEMBERED / cellsOfWord ? MOST_REMEMBERED : segments * cellsOfWord;
    }
    int places = (int) segments;
    firsts = new long[places];
    others = new long[strides.length][places];
    hashes = new long[places];
    Arrays.fill(firsts, -1);
  }

  /**
   * The hash of a segment.
   *
   * @param first the first word of its number
   * @param rest the others
   */
  long of(long first, long[] rest) {
    int place = place(first, rest);
    if (firsts[place] != first || (rest.length > 0 && !sameOthers(place, rest))) {
      hashes[place] = hash.hash(canonicalBytes(first, rest));
      firsts[place] = first;
      for (int other = 0; other < others.length; other++) {
        others[other][place] = rest[other];
      }
    }
    return hashes[place];
  }

  private int place(long first, long[] rest) {
    long place = rest.length == 0 ? first : spread(first, rest);
    return (int) (place < firsts.length ? place : place % firsts.length);
  }

  private long spread(long first, long[] rest) {
    long place = first;
    for (int other = 0; other < others.length; other++) {
      place += strides[other] * rest[other];
    }
    return place & Long.MAX_VALUE;
  }

  private boolean sameOthers(int place, long[] rest) {
    for (int other = 0; other < others.length; other++) {
      if (others[other][place] != rest[other]) {
        return false;
      }
    }
    return true;
  }

  private byte[] canonicalBytes(long first, long[] rest) {
    List<String> labels =
        plan.finestLabels(cells.publicCell(first), cells.foundLabels(first, rest));
    List<String> named = new ArrayList<>();
    for (int axis = 0; axis < labels.size(); axis++) {
      named.add(plan.axes().get(axis).name());
      named.add(labels.get(axis));
    }
    return LabelBytes.of(named);
  }
}
