package io.discreet.mechanisms.quantiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankNodesTest {

  private static final double[] PARTS = {0, 0.01, 0.3, 0.5, 0.9, 1};

  /** Counts the nodes of a cover one by one. */
  private record Cover(QuantileTree tree) {

    int of(int from, int end) {
      int nodes = 0;
      for (int node = 0; node < tree.usedNodes(0); node++) {
        nodes += of(0, node, from, end);
      }
      return nodes;
    }

    private int of(int level, int node, int from, int end) {
      int width = 1 << (4 * (tree.levels() - 1 - level));
      int first = node * width;
      int last = Math.min(tree.usedLeaves(), first + width);
      if (first >= last || last <= from || first >= end) {
        return 0;
      }
      if (from <= first && last <= end) {
        return 1;
      }
      int nodes = 0;
      for (int child = 0; child < QuantileTree.BRANCHING; child++) {
        nodes += of(level + 1, node * QuantileTree.BRANCHING + child, from, end);
      }
      return nodes;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 16, 17, 256, 257, 600, 4_095})
  void weight_everyEnd_isThatOfTheNodesOfBothSides(int values) {
    QuantileTree tree = new QuantileTree(1, values);
    Cover cover = new Cover(tree);
    for (double q : PARTS) {
      RankNodes nodes = new RankNodes(tree, q);
      for (int end = 1; end <= values; end++) {
        double weight = (1 - q) * (1 - q) * cover.of(0, end) + q * q * cover.of(end, values);
        assertThat(nodes.weight(end)).as("q %s, end %d", q, end).isEqualTo(weight, within(1e-12));
      }
    }
  }

  /** Ends that are passed by for these bounds are never looked at. */
  @ParameterizedTest
  @ValueSource(ints = {16, 256, 257, 600, 4_096, 10_001, 65_536})
  void bounds_everyNode_holdForAllEndsBelowIt(int values) {
    QuantileTree tree = new QuantileTree(1, values);
    for (double q : PARTS) {
      RankNodes nodes = new RankNodes(tree, q);
      for (int height = 1; height < tree.levels(); height++) {
        int width = 1 << (4 * height);
        for (int node = 0; node < tree.usedNodes(tree.levels() - 1 - height) - 1; node++) {
          double least = nodes.least(height, node);
          double most = nodes.most(height, node);
          for (int end = Math.max(1, node * width); end < (node + 1) * width; end++) {
            double weight = nodes.weight(end);
            if (weight < least || weight > most) {
              assertThat(weight).as("q %s, end %d", q, end).isBetween(least, most);
            }
          }
        }
      }
    }
  }
}
