package io.discreet.mechanisms.quantiles;

/**
 * The least-squares fit of a tree whose nodes were counted independently with equal noise.
 *
 * <p>Source: Hay, Rastogi, Miklau and Suciu 2010, Theorem 3: one pass up that weighs each node
 * against the sum of its children, one pass down that spreads what is left over evenly. The result
 * is the best linear unbiased estimate of the leaves. Post-processing: sees noisy counts only.
 */
final class Consistency {

  private static final int B = QuantileTree.BRANCHING;

  private Consistency() {}

  /**
   * The pass up: replaces each node by its best estimate from itself and all below.
   *
   * @param noisy the levels, from the children of the root down
   */
  static void weigh(double[][] noisy) {
    for (int level = noisy.length - 2; level >= 0; level--) {
      double own = ownWeight(noisy.length - level);
      for (int i = 0; i < noisy[level].length; i++) {
        noisy[level][i] = own * noisy[level][i] + (1 - own) * sumOfChildren(noisy[level + 1], i);
      }
    }
  }

  /**
   * The weight of a node's own count in {@link #weigh}, which is also the variance of the result
   * over that of one count: (B^h − B^(h−1)) / (B^h − 1).
   *
   * @param height of the node, leaves having height 1
   */
  static double ownWeight(int height) {
    double power = Math.pow(B, height - 1);
    return (power * B - power) / (power * B - 1);
  }

  /**
   * The pass down: returns the fitted leaves.
   *
   * @param weighed what {@link #weigh} left; replaced by the fit on the way
   */
  static double[] leaves(double[][] weighed) {
    int levels = weighed.length;
    for (int level = 0; level < levels - 1; level++) {
      for (int i = 0; i < weighed[level].length; i++) {
        double missing = (weighed[level][i] - sumOfChildren(weighed[level + 1], i)) / B;
        for (int child = i * B; child < (i + 1) * B; child++) {
          weighed[level + 1][child] += missing;
        }
      }
    }
    return weighed[levels - 1];
  }

  private static double sumOfChildren(double[] children, int parent) {
    double sum = 0;
    for (int child = parent * B; child < (parent + 1) * B; child++) {
      sum += children[child];
    }
    return sum;
  }
}
