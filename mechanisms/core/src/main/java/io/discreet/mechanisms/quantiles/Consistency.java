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
   * Returns the fitted leaves.
   *
   * @param noisy the levels, from the children of the root down; replaced by the fit on the way
   */
  static double[] leaves(double[][] noisy) {
    int levels = noisy.length;
    double power = 1; // B^(height − 1) of a node of this height, leaves having height 1
    for (int level = levels - 2; level >= 0; level--) {
      power *= B;
      // (B^h − B^(h−1)) / (B^h − 1) for the node, (B^(h−1) − 1) / (B^h − 1) for its children.
      double own = (power * B - power) / (power * B - 1);
      double below = (power - 1) / (power * B - 1);
      for (int i = 0; i < noisy[level].length; i++) {
        noisy[level][i] = own * noisy[level][i] + below * sumOfChildren(noisy[level + 1], i);
      }
    }
    for (int level = 0; level < levels - 1; level++) {
      for (int i = 0; i < noisy[level].length; i++) {
        double missing = (noisy[level][i] - sumOfChildren(noisy[level + 1], i)) / B;
        for (int child = i * B; child < (i + 1) * B; child++) {
          noisy[level + 1][child] += missing;
        }
      }
    }
    return noisy[levels - 1];
  }

  private static double sumOfChildren(double[] children, int parent) {
    double sum = 0;
    for (int child = parent * B; child < (parent + 1) * B; child++) {
      sum += children[child];
    }
    return sum;
  }
}
