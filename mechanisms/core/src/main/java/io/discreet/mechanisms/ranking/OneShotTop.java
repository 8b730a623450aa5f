package io.discreet.mechanisms.ranking;

import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.accounting.PureDp;
import io.discreet.mechanisms.noise.RandomBits;
import java.util.PriorityQueue;

/**
 * The k largest of the candidates, in order, at a cost that does not grow with the number of
 * candidates a customer is in.
 *
 * <p>Each candidate's total times ε/bound gets a standard Gumbel draw; the k largest are released,
 * their values are not. That is k rounds of the exponential mechanism, each among those not taken
 * yet (Durfee and Rogers 2019, Lemma 4.2).
 *
 * <h2>Sensitivity</h2>
 *
 * A customer adds 0 to {@code bound} to each candidate's total, to any number of them. With and
 * without that customer, the ratio of two candidates' weights e^(ε·total/bound) changes by a factor
 * within e^ε either way, so each round is ε-DP, without the factor of 2 that changes of either sign
 * would need; all candidates' ratios lie within ε of each other, so it is of bounded range ε. The k
 * rounds cost k·ε in the pure currency and k times the μ² of {@link PureDp#muOfBoundedRange} in the
 * Gaussian one. Who adds nothing to any candidate pays nothing.
 *
 * <h2>Why draws are compared unrounded</h2>
 *
 * The proof is about continuous draws, which never tie. Rounded draws do, and the rule that breaks
 * ties then leaks (Mironov 2012 for doubles; Ding et al. 2023 for noisy maxima in finite
 * precision). Here a draw is a function of infinitely many bits, of which as many are looked at as
 * decide each comparison: see {@link LazyGumbel}. The result is that of real numbers.
 */
public final class OneShotTop {

  /** Below this, a total is a double. */
  private static final long LARGEST = 1L << 52;

  private final double epsilon;
  private final long bound;
  private final int k;

  /**
   * @param epsilon of each of the k rounds, from 2⁻⁴⁰ to {@value PureDp#MAX_EPSILON}
   * @param bound the most that a customer adds to one candidate's total, 1 to 2³¹
   * @param k how many candidates are released, at least 1
   * @throws IllegalArgumentException if a parameter is out of range
   */
  public OneShotTop(double epsilon, long bound, int k) {
    if (!(epsilon >= 0x1p-40 && epsilon <= PureDp.MAX_EPSILON)) {
      throw new IllegalArgumentException(
          "epsilon of a ranking must be from 2^-40 to 512, got " + epsilon);
    }
    if (bound < 1 || bound > 1L << 31) {
      throw new IllegalArgumentException(
          "the bound of a contribution must be 1 to 2^31, got " + bound);
    }
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, got " + k);
    }
    this.epsilon = epsilon;
    this.bound = bound;
    this.k = k;
  }

  /** Returns what a customer who adds to any candidate pays, in units, rounded up. */
  public long costUnits(Currency currency) {
    double each =
        currency.norm() == Currency.Norm.L1 ? 1 / epsilon : 1 / PureDp.muOfBoundedRange(epsilon);
    return currency.costUnits(k, Math.nextDown(each));
  }

  /**
   * Returns the indexes of the candidates released, the largest first; all of them if there are at
   * most k.
   *
   * @param totals exact totals, each below 2⁵² in size
   */
  public int[] select(long[] totals, RandomBits bits) {
    PriorityQueue<LazyGumbel> largest = new PriorityQueue<>();
    for (int i = 0; i < totals.length; i++) {
      if (totals[i] >= LARGEST || totals[i] <= -LARGEST) {
        throw new IllegalArgumentException("a total of a ranking must be below 2^52 in size");
      }
      largest.add(new LazyGumbel(i, totals[i], epsilon, bound, bits));
      if (largest.size() > k) {
        largest.remove();
      }
    }
    int[] ranked = new int[largest.size()];
    for (int i = ranked.length - 1; i >= 0; i--) {
      ranked[i] = largest.remove().index();
    }
    return ranked;
  }
}
