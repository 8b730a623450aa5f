package io.discreet.mechanisms.quantiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HaarShrinkageTest {

  private static double[] shrunk(double error, double total, double... counts) {
    double[] result = counts.clone();
    HaarShrinkage shrinkage = new HaarShrinkage(error);
    shrinkage.measure(result, 1);
    shrinkage.shrink(total);
    return result;
  }

  @Test
  void shrink_noNoiseToSpeakOf_leavesCountsAsTheyAre() {
    double[] counts = new SplittableRandom(1).doubles(16, 0, 1_000).toArray();
    double[] result = shrunk(1e-6, Arrays.stream(counts).sum(), counts);
    assertThat(result).containsExactly(counts, within(1e-6));
  }

  @Test
  void shrink_noiseThatExplainsAll_sharesTheTotalByWidth() {
    double[] counts = {4, 6, 5, 4, 6, 5, 3};
    HaarShrinkage shrinkage = new HaarShrinkage(50);
    shrinkage.measure(counts, 0.25);
    shrinkage.shrink(50);
    assertThat(counts).containsExactly(new double[] {8, 8, 8, 8, 8, 8, 2}, within(1e-12));
  }

  /** Eight times 250 and eight times 0: the halves stay apart, and each is even within. */
  @Test
  void shrink_differenceAtACoarseScale_staysAndTheRestIsEvenedOut() {
    double[] counts = new double[16];
    for (int i = 0; i < 16; i++) {
      counts[i] = (i < 8 ? 250 : 0) + (i % 2 == 0 ? 40 : -40);
    }
    double[] result = shrunk(100, 2_000, counts);
    double left = Arrays.stream(result).limit(8).sum();
    assertThat(left).isBetween(1_800.0, 2_000.0);
    assertThat(Math.abs(result[0] - result[1])).isLessThan(40);
  }

  /** Squared contrasts over their variances add up to those of any other orthogonal basis. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 12, 16})
  void chiSquare_equalWidths_isThatOfDeviationsFromTheMean(int count) {
    double[] counts = new SplittableRandom(count).doubles(count, -30, 90).toArray();
    double mean = Arrays.stream(counts).sum() / count;
    double squares = Arrays.stream(counts).map(x -> (x - mean) * (x - mean)).sum();
    HaarShrinkage shrinkage = new HaarShrinkage(7);
    shrinkage.measure(counts, 1);
    assertThat(shrinkage.chiSquare()).isEqualTo(squares / 49, within(1e-9));
  }

  /** Counts that are even for their widths differ by nothing. */
  @Test
  void chiSquare_countsInProportionToWidths_isZero() {
    double[] counts = {100, 100, 100, 100, 30};
    HaarShrinkage shrinkage = new HaarShrinkage(1);
    shrinkage.measure(counts, 0.3);
    assertThat(shrinkage.chiSquare()).isEqualTo(0, within(1e-18));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shrink_anyCounts_sumToTheTotal(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int run = 0; run < 300; run++) {
      double[] counts = random.doubles(random.nextInt(1, 17), -40, 90).toArray();
      double total = random.nextDouble(500);
      HaarShrinkage shrinkage = new HaarShrinkage(random.nextDouble(0.1, 80));
      shrinkage.measure(counts, random.nextDouble(0.01, 1));
      shrinkage.shrink(total);
      assertThat(Arrays.stream(counts).sum())
          .as("seed %d, run %d", seed, run)
          .isEqualTo(total, within(1e-9));
    }
  }
}
