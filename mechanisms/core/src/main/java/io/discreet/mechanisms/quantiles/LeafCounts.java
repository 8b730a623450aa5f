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

  /** The used ones; not a copy. */
  long[] leaves() {
    return leaves;
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
