package io.discreet.mechanisms.quantiles;

/**
 * How many rows fall into each leaf of a {@link QuantileTree}: exact, and the same in any order.
 *
 * <p>Not thread-safe; threads feed counts of their own and {@link #add(LeafCounts)} joins them.
 * Holds private data: only {@link QuantileTree#release} makes something of it that may be seen.
 */
public final class LeafCounts {

  private final QuantileTree tree;
  private final LeafOf leafOf;
  private final long[] leaves;

  LeafCounts(QuantileTree tree) {
    this.tree = tree;
    leafOf = new LeafOf(tree);
    leaves = new long[tree.usedLeaves()];
  }

  QuantileTree tree() {
    return tree;
  }

  /** The used ones. */
  long[] copyOfLeaves() {
    return leaves.clone();
  }

  /** Counts one row; a value beyond the range counts at its nearer end. */
  public void add(long value) {
    leaves[leafOf.leaf(value)]++;
  }

  /** Counts the rows {@code from} to {@code to − 1} of a column. */
  public void add(long[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      leaves[leafOf.leaf(values[i])]++;
    }
  }

  /**
   * Adds counts that somebody else has made by {@link LeafOf}.
   *
   * @param counts of consecutive leaves from the first on, at {@code from} and after it
   * @param from where the count of the first leaf is
   * @throws ArithmeticException if a leaf would hold more rows than a long can count
   */
  public void addLeaves(long[] counts, int from) {
    for (int leaf = 0; leaf < leaves.length; leaf++) {
      leaves[leaf] = Math.addExact(leaves[leaf], counts[from + leaf]);
    }
  }

  /** Adds the counts of another part of the rows. */
  public void add(LeafCounts other) {
    if (!other.tree.equals(tree)) {
      throw new IllegalArgumentException("counts of " + other.tree + " do not fit " + tree);
    }
    for (int i = 0; i < leaves.length; i++) {
      leaves[i] += other.leaves[i];
    }
  }
}
