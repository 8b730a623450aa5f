package io.discreet.mechanisms.quantiles;

/**
 * How many rows fall into each leaf of a {@link QuantileTree}: exact, and the same in any order.
 *
 * <p>Not thread-safe; threads feed counts of their own and {@link #add(LeafCounts)} joins them.
 * Holds private data: only {@link QuantileTree#release} makes something of it that may be seen.
 */
public final class LeafCounts {

  private final QuantileTree tree;
  private final long[] leaves;
  private final long least;
  private final long greatest;
  private final long valuesPerLeaf;

  LeafCounts(QuantileTree tree) {
    this.tree = tree;
    leaves = new long[tree.leaves()];
    least = tree.least();
    greatest = tree.greatest();
    valuesPerLeaf = tree.valuesPerLeaf();
  }

  QuantileTree tree() {
    return tree;
  }

  long[] copyOfLeaves() {
    return leaves.clone();
  }

  /** Counts one row; a value beyond the range counts at its nearer end. */
  public void add(long value) {
    leaves[leaf(value)]++;
  }

  /** Counts the rows {@code from} to {@code to − 1} of a column. */
  public void add(long[] values, int from, int to) {
    if (valuesPerLeaf == 1) { // no division
      for (int i = from; i < to; i++) {
        leaves[(int) (clamped(values[i]) - least)]++;
      }
    } else {
      for (int i = from; i < to; i++) {
        leaves[leaf(values[i])]++;
      }
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

  private int leaf(long value) {
    return (int) ((clamped(value) - least) / valuesPerLeaf);
  }

  private long clamped(long value) {
    return Math.max(least, Math.min(greatest, value));
  }
}
