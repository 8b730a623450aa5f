package io.discreet.mechanisms.quantiles;

/**
 * The least-squares fit of a tree whose nodes were counted independently with equal noise.
 *
 * <p>Source: Hay, Rastogi, Miklau and Suciu 2010, Theorem 3: one pass up that weighs each node
 * against the sum of its children, one pass down that spreads what is left over. The result is the
 * best linear unbiased estimate of the leaves. Nodes that no value falls into are known to be empty
 * and are not part of it; so the last node of a level may have fewer children, or children of
 * another variance, and weights are those of the variances (Gauss and Markov) rather than the
 * theorem's, which they are where the tree is full. Post-processing: sees noisy counts only.
 * Immutable.
 */
final class Consistency {

  private static final int B = QuantileTree.BRANCHING;

  /** By level: the nodes that some value falls into. */
  private final int[] nodes;

  /** By level: the variance of a weighed node over that of one count, all below it being used. */
  private final double[] full;

  /** The same of the level's last node. */
  private final double[] last;

  Consistency(QuantileTree tree) {
    int levels = tree.levels();
    nodes = new int[levels];
    full = new double[levels];
    last = new double[levels];
    for (int level = levels - 1; level >= 0; level--) {
      nodes[level] = tree.usedNodes(level);
      if (level == levels - 1) {
        full[level] = 1;
        last[level] = 1;
      } else {
        full[level] = weighed(B * full[level + 1]);
        last[level] = weighed(ofChildren(level, nodes[level] - 1));
      }
    }
  }

  /** The variance of a count weighed against another of its own, both over that of one count. */
  private static double weighed(double other) {
    return other / (1 + other);
  }

  /** The variance of the sum of a node's weighed children. */
  private double ofChildren(int level, int node) {
    int children = children(level, node);
    return (children - 1) * full[level + 1] + variance(level + 1, node * B + children - 1);
  }

  /** How many children of a node some value falls into: at least 1. */
  int children(int level, int node) {
    return Math.min(B, nodes[level + 1] - node * B);
  }

  /** The variance of a node after {@link #weigh}, over that of one count. */
  double variance(int level, int node) {
    return node == nodes[level] - 1 ? last[level] : full[level];
  }

  /**
   * The pass up: each node's best estimate from itself and all below.
   *
   * @param noisy the used nodes by level, from the children of the root down
   */
  double[][] weigh(double[][] noisy) {
    double[][] weighed = noisy.clone(); // below the leaves there is nothing to weigh them against
    for (int level = noisy.length - 2; level >= 0; level--) {
      weighed[level] = new double[noisy[level].length];
      for (int i = 0; i < noisy[level].length; i++) {
        double own = variance(level, i);
        weighed[level][i] =
            own * noisy[level][i] + (1 - own) * sumOfChildren(weighed[level + 1], level, i);
      }
    }
    return weighed;
  }

  /**
   * The pass down: returns the sums of the first 0, 1, … fitted leaves, up to that of all.
   *
   * @param weighed what {@link #weigh} returned
   */
  double[] sums(double[][] weighed) {
    double[] fitted = weighed[0];
    for (int level = 0; level < weighed.length - 1; level++) {
      fitted = children(level, fitted, weighed[level + 1]);
    }
    double[] sums = new double[fitted.length + 1];
    double sum = 0;
    for (int i = 0; i < fitted.length; i++) {
      sum += fitted[i];
      sums[i + 1] = sum;
    }
    return sums;
  }

  /** The fit of the level below one whose fit is given. */
  private double[] children(int level, double[] parents, double[] weighed) {
    double[] fitted = new double[weighed.length];
    for (int i = 0; i < parents.length; i++) {
      double missing = parents[i] - sumOfChildren(weighed, level, i);
      double part = missing / ofChildren(level, i);
      int end = i * B + children(level, i);
      for (int child = i * B; child < end; child++) {
        fitted[child] = weighed[child] + part * variance(level + 1, child);
      }
    }
    return fitted;
  }

  private double sumOfChildren(double[] below, int level, int parent) {
    double sum = 0;
    int end = parent * B + children(level, parent);
    for (int child = parent * B; child < end; child++) {
      sum += below[child];
    }
    return sum;
  }
}
