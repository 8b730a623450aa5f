package io.discreet.engine.scan;

import io.discreet.mechanisms.accounting.Currency.Norm;
import io.discreet.mechanisms.quantiles.QuantileTree;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The leaves of one customer's kept rows in the trees of the kept segments: what an answer of
 * leaves gets from the customer, and what that costs. Not thread-safe.
 */
final class KeptLeaves {

  /** The levels' squares of so many rows add up to a long. */
  private static final int MOST_EXACT = 1 << 30;

  /** Up to so many rows of a segment, comparing each with each costs less than sorting them. */
  private static final int FEW = 16;

  private static final int CHILD_BITS = Integer.numberOfTrailingZeros(QuantileTree.BRANCHING);

  private final QuantileTree tree;
  private final int levels;
  private final int cells;
  private final Norm norm;

  /** By position among the kept segments; null where there never were rows. */
  private int[] @Nullable [] leaves = new int[FEW][];

  /** How many leaves a position has. */
  private int[] counts = new int[FEW];

  /** Positions from here on have no rows. */
  private int positions;

  private int rows;

  /** By level of a tree, how many leaves before one are in its node. */
  private final int[] before;

  /** The rows by place, where they count in totals. */
  private @Nullable KeptLeaves joined;

  KeptLeaves(QuantileTree tree, Norm norm) {
    this.tree = tree;
    this.norm = norm;
    levels = tree.levels();
    cells = tree.usedLeaves();
    before = new int[levels];
  }

  /** Forgets the customer before. */
  void clear() {
    Arrays.fill(counts, 0, positions, 0);
    positions = 0;
    rows = 0;
  }

  /** Adds a kept row in the segment at a position among the kept ones. */
  void add(int position, int leaf) {
    if (position >= positions) {
      positions = position + 1;
      if (positions > counts.length) {
        counts = Arrays.copyOf(counts, 2 * positions);
        leaves = Arrays.copyOf(leaves, counts.length);
      }
    }
    int[] own = leaves[position];
    int count = counts[position]++;
    if (own == null || count == own.length) {
      own = own == null ? new int[FEW] : Arrays.copyOf(own, 2 * count);
      leaves[position] = own;
    }
    own[count] = leaf;
    rows++;
  }

  /**
   * The norm of what the rows add to all nodes of all levels of the trees of the kept segments.
   * Exact, so that it does not depend on the order of the rows, but for so many rows that it might
   * overflow: then it is a bound.
   */
  double norm() {
    if (norm == Norm.L1) {
      return (double) levels * rows;
    }
    if (rows > MOST_EXACT) {
      return (double) levels * rows * rows;
    }
    long total = 0;
    for (int position = 0; position < positions; position++) {
      int[] own = leaves[position];
      if (own != null) {
        total += squares(own, counts[position]);
      }
    }
    return (double) total;
  }

  /** The same of the trees of all places. */
  double norm(Places places) {
    if (norm == Norm.L1) {
      return (double) levels * rows * places.levels();
    }
    double total = 0;
    for (int level = 0; level < places.levels(); level++) {
      total += joined(places.ofLevel(level)).norm();
    }
    return total;
  }

  private KeptLeaves joined(int[] placeOfPosition) {
    if (joined == null) {
      joined = new KeptLeaves(tree, norm);
    }
    joined.clear();
    for (int position = 0; position < positions; position++) {
      int[] own = leaves[position];
      for (int i = 0; i < counts[position] && own != null; i++) {
        joined.add(placeOfPosition[position], own[i]);
      }
    }
    return joined;
  }

  /**
   * The sum of the squared counts of all nodes of a tree over some leaves: one for each level and
   * leaf, and two for each level and pair of leaves in the same node.
   */
  private long squares(int[] own, int count) {
    long pairs = count <= FEW ? pairs(own, count) : pairsSorted(own, count);
    return (long) levels * count + 2 * pairs;
  }

  private long pairs(int[] own, int count) {
    int pairs = 0;
    for (int i = 1; i < count; i++) {
      int leaf = own[i];
      for (int j = 0; j < i; j++) {
        pairs += levels - levelsApart(leaf, own[j]);
      }
    }
    return pairs;
  }

  private long pairsSorted(int[] own, int count) {
    Arrays.sort(own, 0, count);
    Arrays.fill(before, 0);
    long pairs = 0;
    for (int i = 1; i < count; i++) {
      int apart = levelsApart(own[i - 1], own[i]);
      for (int level = 0; level < apart; level++) {
        before[level] = 0;
      }
      for (int level = apart; level < levels; level++) {
        pairs += ++before[level];
      }
    }
    return pairs;
  }

  /** In how many of the finest levels two leaves are in different nodes. */
  private static int levelsApart(int leaf, int other) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(leaf ^ other);
    return (bits + CHILD_BITS - 1) / CHILD_BITS;
  }

  /**
   * Adds the rows to the leaves of their segments.
   *
   * @param segments the kept segments, by position
   */
  void addTo(long[] totals, int[] segments) {
    for (int position = 0; position < positions; position++) {
      add(totals, segments[position], position);
    }
  }

  /** Adds the rows to the leaves of all places. */
  void addTo(long[] totals, Places places) {
    for (int level = 0; level < places.levels(); level++) {
      int[] place = places.ofLevel(level);
      for (int position = 0; position < positions; position++) {
        add(totals, places.segment(place[position]), position);
      }
    }
  }

  private void add(long[] totals, int segment, int position) {
    int[] own = leaves[position];
    int first = segment * cells; // the plan bounds segments × leaves
    for (int i = 0; i < counts[position] && own != null; i++) {
      totals[first + own[i]]++;
    }
  }
}
