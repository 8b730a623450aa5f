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
   * @param number as {@link Cells#number} writes it
   */
  abstract int place(long[] number);

  /** How many places there are. */
  abstract int places();

  /** Writes the number of the segment of a place. */
  abstract void number(int place, long[] into);

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
    int place(long[] number) {
      return (int) number[0];
    }

    @Override
    int places() {
      return segments;
    }

    @Override
    void number(int place, long[] into) {
      into[0] = place;
    }
  }

  /** Places in the order in which segments come, found by {@link KeyPlaces}. */
  private static final class OfFound extends SegmentTotals {
    private static final int LEAST = 16;

    private final KeyPlaces known;
    private final long[] number;

    OfFound(QueryPlan plan) {
      super(plan.answers().size() + 1);
      number = new long[plan.discoveredAxes()];
      known = new KeyPlaces(number.length);
      Arrays.setAll(totals, vector -> new long[LEAST]);
    }

    @Override
    void add(SegmentTotals other) {
      for (int from = 0; from < other.places(); from++) {
        other.number(from, number);
        int place = place(number);
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
          for (int word = 0; word < number.length; word++) {
            number[word] = segments[word][from];
          }
          int place = place(number); // first, since totals may move
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
    int place(long[] segment) {
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
    void number(int place, long[] into) {
      for (int word = 0; word < into.length; word++) {
        into[word] = known.word(place, word);
      }
    }
  }
}
