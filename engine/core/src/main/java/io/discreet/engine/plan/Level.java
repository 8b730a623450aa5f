package io.discreet.engine.plan;

import io.discreet.engine.query.SegmentQuery.Totals;
import java.util.ArrayList;
import java.util.List;

/**
 * One level of segments that are answered: the segments that a customer's rows fall in, or totals
 * over the last of their axes.
 *
 * @param axes how many leading axes tell its cells apart
 * @param first the number of its first cell among all that are answered
 * @param cells how many there are
 * @param width how many neighbouring segments of the finest level make one of its cells
 * @param reach the most of its cells that one customer counts in
 * @param overlap the most of a customer's kept segments that make one of its cells
 */
public record Level(int axes, int first, int cells, int width, int reach, int overlap) {

  /** The number of the cell that a segment of the finest level belongs to. */
  public int cell(int segment) {
    return first + segment / width;
  }

  /**
   * The levels of a question, finest first; of totals, over axes none of which is discovered.
   *
   * @param segments of the public cells
   * @param reachable the most segments that one customer can have rows in
   */
  static List<Level> of(
      Totals totals, List<PlannedAxis> axes, int segments, int reachable, int l0) {
    if (totals == Totals.NONE) {
      return List.of(new Level(axes.size(), 0, segments, 1, Math.min(l0, reachable), 1));
    }
    List<Level> levels = new ArrayList<>();
    int first = 0;
    int cells = segments;
    int reach = reachable;
    for (int leading = axes.size(); leading >= 0; leading--) {
      if (totals == Totals.ROLLUP || leading == 0) {
        int overlap = Math.min(l0, reachable / reach);
        levels.add(
            new Level(leading, first, cells, segments / cells, Math.min(l0, reach), overlap));
        first += cells;
      }
      if (leading > 0) {
        PlannedAxis last = axes.get(leading - 1);
        cells /= last.cells().size();
        // A table with one row for each customer leaves nothing to reach: 1 already.
        reach = last.column().attribute() ? reach : Math.max(1, reach / last.cells().size());
      }
    }
    return List.copyOf(levels);
  }

  /**
   * The most that the squares, or the absolute values, of a customer's numbers of kept segments by
   * cell can add up to: they are largest where as many segments as possible share a cell.
   */
  double mostOverlap(int l0, boolean squared) {
    if (!squared) {
      return l0;
    }
    int full = l0 / overlap;
    int rest = l0 % overlap;
    return (double) full * overlap * overlap + (double) rest * rest;
  }
}
