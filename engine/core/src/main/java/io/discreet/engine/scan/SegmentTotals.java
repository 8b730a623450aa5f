package io.discreet.engine.scan;

import io.discreet.engine.plan.QueryPlan;
import java.util.Arrays;

/** Exact totals of a plan's answers by segment, each segment with a place. Not thread-safe. */
abstract class SegmentTotals {

  /** By vector and place; of an answer of leaves all leaves of a place, one after the other. */
  final long[][] totals;

  private SegmentTotals(int vectors) {
    totals = new long[vectors][];
  }

  /**
   * Totals that are 0. Of segments that are known beforehand the place is the segment's number.
   *
   * <p>Where a plan discovers segments, they are those that somebody counts in, of whatever numbers
   * from 0; after those of the answers, how many customers count there. No answer is of leaves
   * then: how many segments are found is private, and each would need all of a tree's.
   */
  static SegmentTotals of(QueryPlan plan) {
    return plan.discovers() ? new OfFound(plan) : new OfAll(plan);
  }

  /**
   * The place of a segment, which gets one if it has none. Totals may move to larger arrays.
   *
   * @param first the first word of its number
   * @param rest the others
   */
  abstract int place(long first, long[] rest);

  /** How many places there are. */
  abstract int places();

  /** The first word of the number of the segment of a place. */
  abstract long first(int place);

  /** Writes the others. */
  abstract void others(int place, long[] into);

  /** Adds what another thread totalled of the same plan. */
  abstract void add(SegmentTotals other);

  /**
   * Adds what another machine totalled of the same plan.
   *
   * @param segments of its places by word, where the plan discovers them
   */
  abstract void add(long[][] segments, PackedLongs[] packed);

  /** The totals of all places. */
  abstract PackedLongs[] packed();

  private static final class OfAll extends SegmentTotals {
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
    void add(long[][] segments, PackedLongs[] packed) {
      for (int vector = 0; vector < totals.length; vector++) {
        packed[vector].addTo(totals[vector]);
      }
    }

    @Override
    PackedLongs[] packed() {
      return Arrays.stream(totals)
          .map(vector -> PackedLongs.of(vector, vector.length))
          .toArray(PackedLongs[]::new);
    }

    @Override
    int place(long first, long[] rest) {
      return (int) first;
    }

    @Override
    int places() {
      return segments;
    }

    @Override
    long first(int place) {
      return place;
    }

    @Override
    void others(int place, long[] into) {}
  }

  /** Places in the order in which segments come, found by {@link KeyPlaces}. */
  private static final class OfFound extends SegmentTotals {
    private static final int LEAST = 16;

    private final KeyPlaces known;
    private final long[] rest;

    OfFound(QueryPlan plan) {
      super(plan.answers().size() + 1);
      rest = new long[plan.discoveredAxes() - 1];
      known = new KeyPlaces(1 + rest.length);
      Arrays.setAll(totals, vector -> new long[LEAST]);
    }

    @Override
    void add(SegmentTotals other) {
      for (int from = 0; from < other.places(); from++) {
        other.others(from, rest);
        int place = place(other.first(from), rest);
        for (int vector = 0; vector < totals.length; vector++) {
          totals[vector][place] += other.totals[vector][from];
        }
      }
    }

    @Override
    void add(long[][] segments, PackedLongs[] packed) {
      for (int vector = 0; vector < totals.length; vector++) {
        long[] unpacked = packed[vector].unpacked();
        for (int from = 0; from < segments[0].length; from++) {
          for (int word = 0; word < rest.length; word++) {
            rest[word] = segments[word + 1][from];
          }
          int place = place(segments[0][from], rest); // first, since totals may move
          totals[vector][place] += unpacked[from];
        }
      }
    }

    @Override
    PackedLongs[] packed() {
      return Arrays.stream(totals)
          .map(vector -> PackedLongs.of(vector, places()))
          .toArray(PackedLongs[]::new);
    }

    @Override
    int place(long first, long[] rest) {
      int place = known.place(first, rest);
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
    long first(int place) {
      return known.first(place);
    }

    @Override
    void others(int place, long[] into) {
      for (int other = 0; other < into.length; other++) {
        into[other] = known.other(place, other);
      }
    }
  }
}
