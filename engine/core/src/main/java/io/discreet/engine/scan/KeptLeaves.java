package io.discreet.engine.scan;

import io.discreet.mechanisms.accounting.Currency.Norm;
import io.discreet.mechanisms.quantiles.QuantileTree;
import java.util.Arrays;

/**
 * The leaves of one customer's kept rows in the trees of the kept segments: what an answer of
 * leaves gets from the customer, and what that costs. Not thread-safe.
 */
final class KeptLeaves {

  /** The levels' squares of so many rows add up to a long. */
  private static final int MOST_EXACT = 1 << 30;

  private static final int CHILD_BITS = Integer.numberOfTrailingZeros(QuantileTree.BRANCHING);

  private final QuantileTree tree;
  private final int cells;
  private final Norm norm;

  /** A row each: the position among the kept segments, and in the lower half the leaf. */
  private long[] rows = new long[64];

  private int count;

  KeptLeaves(QuantileTree tree, Norm norm) {
    this.tree = tree;
    this.norm = norm;
    cells = tree.usedLeaves();
  }

  /** Forgets the customer before. */
  void clear() {
    count = 0;
  }

  /** Adds a kept row in the segment at a position among the kept ones. */
  void add(int position, int leaf) {
    if (count == rows.length) {
      rows = Arrays.copyOf(rows, 2 * count);
    }
    rows[count++] = (long) position << Integer.SIZE | leaf;
  }

  /**
   * The norm of what the rows add to all nodes of all levels of the trees of the kept segments.
   * Exact, so that it does not depend on the order of the rows, but for so many rows that it might
   * overflow: then it is a bound.
   */
  double norm() {
    if (norm == Norm.L1) {
      return (double) tree.levels() * count;
    }
    return squares(rows);
  }

  /** The same of the trees of all places. */
  double norm(Places places) {
    if (norm == Norm.L1) {
      return (double) tree.levels() * count * places.levels();
    }
    double total = 0;
    long[] placed = new long[count];
    for (int level = 0; level < places.levels(); level++) {
      int[] place = places.ofLevel(level);
      for (int row = 0; row < count; row++) {
        long leaf = rows[row] & 0xffff_ffffL;
        placed[row] = (long) place[(int) (rows[row] >>> Integer.SIZE)] << Integer.SIZE | leaf;
      }
      total += squares(placed);
    }
    return total;
  }

  private double squares(long[] nodes) {
    if (count > MOST_EXACT) {
      return (double) tree.levels() * count * count;
    }
    Arrays.sort(nodes, 0, count);
    long total = 0;
    for (int shift = 0; shift < CHILD_BITS * tree.levels(); shift += CHILD_BITS) {
      total += squares(nodes, shift);
    }
    return (double) total;
  }

  /** The sum of the squared counts of the nodes whose leaves agree but for the lowest bits. */
  private long squares(long[] nodes, int shift) {
    long total = 0;
    long node = -1;
    long run = 0;
    for (int row = 0; row < count; row++) {
      long here = nodes[row] >>> shift;
      if (here == node) {
        run++;
      } else {
        total += run * run;
        node = here;
        run = 1;
      }
    }
    return total + run * run;
  }

  /**
   * Adds the rows to the leaves of their segments.
   *
   * @param segments the kept segments, by position
   */
  void addTo(long[] totals, int[] segments) {
    for (int row = 0; row < count; row++) {
      int segment = segments[(int) (rows[row] >>> Integer.SIZE)];
      totals[segment * cells + (int) rows[row]]++; // the plan bounds segments × leaves
    }
  }

  /** Adds the rows to the leaves of all places. */
  void addTo(long[] totals, Places places) {
    for (int level = 0; level < places.levels(); level++) {
      int[] place = places.ofLevel(level);
      for (int row = 0; row < count; row++) {
        int segment = places.segment(place[(int) (rows[row] >>> Integer.SIZE)]);
        totals[segment * cells + (int) rows[row]]++;
      }
    }
  }
}
