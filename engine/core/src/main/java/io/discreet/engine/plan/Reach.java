package io.discreet.engine.plan;

import io.discreet.mechanisms.accounting.Currency;
import java.util.List;

/**
 * How far one customer's contribution reaches over all levels of segments.
 *
 * <h2>Sensitivity of totals</h2>
 *
 * With {@code ROLLUP} a customer counts in the kept segments and in every total over them, and the
 * norms of all levels add up. In a level of totals a customer reaches at most min(l0, R) cells, R
 * of them being within the customer's reach. Counts of customers, numbers of rows, sums and rates
 * are bounded again in each total as in a segment, so that a level has at most as many coordinates
 * of the same largest size. What a mean, a variance and a tree add is not bounded again, since that
 * would distort a quotient: a total that c kept segments make has at most c times the size. With at
 * most l0 kept segments in all and m in one cell, the sum of the c² is largest where as many cells
 * as possible have m: ⌊l0/m⌋ · m² + (l0 mod m)²; the sum of the c is l0.
 *
 * @param l0 the most segments that one customer counts in
 * @param levels of segments that are answered
 */
record Reach(int l0, List<Level> levels) {

  /** The largest norm of one customer's contribution to all levels, rounded up. */
  double normBound(Draft draft, Currency.Norm norm) {
    double bound = 0;
    for (Level level : levels) {
      double ofLevel = coordinates(draft, level, norm) * draft.largestNorm(norm);
      bound = Math.nextUp(bound + Math.nextUp(ofLevel));
    }
    return bound;
  }

  /** How many times its largest coordinate a customer can add to a level, in the norm. */
  private double coordinates(Draft draft, Level level, Currency.Norm norm) {
    return draft.part().boundedInTotals()
        ? level.reach()
        : level.mostOverlap(l0, norm == Currency.Norm.SQUARED_L2);
  }

  /** The most kept segments of a customer that any total is over. */
  int overlap() {
    return levels.stream().mapToInt(Level::overlap).max().orElse(1);
  }

  /** How many segments and totals are answered. */
  int cells() {
    return levels.stream().mapToInt(Level::cells).sum();
  }
}
