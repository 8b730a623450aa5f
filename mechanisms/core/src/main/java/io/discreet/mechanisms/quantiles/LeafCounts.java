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
  private final double leavesPerValue;

  LeafCounts(QuantileTree tree) {
    this.tree = tree;
    leaves = new long[tree.leaves()];
    least = tree.least();
    greatest = tree.greatest();
    valuesPerLeaf = tree.valuesPerLeaf();
    leavesPerValue = 1 / (double) valuesPerLeaf;
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

  /** ⌊offset / valuesPerLeaf⌋, without a division, which takes most of the time of a row. */
  private int leaf(long value) {
    long offset = clamped(value) - least;
    // There are at most 2¹⁶ leaves, so that three rounding errors of 2⁻⁵³ are off by 1 at most.
    long guess = (long) ((double) offset * leavesPerValue);
    long within = offset - guess * valuesPerLeaf;
    return (int) (guess + (within >= valuesPerLeaf ? 1 : 0) - (within < 0 ? 1 : 0));
  }

  private long clamped(long value) {
    return Math.max(least, Math.min(greatest, value));
  }
}
