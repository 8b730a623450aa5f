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

  /** By word what it adds to the place: as long as all segments have one, each its own. */
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
    strides = new long[cells.words()];
    long segments = 1;
    long stride = 1;
    for (int word = 0; word < strides.length; word++) {
      strides[word] = stride;
      stride *= cells.below(word); // beyond a long where it only has to spread
      segments =
          segments > MOST_REMEMBERED / cells.below(word)
              ? MOST_REMEMBERED
              : segments * cells.below(word);
    }
    int places = (int) segments;
    firsts = new long[places];
    others = new long[strides.length - 1][places];
    hashes = new long[places];
    Arrays.fill(firsts, -1);
  }

  long of(long[] segment) {
    int place = place(segment);
    if (firsts[place] != segment[0] || !sameOthers(place, segment)) {
      hashes[place] = hash.hash(canonicalBytes(segment));
      firsts[place] = segment[0];
      for (int other = 0; other < others.length; other++) {
        others[other][place] = segment[other + 1];
      }
    }
    return hashes[place];
  }

  private int place(long[] segment) {
    long place = segment[0];
    for (int word = 1; word < segment.length; word++) {
      place += strides[word] * segment[word];
    }
    return (int)
        (place >= 0 && place < firsts.length
            ? place
            : Long.remainderUnsigned(place, firsts.length));
  }

  private boolean sameOthers(int place, long[] segment) {
    for (int other = 0; other < others.length; other++) {
      if (others[other][place] != segment[other + 1]) {
        return false;
      }
    }
    return true;
  }

  private byte[] canonicalBytes(long[] segment) {
    List<String> labels = plan.finestLabels(cells.publicCell(segment), cells.foundLabels(segment));
    List<String> named = new ArrayList<>();
    for (int axis = 0; axis < labels.size(); axis++) {
      named.add(plan.axes().get(axis).name());
      named.add(labels.get(axis));
    }
    return LabelBytes.of(named);
  }
}
