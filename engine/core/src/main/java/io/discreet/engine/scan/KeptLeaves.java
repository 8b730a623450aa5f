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

  private final QuantileTree tree;
  private final int cells;
  private final Norm norm;

  /** By place. The plan bounds segments × leaves, and a place has a segment of its own. */
  private final NodeCounts counts;

  /** A row each: the position among the kept segments, and in the lower half the leaf. */
  private long[] rows = new long[64];

  private int count;

  /** A row each: the leaf's place in {@link #counts}. */
  private int[] nodes = new int[64];

  KeptLeaves(QuantileTree tree, Norm norm) {
    this.tree = tree;
    this.norm = norm;
    cells = tree.usedLeaves();
    counts = new NodeCounts(tree);
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
    if (count > MOST_EXACT) {
      return boundOfSquares();
    }
    makeRoom();
    int last = 0;
    for (int row = 0; row < count; row++) {
      int place = (int) (rows[row] >>> Integer.SIZE);
      nodes[row] = counts.firstLeaf(place) + (int) rows[row];
      last = Math.max(last, place);
    }
    counts.count(nodes, count, last + 1);
    return (double) counts.squares();
  }

  /** The same of the trees of all places. */
  double norm(Places places) {
    if (norm == Norm.L1) {
      return (double) tree.levels() * count * places.levels();
    }
    if (count > MOST_EXACT) {
      return boundOfSquares() * places.levels();
    }
    makeRoom();
    double total = 0;
    for (int level = 0; level < places.levels(); level++) {
      int[] placeOf = places.ofLevel(level);
      int last = 0;
      for (int row = 0; row < count; row++) {
        int place = placeOf[(int) (rows[row] >>> Integer.SIZE)];
        nodes[row] = counts.firstLeaf(place) + (int) rows[row];
        last = Math.max(last, place);
      }
      counts.count(nodes, count, last + 1);
      total += counts.squares();
    }
    return total;
  }

  private double boundOfSquares() {
    return (double) tree.levels() * count * count;
  }

  private void makeRoom() {
    if (nodes.length < count) {
      nodes = new int[rows.length];
    }
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
