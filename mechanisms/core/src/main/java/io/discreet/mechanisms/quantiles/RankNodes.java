package io.discreet.mechanisms.quantiles;

/**
 * How many nodes of a tree make a rank: those that cover the leaves before it and those that cover
 * the leaves after it, weighted as their noise enters (1 − q) · rows before − q · rows after.
 *
 * <p>The weight is the variance of that difference over the variance of a node, at most. Immutable.
 */
final class RankNodes {

  private static final int B = QuantileTree.BRANCHING;

  /** By level: the nodes that some value falls into. */
  private final int[] used;

  private final double ofBefore;
  private final double ofAfter;

  /**
   * @param q in [0, 1]
   */
  RankNodes(QuantileTree tree, double q) {
    used = new int[tree.levels()];
    for (int level = 0; level < used.length; level++) {
      used[level] = tree.usedNodes(level);
    }
    ofBefore = (1 - q) * (1 - q);
    ofAfter = q * q;
  }

  /** The weight of the nodes before and after an end of used leaves. */
  double weight(int end) {
    return weight(before(end), after(end, used.length - 1));
  }

  /**
   * At most the weight of any end below a node.
   *
   * @param height how many levels of children the node has, from 1
   * @param node its place in its level; not the last used one
   */
  double most(int height, int node) {
    int below = (B - 1) * height;
    int level = used.length - 1 - height;
    int after = Math.max(after(node, level), after(node + 1, level));
    return weight(digits(node) + below, after + below);
  }

  /** At least the weight of any end below a node; parameters are those of {@link #most}. */
  double least(int height, int node) {
    int level = used.length - 1 - height;
    return weight(digits(node), Math.min(after(node, level), after(node + 1, level)));
  }

  private double weight(int before, int after) {
    return ofBefore * before + ofAfter * after;
  }

  /** The nodes that cover the leaves before an end: the sum of its digits, or all of the top. */
  private int before(int end) {
    return end == used[used.length - 1] ? used[0] : digits(end);
  }

  private static int digits(int end) {
    int digits = 0;
    for (int rest = end; rest > 0; rest /= B) {
      digits += rest % B;
    }
    return digits;
  }

  /**
   * The nodes that cover the used nodes of a level from one on; what they hold beyond those is
   * empty.
   */
  private int after(int end, int lowest) {
    int nodes = 0;
    int from = end;
    for (int level = lowest; level > 0; level--) {
      int parent = (from + B - 1) / B;
      nodes += Math.min(parent * B, used[level]) - from;
      from = parent;
    }
    return nodes + used[0] - from;
  }
}
