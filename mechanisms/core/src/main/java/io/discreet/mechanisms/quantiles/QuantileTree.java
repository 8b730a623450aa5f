package io.discreet.mechanisms.quantiles;

import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.noise.RandomBits;

/**
 * The shape of a tree of counts over a column's declared range, and its price.
 *
 * <p>Each node has {@value #BRANCHING} children. The tree has as few levels as give every value of
 * the range a leaf of its own, and at most {@value #MAX_LEVELS}: then leaves share the range
 * evenly. Memory depends on the range, never on the rows.
 *
 * <p>Source: hierarchical counts of Hay, Rastogi, Miklau and Suciu 2010, with the branching that
 * Qardaji, Yang and Li 2013 found best when counts are made consistent.
 *
 * <h2>Sensitivity</h2>
 *
 * A row adds 1 to one node of each level. A customer with r rows therefore adds vectors of
 * non-negative integers whose sum is r to each level: their norm over all levels is at most levels
 * · r² (squared L2) or levels · r (L1), reached when all rows share a leaf. The root is not
 * released: it is the sum of its children. {@link #normBound} states the bound in the currency's
 * norm; what a customer really adds may be charged instead, from the counts of that customer alone.
 *
 * @param least the least value of the column's range, in lattice units
 * @param greatest the greatest value, above {@code least} by less than 2⁶²
 */
public record QuantileTree(long least, long greatest) {

  /** Children of a node. */
  public static final int BRANCHING = 16;

  /** Levels below the root, at most: 65,536 leaves. */
  public static final int MAX_LEVELS = 4;

  private static final int DRAWN_AT_ONCE = 1 << 11;

  /** Checks the range. */
  public QuantileTree {
    if (least >= greatest || greatest - least < 0 || greatest - least >= 1L << 62) {
      throw new IllegalArgumentException(
          "a range needs least below greatest by less than 2^62, got " + least + " to " + greatest);
    }
  }

  /** Levels below the root. */
  public int levels() {
    int levels = 1;
    while (levels < MAX_LEVELS && leavesOf(levels) < values()) {
      levels++;
    }
    return levels;
  }

  /** The leaves: {@value #BRANCHING}^levels. */
  public int leaves() {
    return leavesOf(levels());
  }

  private static int leavesOf(int levels) {
    return 1 << (4 * levels);
  }

  /** How many neighbouring values share a leaf, at most. */
  public long valuesPerLeaf() {
    return (values() + leaves() - 1) / leaves();
  }

  long values() {
    return greatest - least + 1;
  }

  /** Leaves that some value of the range falls in; they are the first ones. */
  public int usedLeaves() {
    return (int) Math.min(values(), leaves());
  }

  /**
   * Nodes of a level that some value of the range falls in; they are the first ones. The others are
   * empty whatever the data, so that they are not released.
   *
   * @param level from 0, the children of the root, to that of the leaves
   */
  int usedNodes(int level) {
    int width = leavesOf(levels() - 1 - level);
    return (usedLeaves() + width - 1) / width;
  }

  /**
   * How much of the last used node's leaves are used.
   *
   * @param level from 0, the children of the root, to that of the leaves
   */
  double widthOfLast(int level) {
    int width = leavesOf(levels() - 1 - level);
    return (usedLeaves() - (usedNodes(level) - 1) * width) / (double) width;
  }

  /**
   * Returns a bound on the norm of what a customer adds to the tree.
   *
   * @param maxRows the most rows of one customer, at least 1
   */
  public double normBound(Currency.Norm norm, int maxRows) {
    if (maxRows < 1) {
      throw new IllegalArgumentException("rows of a customer must be at least 1, got " + maxRows);
    }
    double rows = maxRows;
    return levels() * (norm == Currency.Norm.SQUARED_L2 ? rows * rows : rows);
  }

  /** New counts, all 0. */
  public LeafCounts newCounts() {
    return new LeafCounts(this);
  }

  /**
   * Adds independent noise to every node of every level but the root, as far as values of the range
   * can fall in it.
   *
   * @throws IllegalArgumentException if the counts belong to another tree
   */
  public NoisyTree release(LeafCounts counts, LatticeNoise noise, RandomBits bits) {
    if (!counts.tree().equals(this)) {
      throw new IllegalArgumentException(
          "counts of " + counts.tree() + " cannot be released by " + this);
    }
    return release(counts.leaves(), 0, noise, bits);
  }

  /**
   * The same for counts that somebody else has made by {@link LeafOf}.
   *
   * @param counts exact, of consecutive leaves from the first on, at {@code from} and after it
   * @param from where the count of the first leaf is
   * @throws ArithmeticException if a node would hold more rows than a long can count
   */
  public NoisyTree release(long[] counts, int from, LatticeNoise noise, RandomBits bits) {
    int levels = levels();
    double[][] noisy = new double[levels][];
    long[] exact = counts;
    int first = from;
    for (int level = levels - 1; level >= 0; level--) {
      noisy[level] = noised(exact, first, usedNodes(level), noise, bits);
      if (level > 0) {
        exact = parents(exact, first, usedNodes(level));
        first = 0;
      }
    }
    return new NoisyTree(this, noisy, noise.variance());
  }

  /** Draws a part at a time, which stays in the processor's first cache. */
  private static double[] noised(
      long[] exact, int first, int nodes, LatticeNoise noise, RandomBits bits) {
    double[] noisy = new double[nodes];
    long[] drawn = new long[Math.min(DRAWN_AT_ONCE, nodes)];
    for (int done = 0; done < nodes; done += drawn.length) {
      if (nodes - done < drawn.length) {
        drawn = new long[nodes - done];
      }
      noise.fill(drawn, bits);
      for (int i = 0; i < drawn.length; i++) {
        noisy[done + i] = (double) Math.addExact(exact[first + done + i], drawn[i]);
      }
    }
    return noisy;
  }

  private static long[] parents(long[] children, int first, int nodes) {
    long[] parents = new long[(nodes + BRANCHING - 1) / BRANCHING];
    for (int parent = 0; parent < parents.length; parent++) {
      int end = first + Math.min(nodes, (parent + 1) * BRANCHING);
      long sum = 0;
      for (int child = first + parent * BRANCHING; child < end; child++) {
        sum = Math.addExact(sum, children[child]);
      }
      parents[parent] = sum;
    }
    return parents;
  }
}
