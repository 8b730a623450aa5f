package io.discreet.engine.scan;

import java.util.Arrays;

/** Exact totals of some vectors by segment, each segment with a place. Not thread-safe. */
abstract class SegmentTotals {

  /** By vector and place. */
  long[][] totals;

  private SegmentTotals(int vectors, int places) {
    totals = new long[vectors][places];
  }

  /** Totals of segments that are known beforehand: the place is the segment's number. */
  static SegmentTotals ofAll(int vectors, int segments) {
    return new OfAll(vectors, segments);
  }

  /** Totals of the segments that somebody counts in, of whatever numbers from 0. */
  static SegmentTotals ofFound(int vectors) {
    return new OfFound(vectors);
  }

  /** The place of a segment, which gets one if it has none. Totals may move to larger arrays. */
  abstract int place(long segment);

  /** How many places there are. */
  abstract int places();

  /** The segment of a place. */
  abstract long segment(int place);

  /** Adds what another thread totalled. */
  final void add(SegmentTotals other) {
    for (int from = 0; from < other.places(); from++) {
      int place = place(other.segment(from));
      for (int vector = 0; vector < totals.length; vector++) {
        totals[vector][place] += other.totals[vector][from];
      }
    }
  }

  private static final class OfAll extends SegmentTotals {

    OfAll(int vectors, int segments) {
      super(vectors, segments);
    }

    @Override
    int place(long segment) {
      return (int) segment;
    }

    @Override
    int places() {
      return totals[0].length;
    }

    @Override
    long segment(int place) {
      return place;
    }
  }

  /** Places in the order in which segments come, found by {@link LongPlaces}. */
  private static final class OfFound extends SegmentTotals {
    private final LongPlaces known = new LongPlaces();

    OfFound(int vectors) {
      super(vectors, 16);
    }

    @Override
    int place(long segment) {
      int place = known.place(segment);
      if (place == totals[0].length) {
        for (int vector = 0; vector < totals.length; vector++) {
          totals[vector] = Arrays.copyOf(totals[vector], 2 * place);
        }
      }
      return place;
    }

    @Override
    int places() {
      return known.size();
    }

    @Override
    long segment(int place) {
      return known.number(place);
    }
  }
}
