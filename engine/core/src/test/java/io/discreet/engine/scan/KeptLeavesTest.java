package io.discreet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.mechanisms.accounting.Currency.Norm;
import io.discreet.mechanisms.quantiles.QuantileTree;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptLeavesTest {

  /** Law 2: a node that is forgotten is a cost that nobody pays. */
  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 17, 300})
  void law2_norm_isThatOfTheCountsOfAllNodes(int most) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(most);
    for (int greatest : new int[] {1, 15, 16, 4_095, 65_535}) {
      QuantileTree tree = new QuantileTree(0, greatest);
      KeptLeaves squared = new KeptLeaves(tree, Norm.SQUARED_L2);
      KeptLeaves absolute = new KeptLeaves(tree, Norm.L1);
      for (int customer = 0; customer < 20; customer++) {
        squared.clear();
        absolute.clear();
        Map<String, Long> nodes = new HashMap<>();
        int span = 1 + random.nextInt(greatest + 1);
        for (int row = random.nextInt(3 * most); row >= 0; row--) {
          int position = random.nextInt(3);
          int leaf = random.nextInt(span);
          squared.add(position, leaf);
          absolute.add(position, leaf);
          for (int level = 0; level < tree.levels(); level++) {
            nodes.merge(position + " " + level + " " + (leaf >> (4 * level)), 1L, Long::sum);
          }
        }
        long squares = nodes.values().stream().mapToLong(count -> count * count).sum();
        long sum = nodes.values().stream().mapToLong(count -> count).sum();
        assertThat(squared.norm()).isEqualTo((double) squares);
        assertThat(absolute.norm()).isEqualTo((double) sum);
        long[] totals = new long[3 * tree.usedLeaves()];
        squared.addTo(totals, new int[] {2, 0, 1});
        assertThat(totalOf(totals, 0, tree)).isEqualTo(rowsOf(nodes, 1));
        assertThat(totalOf(totals, 2, tree)).isEqualTo(rowsOf(nodes, 0));
      }
    }
  }

  private static long totalOf(long[] totals, int segment, QuantileTree tree) {
    long total = 0;
    for (int leaf = 0; leaf < tree.usedLeaves(); leaf++) {
      total += totals[segment * tree.usedLeaves() + leaf];
    }
    return total;
  }

  private static long rowsOf(Map<String, Long> nodes, int position) {
    return nodes.entrySet().stream()
        .filter(node -> node.getKey().startsWith(position + " 0 "))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  @Test
  void clear_afterManyPositions_leavesNothingOfTheCustomerBefore() {
    QuantileTree tree = new QuantileTree(0, 255);
    KeptLeaves leaves = new KeptLeaves(tree, Norm.SQUARED_L2);
    for (int position = 0; position < 1_000; position++) {
      leaves.add(position, position & 255);
    }
    leaves.clear();
    leaves.add(999, 7);
    assertThat(leaves.norm()).isEqualTo(tree.levels());
    long[] totals = new long[1_000 * 256];
    int[] segments = new int[1_000];
    leaves.addTo(totals, segments);
    assertThat(totals[7]).isEqualTo(1);
    assertThat(Arrays.stream(totals).sum()).isEqualTo(1);
  }
}
