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

  /** Up to so many nodes a row, all are cleared rather than those that have rows. */
  private static final int FEW_NODES = 8;

  private static final int CHILD_BITS = Integer.numberOfTrailingZeros(QuantileTree.BRANCHING);

  private final QuantileTree tree;
  private final int cells;
  private final Norm norm;

  /** Leaves of a place, rounded up to whole nodes of the highest level. */
  private final int width;

  /** A row each: the position among the kept segments, and in the lower half the leaf. */
  private long[] rows = new long[64];

  private int count;

  /** A row each: the place of a node in {@link #rowsOfNode} of the lowest level. */
  private int[] nodes = new int[64];

  /**
   * By level from the leaves up, then by place and node; zeros between calls. The plan bounds
   * segments × leaves, and a place has a segment of its own.
   */
  private final int[][] rowsOfNode;

  KeptLeaves(QuantileTree tree, Norm norm) {
    this.tree = tree;
    this.norm = norm;
    cells = tree.usedLeaves();
    int highest = 1 << (CHILD_BITS * (tree.levels() - 1));
    width = (cells + highest - 1) / highest * highest;
    rowsOfNode = new int[tree.levels()][0];
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
      nodes[row] = (int) (rows[row] >>> Integer.SIZE) * width + (int) rows[row];
      last = Math.max(last, nodes[row]);
    }
    return (double) squares(last);
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
      int[] place = places.ofLevel(level);
      int last = 0;
      for (int row = 0; row < count; row++) {
        nodes[row] = place[(int) (rows[row] >>> Integer.SIZE)] * width + (int) rows[row];
        last = Math.max(last, nodes[row]);
      }
      total += squares(last);
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
   * The sum of the squared counts of all nodes that {@link #nodes} and their ancestors are.
   *
   * @param last the greatest of {@link #nodes}
   */
  private long squares(int last) {
    for (int level = 0; level < rowsOfNode.length; level++) {
      int used = (last >>> (CHILD_BITS * level)) + 1;
      if (rowsOfNode[level].length < used) {
        rowsOfNode[level] = new int[used];
      }
    }
    long pairs = rowsOfNode.length == QuantileTree.MAX_LEVELS ? pairsOfFullTree() : 0;
    for (int level = 0; level < rowsOfNode.length; level++) {
      int shift = CHILD_BITS * level;
      if (rowsOfNode.length < QuantileTree.MAX_LEVELS) {
        pairs += pairs(rowsOfNode[level], shift);
      }
      clear(rowsOfNode[level], (last >>> shift) + 1, shift);
    }
    // A row that is added to c others adds (c + 1)² − c² = 2c + 1.
    return 2 * pairs + (long) rowsOfNode.length * count;
  }

  private long pairs(int[] counts, int shift) {
    long pairs = 0;
    for (int row = 0; row < count; row++) {
      pairs += counts[nodes[row] >>> shift]++;
    }
    return pairs;
  }

  /**
   * {@link #pairs} of all levels, in one loop: few nodes have most of the rows of the upper levels,
   * and while one count waits for the one before it, those of other levels go on.
   */
  private long pairsOfFullTree() {
    int[] leaves = rowsOfNode[0];
    int[] parents = rowsOfNode[1];
    int[] grandparents = rowsOfNode[2];
    int[] highest = rowsOfNode[3];
    long pairs = 0;
    for (int row = 0; row < count; row++) {
      int node = nodes[row];
      pairs +=
          (long) leaves[node]++
              + parents[node >>> CHILD_BITS]++
              + grandparents[node >>> (2 * CHILD_BITS)]++
              + highest[node >>> (3 * CHILD_BITS)]++;
    }
    return pairs;
  }

  private void clear(int[] counts, int used, int shift) {
    if (used <= (long) FEW_NODES * count) {
      Arrays.fill(counts, 0, used, 0);
    } else {
      for (int row = 0; row < count; row++) {
        counts[nodes[row] >>> shift] = 0;
      }
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
