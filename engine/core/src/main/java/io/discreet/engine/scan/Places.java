package io.discreet.engine.scan;

import io.discreet.engine.plan.Answer;
import io.discreet.engine.plan.Level;
import io.discreet.engine.plan.QueryPlan;
import java.util.Arrays;
import java.util.List;

/**
 * Where one customer counts: the kept segments and the totals over them, each of which is a place.
 *
 * <p>Law 2: every level that is answered has places of its own, so that a total is charged like a
 * segment. Instances hold the places of one customer and are not thread-safe.
 */
final class Places {
  private final List<Level> levels;

  /** By level and position among the kept segments. */
  private final int[][] placeOf;

  /** The answered segment of each place. */
  private final int[] segments;

  /** Cells of a level, each with a position in the lower half. */
  private final long[] sorted;

  private int positions;
  private int count;

  Places(QueryPlan plan, int mostPositions) {
    levels = plan.segmentLevels();
    placeOf = new int[levels.size()][mostPositions];
    segments = new int[levels.size() * mostPositions];
    sorted = new long[mostPositions];
  }

  /** How many places there can be. */
  int most() {
    return segments.length;
  }

  /** How many levels there are. */
  int levels() {
    return levels.size();
  }

  /**
   * Finds the places of a customer.
   *
   * @param kept the slots of the kept segments
   * @return how many places there are
   */
  int find(long base, Contribution contribution, int[] kept, int keptCount) {
    positions = keptCount;
    count = 0;
    for (int level = 0; level < levels.size(); level++) {
      for (int position = 0; position < positions; position++) {
        // No totals are over found segments, so that segment numbers fit an int.
        int segment = (int) (base + contribution.offset(kept[position]));
        int cell = levels.get(level).cell(segment);
        sorted[position] = (long) cell << Integer.SIZE | position;
      }
      if (levels.get(level).width() > 1) {
        Arrays.sort(sorted, 0, positions); // neighbours share a cell
      }
      int last = -1;
      for (int i = 0; i < positions; i++) {
        int cell = (int) (sorted[i] >>> Integer.SIZE);
        if (cell != last) {
          segments[count++] = cell;
          last = cell;
        }
        placeOf[level][(int) sorted[i]] = count - 1;
      }
    }
    return count;
  }

  /** The answered segment of a place. */
  int segment(int place) {
    return segments[place];
  }

  /** The places of one level, by position among the kept segments. */
  int[] ofLevel(int level) {
    return placeOf[level];
  }

  /**
   * Joins a customer's parts in the kept segments to the parts in all places.
   *
   * @param kept one part for each kept segment
   * @param parts gets one for each place
   */
  void join(Answer answer, long[] kept, long[] parts) {
    Arrays.fill(parts, 0, count, answer.part() == Answer.Part.MISSING ? 1 : 0);
    for (int[] places : placeOf) {
      for (int position = 0; position < positions; position++) {
        int place = places[position];
        parts[place] =
            switch (answer.part()) {
              case PRESENCE, MEETING -> Math.max(parts[place], kept[position]);
              // Nobody is missing from a total who meets the condition in one of its segments.
              case MISSING -> Math.min(parts[place], kept[position]);
              default -> parts[place] + kept[position];
            };
      }
    }
    if (answer.part().boundedInTotals()) {
      for (int place = 0; place < count; place++) {
        // A sum of 0 may be nobody's value, and stays 0 where the clamp excludes 0: a value would
        // then have made it positive, or negative, in every segment.
        parts[place] = parts[place] == 0 ? 0 : answer.clamp(parts[place]);
      }
    }
  }
}
