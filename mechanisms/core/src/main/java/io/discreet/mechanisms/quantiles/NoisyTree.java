package io.discreet.mechanisms.quantiles;

/** The noisy counts of a tree's nodes, before quantiles are read from them. Immutable. */
public final class NoisyTree {
  private final QuantileTree tree;
  private final double[][] counts;
  private final double variance;

  /**
   * @param counts the used nodes by level, from the children of the root down; kept
   * @param variance of the noise of each node
   */
  NoisyTree(QuantileTree tree, double[][] counts, double variance) {
    this.tree = tree;
    this.counts = counts;
    this.variance = variance;
  }

  /** Post-processing: costs time, and no privacy however often it is done. */
  public NoisyQuantiles quantiles() {
    return new NoisyQuantiles(tree, counts, variance);
  }
}
