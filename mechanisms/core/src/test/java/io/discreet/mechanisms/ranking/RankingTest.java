package io.discreet.mechanisms.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.accounting.PureDp;
import io.discreet.mechanisms.noise.RandomBits;
import io.discreet.mechanisms.testing.InsecureSeededNoise;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RankingTest {

  private static final int RUNS = 200_000;

  /** The probability of an order under k rounds of the exponential mechanism. */
  private static double probability(long[] totals, double perUnit, int... order) {
    double probability = 1;
    boolean[] isTaken = new boolean[totals.length];
    for (int next : order) {
      double all = 0;
      for (int i = 0; i < totals.length; i++) {
        all += isTaken[i] ? 0 : Math.exp(perUnit * totals[i]);
      }
      probability *= Math.exp(perUnit * totals[next]) / all;
      isTaken[next] = true;
    }
    return probability;
  }

  /** The largest distance of a frequency from its probability, in standard deviations. */
  private static double farthest(long[] totals, OneShotTop top, double perUnit, RandomBits bits) {
    Map<String, Integer> counts = new HashMap<>();
    for (int run = 0; run < RUNS; run++) {
      counts.merge(Arrays.toString(top.select(totals, bits)), 1, Integer::sum);
    }
    double farthest = 0;
    for (int first = 0; first < totals.length; first++) {
      for (int second = 0; second < totals.length; second++) {
        if (first != second) {
          double p = probability(totals, perUnit, first, second);
          int count = counts.getOrDefault(Arrays.toString(new int[] {first, second}), 0);
          double deviation = Math.sqrt(RUNS * p * (1 - p));
          farthest = Math.max(farthest, Math.abs(count - RUNS * p) / deviation);
        }
      }
    }
    return farthest;
  }

  @Test
  void oneShot_manyRuns_hasTheProbabilitiesOfRepeatedExponentialMechanisms() {
    long[] totals = {10, 12, 15, 9};
    OneShotTop top = new OneShotTop(0.9, 3, 2);
    // 6.6 standard deviations in any of 12 cells: odds of a false alarm below 1e-9.
    assertThat(farthest(totals, top, 0.3, new InsecureSeededNoise(1))).isLessThan(6.6);
    // The twin: the odds of twice the epsilon are rejected.
    assertThat(farthest(totals, top, 0.6, new InsecureSeededNoise(1))).isGreaterThan(6.6);
  }

  @Test
  void oneShot_neighbours_differByAtMostKTimesEpsilon() {
    long[] with = {10, 12, 15, 9};
    long[][] without = {{9, 11, 14, 8}, {9, 12, 15, 9}, {10, 11, 14, 9}, {10, 12, 14, 8}};
    for (long[] neighbour : without) {
      for (int first = 0; first < 4; first++) {
        for (int second = 0; second < 4; second++) {
          if (first != second) {
            double loss =
                Math.log(
                    probability(with, 0.5, first, second)
                        / probability(neighbour, 0.5, first, second));
            assertThat(Math.abs(loss)).isLessThanOrEqualTo(2 * 0.5 + 1e-12);
          }
        }
      }
    }
  }

  @Test
  void oneShot_clearWinners_areRankedByTotals() {
    long[] totals = {5_000_000, -7, 9_000_000, 0, 7_000_000};
    OneShotTop top = new OneShotTop(1, 1, 3);
    for (long seed = 0; seed < 50; seed++) {
      assertThat(top.select(totals, new InsecureSeededNoise(seed))).containsExactly(2, 4, 0);
    }
    assertThat(new OneShotTop(1, 1, 9).select(new long[] {0, 1L << 40}, () -> 1L << 60))
        .containsExactly(1, 0);
    assertThat(new OneShotTop(1, 1, 9).select(new long[0], () -> 0)).isEmpty();
  }

  private static int[] scripted(long[] totals, double epsilon, long... words) {
    Deque<Long> script = new ArrayDeque<>(Arrays.stream(words).boxed().toList());
    int[] ranked = new OneShotTop(epsilon, 1, 2).select(totals, script::remove);
    assertThat(script).isEmpty();
    return ranked;
  }

  @Test
  void oneShot_uniformsThatTie_areExtendedUntilTheyDiffer() {
    long[] equal = {7, 7};
    for (long word : new long[] {1L << 62, 0, -1, -2, 2, 0x7fff_ffff_ffff_fffeL}) {
      // The candidate that came last is extended first.
      assertThat(scripted(equal, 1, word, word, 9, 4)).containsExactly(1, 0);
      assertThat(scripted(equal, 1, word, word, 4, 9)).containsExactly(0, 1);
      assertThat(scripted(equal, 1, word, word, 9, 9, -1, 1)).containsExactly(1, 0);
    }
  }

  /** Scores that differ by less than a double of their size can tell, in favour of either. */
  @Test
  void oneShot_totalsThatDifferByATinyScore_areComparedExactly() {
    double epsilon = 0x1p-40;
    long[] close = {1L << 50, (1L << 50) + 1};
    long word = 1L << 62;
    // Equal uniforms of 63 + 64 bits leave the totals to decide, by 2^-40.
    assertThat(scripted(close, epsilon, word, word, 8, 8)).containsExactly(1, 0);
    // A uniform larger by 2^-30 of itself outweighs that.
    long more = word + (1L << 32);
    assertThat(scripted(close, epsilon, more, word)).containsExactly(0, 1);
  }

  @Test
  void oneShot_aSourceThatRepeatsItself_isFoundOut() {
    OneShotTop top = new OneShotTop(1, 1, 1);
    for (long word : new long[] {0, -1, 12345}) {
      assertThatThrownBy(() -> top.select(new long[] {1, 1}, () -> word))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("repeats itself");
    }
  }

  @Test
  void oneShot_cost_isKTimesThatOfOneRoundedUp() {
    OneShotTop top = new OneShotTop(0.25, 100, 3);
    long pure = top.costUnits(Currency.pure());
    assertThat(pure).isBetween(3L << 38, (3L << 38) + 1);
    double mu = PureDp.mu(0.125);
    assertThat((double) top.costUnits(Currency.gaussian()))
        .isBetween(3 * mu * mu * 0x1p40, 3 * mu * mu * 0x1p40 + 2);
  }

  @Test
  void releasedOrder_tiesAndK_areResolvedByIndex() {
    long[] noisy = {4, 9, -3, 9, 4};
    assertThat(ReleasedOrder.top(noisy, 5)).containsExactly(1, 3, 0, 4, 2);
    assertThat(ReleasedOrder.top(noisy, 1)).containsExactly(1);
    assertThat(ReleasedOrder.top(noisy, 0)).isEmpty();
    assertThatThrownBy(() -> ReleasedOrder.top(noisy, 6))
        .hasMessageContaining("from 0 to 5, got 6");
    assertThatThrownBy(() -> ReleasedOrder.top(noisy, -1)).hasMessageContaining("got -1");
  }

  @Test
  void parameters_outOfRange_areRefused() {
    for (double bad : new double[] {Double.NaN, 0, 1e-20, 513}) {
      assertThatThrownBy(() -> new OneShotTop(bad, 1, 1)).hasMessageContaining("epsilon");
    }
    assertThatThrownBy(() -> new OneShotTop(1, 0, 1)).hasMessageContaining("bound");
    assertThatThrownBy(() -> new OneShotTop(1, (1L << 31) + 1, 1)).hasMessageContaining("bound");
    assertThatThrownBy(() -> new OneShotTop(1, 1, 0)).hasMessageContaining("k must");
    OneShotTop top = new OneShotTop(1, 1, 1);
    for (long bad : new long[] {1L << 52, -(1L << 52), Long.MIN_VALUE}) {
      assertThatThrownBy(() -> top.select(new long[] {bad}, () -> 2))
          .hasMessageContaining("below 2^52")
          .hasMessageNotContaining(Long.toString(bad));
    }
  }
}
