package io.discreet.engine.scan;

import io.discreet.engine.plan.QueryPlan;
import java.io.Serializable;
import java.util.Arrays;

/** Exact totals of a plan's answers by segment, each segment with a place. Not thread-safe. */
abstract class SegmentTotals implements Serializable {
  private static final long serialVersionUID = 1L;

  /** By vector and place; of an answer of leaves all leaves of a place, one after the other. */
  final long[][] totals;

  private SegmentTotals(int vectors) {
    totals = new long[vectors][];
  }

  /** Totals of segments that are known beforehand: the place is the segment's number. */
  static SegmentTotals ofAll(QueryPlan plan) {
    return new OfAll(plan);
  }

  /**
   * Totals of the segments that somebody counts in, of whatever numbers from 0; after those of the
   * answers, how many customers count there. No answer is of leaves: how many segments are found is
   * private, and each would need all of a tree's.
   */
  static SegmentTotals ofFound(QueryPlan plan) {
    return new OfFound(plan.answers().size() + 1);
  }

  /** The place of a segment, which gets one if it has none. Totals may move to larger arrays. */
  abstract int place(long segment);

  /** How many places there are. */
  abstract int places();

  /** The segment of a place. */
  abstract long segment(int place);

  /** Adds what another thread, or machine, totalled of the same plan. */
  abstract void add(SegmentTotals other);

  private static final class OfAll extends SegmentTotals {
    private static final long serialVersionUID = 1L;

    private final int segments;

    OfAll(QueryPlan plan) {
      super(plan.answers().size());
      segments = plan.segments();
      for (int answer = 0; answer < totals.length; answer++) {
        totals[answer] = new long[segments * plan.answers().get(answer).cells()];
      }
    }

    @Override
    void add(SegmentTotals other) {
      for (int vector = 0; vector < totals.length; vector++) {
        long[] into = totals[vector];
        long[] from = other.totals[vector];
        for (int i = 0; i < into.length; i++) {
          into[i] += from[i];
        }
      }
    }

    @Override
    int place(long segment) {
      return (int) segment;
    }

    @Override
    int places() {
      return segments;
    }

    @Override
    long segment(int place) {
      return place;
    }
  }

  /** Places in the order in which segments come, found by {@link LongPlaces}. */
  private static final class OfFound extends SegmentTotals {
    private static final long serialVersionUID = 1L;

    private static final int LEAST = 16;

    private final LongPlaces known = new LongPlaces();

    OfFound(int vectors) {
      super(vectors);
      Arrays.setAll(totals, vector -> new long[LEAST]);
    }

    @Override
    void add(SegmentTotals other) {
      for (int from = 0; from < other.places(); from++) {
        int place = place(other.segment(from));
        for (int vector = 0; vector < totals.length; vector++) {
          totals[vector][place] += other.totals[vector][from];
        }
      }
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
