package io.discreet.engine.scan;

import io.discreet.mechanisms.quantiles.QuantileTree;
import java.util.Arrays;

/**
 * How many of one customer's rows share the nodes of several trees of one shape, each tree in a
 * place of its own. Leaves are numbered place after place. Not thread-safe.
 *
 * <p>Squares of counts are told as pairs of rows that share a node: a row that is added to c others
 * adds (c + 1)² − c² = 2c + 1.
 */
final class NodeCounts {

  /** Up to so many nodes a row, all are cleared rather than those that have rows. */
  private static final int FEW_NODES = 8;

  private static final int CHILD_BITS = Integer.numberOfTrailingZeros(QuantileTree.BRANCHING);

  private final int levels;
  private final int placeBits;

  /** By level from the leaves up, then by node; zeros between calls. */
  private final int[][] rowsOfNode;

  private int[] rows = new int[0];
  private int count;
  private int usedLeaves;
  private long inParents;
  private long inAncestors;

  NodeCounts(QuantileTree tree) {
    levels = tree.levels();
    // No node of any level is of two places.
    placeBits = Integer.SIZE - Integer.numberOfLeadingZeros(tree.usedLeaves() - 1);
    rowsOfNode = new int[levels][0];
  }

  /** The first leaf of a place; those of the one before end there. */
  int firstLeaf(int place) {
    return place << placeBits;
  }

  /** The place of a leaf. */
  int place(int leaf) {
    return leaf >>> placeBits;
  }

  /**
   * Turns to the rows of a customer and counts them in all nodes above the leaves.
   *
   * @param leaves one for each row; kept until the next call
   * @param rowCount how many of {@code leaves} there are
   * @param places above those of the leaves
   */
  void count(int[] leaves, int rowCount, int places) {
    rows = leaves;
    count = rowCount;
    usedLeaves = places << placeBits;
    inParents = levels == 1 ? (long) count * (count - 1) / 2 : 0;
    inAncestors = 0;
    if (levels == QuantileTree.MAX_LEVELS) {
      countInFullTree();
    } else {
      for (int level = 1; level < levels; level++) {
        long pairs = pairs(level);
        inAncestors += pairs;
        inParents = level == 1 ? pairs : inParents;
      }
    }
  }

  /**
   * In one loop: few nodes have most of the rows of the upper levels, and while one count waits for
   * the one before it, those of other levels go on.
   */
  private void countInFullTree() {
    int[] parents = room(1);
    int[] grandparents = room(2);
    int[] highest = room(3);
    long pairs = 0;
    long above = 0;
    for (int row = 0; row < count; row++) {
      int leaf = rows[row];
      pairs += parents[leaf >>> CHILD_BITS]++;
      above +=
          (long) grandparents[leaf >>> (2 * CHILD_BITS)]++ + highest[leaf >>> (3 * CHILD_BITS)]++;
    }
    inParents = pairs;
    inAncestors = pairs + above;
    clear(1);
    clear(2);
    clear(3);
  }

  /** The sum of the squared counts of all nodes if no two rows shared a leaf: the least it is. */
  long leastSquares() {
    return 2 * inAncestors + (long) levels * count;
  }

  /** The same if all rows that share a parent shared a leaf of it: the most it is. */
  long mostSquares() {
    return leastSquares() + 2 * inParents;
  }

  /** The sum of the squared counts of all nodes. */
  long squares() {
    return leastSquares() + 2 * pairs(0);
  }

  private long pairs(int level) {
    int[] counts = room(level);
    int shift = CHILD_BITS * level;
    long pairs = 0;
    for (int row = 0; row < count; row++) {
      pairs += counts[rows[row] >>> shift]++;
    }
    clear(level);
    return pairs;
  }

  private int[] room(int level) {
    int used = used(level);
    if (rowsOfNode[level].length < used) {
      rowsOfNode[level] = new int[used];
    }
    return rowsOfNode[level];
  }

  private int used(int level) {
    return usedLeaves >>> (CHILD_BITS * level);
  }

  private void clear(int level) {
    int[] counts = rowsOfNode[level];
    int used = used(level);
    if (used <= (long) FEW_NODES * count) {
      Arrays.fill(counts, 0, used, 0);
    } else {
      int shift = CHILD_BITS * level;
      for (int row = 0; row < count; row++) {
        counts[rows[row] >>> shift] = 0;
      }
    }
  }
}
