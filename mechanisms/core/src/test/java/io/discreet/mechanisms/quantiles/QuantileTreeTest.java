package io.discreet.mechanisms.quantiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.noise.RandomBits;
import io.discreet.mechanisms.noise.RoundedGaussian;
import io.discreet.mechanisms.noise.RoundedLaplace;
import io.discreet.mechanisms.testing.InsecureSeededNoise;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantileTreeTest {

  /** The kinds of data that the accuracy of quantiles is stated for; ranges are 0 to 99,999. */
  enum Data {
    UNIFORM,
    LOG_NORMAL,
    ZERO_INFLATED,
    DISCRETE;

    long[] rows(int count, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      long[] rows = new long[count];
      for (int i = 0; i < count; i++) {
        rows[i] = draw(random);
      }
      return rows;
    }

    private long draw(SplittableRandom random) {
      return switch (this) {
        case UNIFORM -> random.nextInt(100_000);
        case LOG_NORMAL -> (long) Math.min(99_999, Math.exp(7 + gaussian(random)));
        case ZERO_INFLATED -> random.nextInt(10) < 6 ? 0 : random.nextInt(50_000);
        case DISCRETE -> 10_000L * random.nextInt(10);
      };
    }

    private static double gaussian(SplittableRandom random) {
      return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
          * Math.cos(2 * Math.PI * random.nextDouble());
    }
  }

  private static final QuantileTree TREE = new QuantileTree(0, 99_999);

  private static NoisyQuantiles release(
      QuantileTree tree, long[] rows, LatticeNoise noise, RandomBits bits) {
    LeafCounts counts = tree.newCounts();
    counts.add(rows, 0, rows.length);
    return tree.release(counts, noise, bits).quantiles();
  }

  private static RandomBits silence() {
    return () -> -2L; // the largest uniform: the draw is 0
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, 16, 1",
    "-8, 7, 1, 16, 1",
    "-8, 8, 2, 256, 1",
    "0, 255, 2, 256, 1",
    "0, 4095, 3, 4096, 1",
    "-1, 65534, 4, 65536, 1",
    "-1, 65535, 4, 65536, 2",
    "0, 1000000, 4, 65536, 16",
    "-4611686018427387904, -1, 4, 65536, 70368744177664"
  })
  void shape_anyRange_givesValuesLeavesOfTheirOwnWhileThereAreLeaves(
      long least, long greatest, int levels, int leaves, long perLeaf) {
    QuantileTree tree = new QuantileTree(least, greatest);
    assertThat(tree.levels()).isEqualTo(levels);
    assertThat(tree.leaves()).isEqualTo(leaves);
    assertThat(tree.valuesPerLeaf()).isEqualTo(perLeaf);
    LeafCounts counts = tree.newCounts();
    counts.add(new long[] {least, greatest, Long.MIN_VALUE, Long.MAX_VALUE}, 0, 4);
    long[] fed = counts.leaves();
    assertThat(fed[0]).isEqualTo(2);
    assertThat(Arrays.stream(fed).sum()).isEqualTo(4);
  }

  /** Either side of where a leaf ends, for widths that no double divides exactly. */
  @ParameterizedTest
  @ValueSource(longs = {99_999, 196_607, 1_000_000, 1L << 40, (1L << 45) - 2})
  void feed_valuesAtTheEndsOfLeaves_countInTheLeafOfTheirQuotient(long greatest) {
    QuantileTree tree = new QuantileTree(0, greatest);
    BigInteger values = BigInteger.valueOf(greatest + 1);
    long[] expected = new long[tree.leaves()];
    LeafCounts counts = tree.newCounts();
    LeafOf leafOf = new LeafOf(tree);
    for (int leaf = 1; leaf < tree.leaves(); leaf++) {
      long end = values.multiply(BigInteger.valueOf(leaf)).shiftRight(16).longValueExact();
      for (long value = end - 1; value <= end + 1; value++) {
        BigInteger quotient = BigInteger.valueOf(value).shiftLeft(16).divide(values);
        expected[quotient.intValueExact()]++;
        counts.add(value);
        assertThat(leafOf.first(quotient.intValueExact())).isLessThanOrEqualTo(value);
        assertThat(leafOf.first(quotient.intValueExact() + 1)).isGreaterThan(value);
      }
    }
    assertThat(counts.leaves()).isEqualTo(expected);
  }

  /**
   * What {@code first} says of a leaf's ends is where the leaf changes, however large the range.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 4611686018427387902",
    "4611686018427387905, 9223372036854775807",
    "-9223372036854775808, -4611686018427387905",
    "-3, 3703703703035032",
    "9223372036854775800, 9223372036854775807",
    "0, 65536"
  })
  void first_everyLeaf_isItsLeastValue(long least, long greatest) {
    QuantileTree tree = new QuantileTree(least, greatest);
    LeafOf leafOf = new LeafOf(tree);
    assertThat(leafOf.first(0)).isZero();
    assertThat(leafOf.first(tree.leaves())).isEqualTo(greatest - least + 1);
    for (int leaf = 1; leaf < tree.leaves(); leaf++) {
      long first = leafOf.first(leaf);
      if (first <= greatest - least) {
        assertThat(leafOf.leaf(least + first)).isEqualTo(leaf);
        assertThat(leafOf.leaf(least + first - 1)).isEqualTo(leaf - 1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void feed_anyOrderAndParts_givesTheSameCounts(long seed) {
    for (QuantileTree tree : new QuantileTree[] {TREE, new QuantileTree(-20, 300)}) {
      SplittableRandom random = new SplittableRandom(seed);
      long[] rows = random.longs(5_000, -50, 120_000).toArray();
      LeafCounts whole = tree.newCounts();
      whole.add(rows, 0, rows.length);
      LeafCounts one = tree.newCounts();
      LeafCounts rest = tree.newCounts();
      for (int i = rows.length - 1; i >= 2_000; i--) {
        one.add(rows[i]);
      }
      rest.add(rows, 0, 2_000);
      one.add(rest);
      assertThat(one.leaves()).isEqualTo(whole.leaves());
    }
  }

  @ParameterizedTest
  @EnumSource(Data.class)
  void quantile_withoutNoise_isThatOfTheSortedRowsToWithinALeaf(Data data) {
    for (QuantileTree tree :
        new QuantileTree[] {
          TREE,
          new QuantileTree(0, 65_535),
          new QuantileTree(0, 1L << 40),
          new QuantileTree(0, 40_960), // one value more than ten of the highest nodes hold
          new QuantileTree(0, 4_500)
        }) {
      long most = Math.min(65_535, tree.greatest());
      long[] rows = Arrays.stream(data.rows(9_999, 4)).map(x -> Math.min(x, most)).toArray();
      NoisyQuantiles quantiles = release(tree, rows, new RoundedGaussian(0.1), silence());
      assertThat(quantiles.rows()).isEqualTo(9_999, within(1e-6));
      Arrays.sort(rows);
      for (double q : new double[] {0, 0.001, 0.1, 0.25, 0.5, 0.75, 0.9, 0.999, 1}) {
        long exact = rows[Math.max(1, (int) Math.ceil(q * rows.length)) - 1];
        assertThat(quantiles.quantile(q))
            .as("%s, %s, q %s", data, tree, q)
            .isBetween(exact - tree.valuesPerLeaf() + 1.0, exact + tree.valuesPerLeaf() - 1.0);
      }
    }
  }

  /** How far the part q is from the ranks of the values that share a leaf with {@code value}. */
  private static double rankError(long[] sorted, double value, double q) {
    double low = value - TREE.valuesPerLeaf();
    double high = value + TREE.valuesPerLeaf();
    long below = Arrays.stream(sorted).filter(x -> x <= low).count();
    long notAbove = Arrays.stream(sorted).filter(x -> x < high).count();
    double target = q * sorted.length;
    return Math.max(0, Math.max(below - target, target - notAbove)) / sorted.length;
  }

  @ParameterizedTest
  @EnumSource(Data.class)
  void quantile_withNoise_isOffByAFewStandardErrorsOfARank(Data data) {
    long[] rows = data.rows(20_000, 9);
    long[] sorted = rows.clone();
    Arrays.sort(sorted);
    double sigma = 20;
    double[] errors = new double[60];
    for (int run = 0; run < errors.length; run++) {
      NoisyQuantiles quantiles =
          release(TREE, rows, new RoundedGaussian(sigma), new InsecureSeededNoise(run));
      for (double q : new double[] {0.1, 0.5, 0.9}) {
        errors[run] = Math.max(errors[run], rankError(sorted, quantiles.quantile(q), q));
      }
    }
    Arrays.sort(errors);
    // A rank is a sum of at most 60 nodes: 60^½ · 20 rows are under 1 % of 20,000.
    assertThat(errors[errors.length / 2]).isLessThan(0.008);
    assertThat(errors[errors.length - 1]).isLessThan(0.03);
  }

  /**
   * A thousand rows under the noise of ε = 0.5, δ = 10⁻⁶. Reading ranks of the least-squares fit is
   * off by 2,950, 790, 2,730 and 2,830.
   */
  @ParameterizedTest
  @CsvSource({"UNIFORM, 1900", "LOG_NORMAL, 500", "ZERO_INFLATED, 1900", "DISCRETE, 2000"})
  void quantile_fewRowsAndMuchNoise_isCloserThanByLeastSquares(Data data, double most) {
    double[] parts = {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95};
    double[] errors = new double[60];
    for (int run = 0; run < errors.length; run++) {
      long[] rows = data.rows(1_000, run);
      NoisyQuantiles quantiles =
          release(TREE, rows, new RoundedGaussian(15.4), new InsecureSeededNoise(run));
      Arrays.sort(rows);
      for (double part : parts) {
        long exact = rows[(int) Math.ceil(part * rows.length) - 1];
        errors[run] += Math.abs(quantiles.quantile(part) - exact) / parts.length;
      }
    }
    Arrays.sort(errors);
    assertThat(errors[errors.length / 2]).isLessThan(most);
  }

  /**
   * Half of the range empty, and a deviation of noise for each 1.7 of a child's rows: counts that
   * are shrunk towards one mean put the median 475 off, where this is 290 off.
   */
  @Test
  void quantile_rowsInHalfOfTheRange_isNotDrawnToItsMiddle() {
    QuantileTree tree = new QuantileTree(0, 4_000);
    double squares = 0;
    int runs = 400;
    for (int run = 0; run < runs; run++) {
      long[] rows = new SplittableRandom(run).longs(2_000, 0, 2_001).toArray();
      NoisyQuantiles quantiles =
          release(tree, rows, new RoundedGaussian(146), new InsecureSeededNoise(run));
      Arrays.sort(rows);
      double error = quantiles.quantile(0.5) - rows[999];
      squares += error * error / runs;
    }
    assertThat(Math.sqrt(squares)).isLessThan(340);
  }

  /** The last node is 1/256 as wide as the others: without rows to tell, it gets as little. */
  @Test
  void quantile_narrowLastNode_isNotTakenAsWideAsTheOthers() {
    QuantileTree tree = new QuantileTree(0, 256);
    double[][] noisy = {{1_000, 1_000}, new double[17], new double[257]};
    NoisyQuantiles quantiles = new NoisyTree(tree, noisy, 1e6).quantiles();
    assertThat(quantiles.quantile(0.5)).isBetween(127.0, 129.0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void quantile_anyNoise_risesWithItsPartWithinTheRange(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (QuantileTree tree :
        new QuantileTree[] {TREE, new QuantileTree(-3, 17), new QuantileTree(0, 4_096)}) {
      for (double sigma : new double[] {0.1, 5, 500}) {
        long[] rows = random.longs(300, tree.least(), tree.greatest() + 1).toArray();
        NoisyQuantiles quantiles =
            release(tree, rows, new RoundedGaussian(sigma), new InsecureSeededNoise(seed));
        double before = (double) tree.least();
        for (int part = 0; part <= 200; part++) {
          double quantile = quantiles.quantile(part / 200.0);
          assertThat(quantile).isBetween(before, (double) tree.greatest());
          assertThat(quantiles.quantile(part / 200.0)).isEqualTo(quantile);
          before = quantile;
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4_095, 24_999, 70_000})
  void interval_manyRuns_containsTheTruthAtLeastAsOftenAsItSays(long greatest) {
    QuantileTree tree = new QuantileTree(0, greatest);
    long[] rows = Arrays.stream(Data.LOG_NORMAL.rows(5_000, 2)).map(x -> x / 4).toArray();
    long[] sorted = rows.clone();
    Arrays.sort(sorted);
    int hits = 0;
    int narrowHits = 0;
    for (int run = 0; run < 1_000; run++) {
      double q = 0.1 + 0.8 * run / 1_000;
      NoisyQuantiles quantiles =
          release(tree, rows, new RoundedGaussian(15), new InsecureSeededNoise(run));
      long exact = sorted[(int) Math.ceil(q * rows.length) - 1];
      hits += contains(quantiles.interval(q, 0.95), exact) ? 1 : 0;
      narrowHits += contains(quantiles.interval(q, 0.3), exact) ? 1 : 0;
    }
    // 95 % of 1000 less 6.2 standard deviations: odds of a false alarm below 1e-9.
    assertThat(hits).isGreaterThan(907);
    // The twin: intervals that claim 30 % are rejected.
    assertThat(narrowHits).isLessThan(907);
  }

  private static boolean contains(NoisyQuantiles.Interval interval, long value) {
    return interval.low() <= value && value <= interval.high();
  }

  @Test
  void release_withoutRows_knowsTheRangeOnly() {
    NoisyQuantiles none =
        TREE.release(TREE.newCounts(), new RoundedGaussian(0.1), silence()).quantiles();
    assertThat(none.rows()).isZero();
    assertThat(none.quantile(0.5)).isEqualTo(49_999.5);
    assertThat(none.interval(0.5, 0.9)).isEqualTo(new NoisyQuantiles.Interval(0, 99_999));
  }

  /** Law 2 counts on every node's own noise; what no value can reach needs none. */
  @ParameterizedTest
  @CsvSource({"0, 255, 272", "0, 15, 16", "-3, 17, 23", "1, 512, 546", "0, 65535, 69904"})
  void release_drawsOnceForEveryNodeThatValuesFallInto(long least, long greatest, int nodes) {
    QuantileTree tree = new QuantileTree(least, greatest);
    int[] words = {0};
    RandomBits counting =
        () -> {
          words[0]++;
          return -2L;
        };
    RoundedLaplace noise = new RoundedLaplace(3);
    noise.draw(counting);
    int wordsOfOneDraw = words[0];

    tree.release(tree.newCounts(), noise, counting);

    assertThat(words[0] - wordsOfOneDraw).isEqualTo(nodes * wordsOfOneDraw);
  }

  /** Ranges whose last nodes lack children on no, one, or every level; one lacks most of a tree. */
  @ParameterizedTest
  @ValueSource(ints = {4_096, 4_095, 600, 273, 257})
  void consistency_exactLevels_areLeftAlone(int values) {
    QuantileTree tree = new QuantileTree(1, values);
    double[] leaves = new SplittableRandom(3).doubles(values, 0, 100).toArray();
    double[] parents = parents(leaves);
    double[][] levels = {parents(parents), parents, leaves.clone()};
    Consistency fit = new Consistency(tree);
    assertThat(fitted(fit, levels)).containsExactly(leaves, within(1e-9));
  }

  private static double[] fitted(Consistency fit, double[][] noisy) {
    double[] sums = fit.sums(fit.weigh(noisy));
    assertThat(sums[0]).isZero();
    double[] leaves = new double[sums.length - 1];
    Arrays.setAll(leaves, i -> sums[i + 1] - sums[i]);
    return leaves;
  }

  private static double[] parents(double[] children) {
    double[] parents = new double[(children.length + 15) / 16];
    for (int i = 0; i < children.length; i++) {
      parents[i / 16] += children[i];
    }
    return parents;
  }

  /** The normal equations of least squares: each leaf's residuals on its path sum to 0. */
  @ParameterizedTest
  @ValueSource(ints = {4_096, 4_095, 600, 273, 257})
  void consistency_noisyLevels_isTheLeastSquaresFit(int values) {
    SplittableRandom random = new SplittableRandom(6);
    double[][] noisy = new double[3][];
    QuantileTree tree = new QuantileTree(1, values);
    for (int level = 0; level < 3; level++) {
      noisy[level] = random.doubles(tree.usedNodes(level), -50, 50).toArray();
    }
    Consistency fit = new Consistency(tree);
    double[] leaves = fitted(fit, noisy);
    double[] parents = parents(leaves);
    double[] top = parents(parents);
    assertThat(leaves).hasSize(values);
    for (int i = 0; i < values; i++) {
      double residuals =
          (noisy[2][i] - leaves[i])
              + (noisy[1][i / 16] - parents[i / 16])
              + (noisy[0][i / 256] - top[i / 256]);
      assertThat(residuals).isEqualTo(0, within(1e-9));
    }
  }

  @Test
  void normBound_ofTheWorstCustomer_isReached() {
    // All rows of one customer in one leaf: each level holds one node of that many.
    assertThat(TREE.normBound(Currency.Norm.SQUARED_L2, 3)).isEqualTo(4 * 9);
    assertThat(TREE.normBound(Currency.Norm.L1, 3)).isEqualTo(4 * 3);
    assertThat(new QuantileTree(0, 200).normBound(Currency.Norm.SQUARED_L2, 1)).isEqualTo(2);
  }

  @Test
  void parameters_outOfRange_areRefused() {
    assertThatThrownBy(() -> new QuantileTree(3, 3)).hasMessageContaining("3 to 3");
    assertThatThrownBy(() -> new QuantileTree(Long.MIN_VALUE, Long.MAX_VALUE))
        .hasMessageContaining("2^62");
    assertThatThrownBy(() -> new QuantileTree(0, 1L << 62)).hasMessageContaining("2^62");
    assertThatThrownBy(() -> TREE.normBound(Currency.Norm.L1, 0)).hasMessageContaining("rows");
    LeafCounts other = new QuantileTree(0, 9).newCounts();
    assertThatThrownBy(() -> TREE.newCounts().add(other)).hasMessageContaining("do not fit");
    assertThatThrownBy(() -> TREE.release(other, new RoundedGaussian(1), silence()))
        .hasMessageContaining("cannot be released");
    NoisyQuantiles none =
        TREE.release(TREE.newCounts(), new RoundedGaussian(1), silence()).quantiles();
    for (double bad : new double[] {Double.NaN, -0.1, 1.1}) {
      assertThatThrownBy(() -> none.quantile(bad)).hasMessageContaining("from 0 to 1");
      assertThatThrownBy(() -> none.interval(bad, 0.5)).hasMessageContaining("from 0 to 1");
      assertThatThrownBy(() -> none.interval(0.5, bad)).hasMessageContaining("confidence");
    }
  }
}
