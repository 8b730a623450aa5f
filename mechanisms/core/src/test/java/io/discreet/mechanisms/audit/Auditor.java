package io.discreet.mechanisms.audit;

import java.util.Arrays;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * A lower confidence bound on the privacy loss of a mechanism, from scores that an attacker gave
 * its outputs on two neighbouring inputs.
 *
 * <p>The attacker says "second input" where a score exceeds a threshold. If the mechanism is μ-GDP
 * but tells everything with odds of δ, then Φ⁻¹((hits − δ)/(1 − δ)) − Φ⁻¹(false alarms/(1 − δ)) is
 * at most μ (Dong, Roth and Su 2022, section 2, for δ = 0). Both rates are replaced by their
 * Clopper–Pearson bounds on the safe side. The threshold is chosen on one half of the runs and the
 * bound computed on the other, so that choosing costs no confidence; both directions are tried. The
 * bound exceeds the true loss with odds of at most 10⁻⁹: four one-sided bounds at 2.5·10⁻¹⁰.
 */
final class Auditor {

  private static final double ODDS = 2.5e-10;
  private static final int THRESHOLDS = 100;
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  private Auditor() {}

  /** Returns a lower bound on μ; 0 if nothing can be told. */
  static double leastMu(double[] first, double[] second, double delta) {
    double upwards = oneWay(first, second, delta);
    return Math.max(upwards, oneWay(negated(first), negated(second), delta));
  }

  /** Returns a lower bound on the odds of an event that was seen {@code seen} times. */
  static double leastOdds(int seen, int runs) {
    return seen == 0
        ? 0
        : new BetaDistribution(null, seen, runs - seen + 1.0).inverseCumulativeProbability(ODDS);
  }

  private static double oneWay(double[] first, double[] second, double delta) {
    double[] learnFirst = sorted(first, 0);
    double[] learnSecond = sorted(second, 0);
    double[] testFirst = sorted(first, 1);
    double[] testSecond = sorted(second, 1);
    double[] candidates = new double[learnFirst.length + learnSecond.length];
    System.arraycopy(learnFirst, 0, candidates, 0, learnFirst.length);
    System.arraycopy(learnSecond, 0, candidates, learnFirst.length, learnSecond.length);
    Arrays.sort(candidates);
    double best = 0;
    double threshold = Double.POSITIVE_INFINITY;
    for (int i = 0; i < THRESHOLDS; i++) {
      double candidate = candidates[(int) ((long) i * candidates.length / THRESHOLDS)];
      double bound = bound(learnFirst, learnSecond, candidate, delta);
      if (bound > best) {
        best = bound;
        threshold = candidate;
      }
    }
    return Math.max(0, bound(testFirst, testSecond, threshold, delta));
  }

  private static double bound(double[] first, double[] second, double threshold, double delta) {
    double alarms = 1 - leastOdds(atMost(first, threshold), first.length);
    double hits = leastOdds(second.length - atMost(second, threshold), second.length);
    double known = 1 - delta;
    if (hits <= delta || alarms >= known) {
      return 0;
    }
    return NORMAL.inverseCumulativeProbability((hits - delta) / known)
        - NORMAL.inverseCumulativeProbability(alarms / known);
  }

  /** How many of the sorted scores do not exceed the threshold. */
  private static int atMost(double[] sorted, double threshold) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= threshold) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static double[] sorted(double[] scores, int parity) {
    double[] half = new double[(scores.length + 1 - parity) / 2];
    for (int i = 0; i < half.length; i++) {
      half[i] = scores[2 * i + parity];
    }
    Arrays.sort(half);
    return half;
  }

  private static double[] negated(double[] scores) {
    return Arrays.stream(scores).map(score -> -score).toArray();
  }
}
