package io.discreet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.mechanisms.quantiles.QuantileTree;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeCountsTest {

  /** Law 2: a level is taken from the bounds where both have it, so that they must be bounds. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15, 16, 255, 256, 4_096, 10_000, 65_535})
  void law2_squares_areThoseOfAllNodesAndWithinTheirBounds(int greatest) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(greatest);
    QuantileTree tree = new QuantileTree(0, greatest);
    NodeCounts counts = new NodeCounts(tree);
    for (int customer = 0; customer < 200; customer++) {
      int places = 1 + random.nextInt(5);
      int[] leaves = new int[random.nextInt(1 << random.nextInt(12))];
      int span = 1 + random.nextInt(1 + random.nextInt(greatest + 1));
      Map<String, Long> nodes = new HashMap<>();
      for (int row = 0; row < leaves.length; row++) {
        int place = random.nextInt(places);
        int leaf = greatest + 1 - span + random.nextInt(span);
        leaves[row] = counts.firstLeaf(place) + leaf;
        assertThat(counts.place(leaves[row])).isEqualTo(place);
        for (int level = 0; level < tree.levels(); level++) {
          nodes.merge(place + " " + level + " " + (leaf >> (4 * level)), 1L, Long::sum);
        }
      }
      long squares = nodes.values().stream().mapToLong(count -> count * count).sum();

      counts.count(leaves, leaves.length, places);

      assertThat(counts.squares()).isEqualTo(squares);
      assertThat(counts.leastSquares()).isLessThanOrEqualTo(squares);
      assertThat(counts.mostSquares()).isGreaterThanOrEqualTo(squares);
    }
  }

  /** A bound that is never reached would be no reason to count the leaves. */
  @ParameterizedTest
  @ValueSource(ints = {7, 255, 4_095, 65_535})
  void law2_bounds_areReached(int greatest) {
    NodeCounts counts = new NodeCounts(new QuantileTree(0, greatest));
    int[] same = {5, 5, 5};
    counts.count(same, same.length, 1);
    assertThat(counts.mostSquares()).isEqualTo(counts.squares());
    int[] siblings = {5, 6, 7};
    counts.count(siblings, siblings.length, 1);
    assertThat(counts.leastSquares()).isEqualTo(counts.squares());
  }
}
