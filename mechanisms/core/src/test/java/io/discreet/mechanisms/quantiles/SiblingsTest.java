package io.discreet.mechanisms.quantiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiblingsTest {

  private static final int B = QuantileTree.BRANCHING;

  private static double[] fit(double error, double total, double... counts) {
    double[] fitted = counts.clone();
    new Siblings(error).fit(fitted, 1, total);
    return fitted;
  }

  private static double[] filled(double value) {
    double[] counts = new double[B];
    Arrays.fill(counts, value);
    return counts;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void fit_anyCounts_areNotNegativeAndSumToTheTotal(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int run = 0; run < 500; run++) {
      double size = Math.scalb(1.0, random.nextInt(40));
      double[] counts = random.doubles(B, -size, random.nextInt(1, 4) * size).toArray();
      double total = run % 10 == 0 ? 0 : size * random.nextDouble(20);
      double[] fitted = fit(size * random.nextDouble(1e-3, 3), total, counts);
      assertThat(Arrays.stream(fitted).sum())
          .as("seed %d, run %d", seed, run)
          .isEqualTo(total, within(1e-9 * (total + size)));
      assertThat(Arrays.stream(fitted).min().orElseThrow()).isNotNegative();
    }
  }

  /** The last node of a level may have fewer children, and the last of them be narrower. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 15})
  void fit_fewerChildren_areNotNegativeAndSumToTheTotal(int children) {
    SplittableRandom random = new SplittableRandom(children);
    for (int run = 0; run < 200; run++) {
      double[] fitted = random.doubles(children, -50, 100).toArray();
      double total = 80 * random.nextDouble();
      new Siblings(random.nextDouble(0.1, 40)).fit(fitted, random.nextDouble(0.01, 1), total);
      assertThat(Arrays.stream(fitted).sum()).isEqualTo(total, within(1e-9));
      assertThat(Arrays.stream(fitted).min().orElseThrow()).isNotNegative();
    }
  }

  @Test
  void fit_differencesThatNoiseExplains_areEvenedOut() {
    double[] counts = filled(100);
    counts[3] += 4;
    counts[7] -= 4;
    assertThat(fit(5, 1_600, counts)).containsExactly(filled(100), within(1e-9));
  }

  @Test
  void fit_differencesBeyondNoise_stay() {
    double[] counts = new double[B];
    Arrays.setAll(counts, i -> 1_000 + 300 * i);
    double[] fitted = fit(1, Arrays.stream(counts).sum(), counts);
    assertThat(fitted).containsExactly(counts, within(0.01));
  }

  @Test
  void fit_oneFullChildAmongEmptyOnes_getsEverything() {
    double[] counts = {2, -3, 1, 4, -1, 0, 512, 3, -2, 5, 1, -4, 2, 0, -1, 3};
    double[] fitted = fit(3, 500, counts);
    assertThat(fitted[6]).isEqualTo(500);
    assertThat(Arrays.stream(fitted).filter(count -> count == 0).count()).isEqualTo(B - 1);
  }

  /** Fifteen children of 2 errors each look empty one by one; the parent's total says otherwise. */
  @Test
  void fit_totalThatTheLikelyChildrenDoNotExplain_leavesNoneOut() {
    double[] counts = filled(6);
    counts[0] = 60;
    double[] fitted = fit(3, 150, counts);
    assertThat(Arrays.stream(fitted).min().orElseThrow()).isGreaterThan(4);
  }

  @Test
  void fitTop_emptyChildren_doNotEnterTheTotal() {
    double[] counts = {900, 850, 3, -2, 4, 1, 5, -3, 2, 0, 6, -1, 3, 2, -4, 1};
    assertThat(new Siblings(3).fitTop(counts, 1)).isEqualTo(1_750);
    assertThat(Arrays.stream(counts).sum()).isEqualTo(1_750);
    double[] none = filled(-1);
    assertThat(new Siblings(3).fitTop(none, 1)).isZero();
    assertThat(none).containsOnly(0);
  }

  /** 16 counts of which noise takes away all but 8 rows: one child must not get all of those. */
  @Test
  void fitTop_totalWithinItsNoise_sumsToWhatNoiseExplains() {
    double[] counts = {9, -7, 4, -8, 3, 6, -5, -1, 8, -4, -6, 7, 2, -3, 5, -2};
    double[] fitted = counts.clone();
    assertThat(new Siblings(5).fitTop(fitted, 1)).isEqualTo(8);
    assertThat(Arrays.stream(fitted).sum()).isEqualTo(2 * 5 * 4, within(1e-9));
  }

  /** By the odds alone, the largest three of sixteen draws of noise would be the only occupied. */
  @Test
  void fit_childrenThatNoiseExplains_areNotTakenAsEmpty() {
    double[] counts = {2, -3, 1, 14, -1, 0, 12, 3, -2, 5, 13, -4, 2, 0, -1, 3};
    double[] fitted = fit(5, 40, counts);
    assertThat(Arrays.stream(fitted).filter(count -> count > 0).count()).isGreaterThan(10);
  }
}
