package io.discreet.engine.memory;

import io.discreet.engine.memory.LocalLevel.Belief;
import org.apache.commons.math3.special.Erf;

/**
 * What is known of a level: the mean, standard deviation and 95 % interval of a mixture of normal
 * beliefs.
 */
record Level(double mean, double error, double low, double high) {

  private static final double TAIL = 0.025;

  /** Below, a belief moves no end of the interval. */
  private static final double LEAST_WEIGHT = 1e-9;

  /** In standard deviations: beyond lies less than any tail that is asked for. */
  private static final double REACH = 7;

  private static final double TOLERANCE = 1e-6;

  /** The mixture of these beliefs by weights of any sum above 0. */
  static Level of(Belief[] beliefs, double[] weights) {
    double sum = 0;
    double mean = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i];
      mean += weights[i] * beliefs[i].mean();
    }
    mean /= sum;
    double variance = 0;
    double least = mean;
    double most = mean;
    for (int i = 0; i < weights.length; i++) {
      double away = beliefs[i].mean() - mean;
      variance += weights[i] / sum * (beliefs[i].variance() + away * away);
      if (weights[i] > LEAST_WEIGHT * sum) {
        double reach = REACH * Math.sqrt(beliefs[i].variance());
        least = Math.min(least, beliefs[i].mean() - reach);
        most = Math.max(most, beliefs[i].mean() + reach);
      }
    }
    double error = Math.sqrt(variance);
    double low = quantile(beliefs, weights, sum, TAIL, least, most, error);
    double high = quantile(beliefs, weights, sum, 1 - TAIL, least, most, error);
    return new Level(mean, error, Math.min(mean, low), Math.max(mean, high));
  }

  private static double quantile(
      Belief[] beliefs,
      double[] weights,
      double sum,
      double probability,
      double least,
      double most,
      double error) {
    double low = least;
    double high = most;
    // Halving ends for every level: where it is so large that doubles lie further apart than the
    // error, the middle is one of the ends.
    while (high - low > TOLERANCE * error) {
      double middle = low + (high - low) / 2;
      if (!(middle > low && middle < high)) {
        break;
      }
      if (below(middle, beliefs, weights, sum) < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low + (high - low) / 2;
  }

  /** The probability that the level lies below {@code x}. */
  private static double below(double x, Belief[] beliefs, double[] weights, double sum) {
    double below = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > LEAST_WEIGHT * sum) {
        double z = (x - beliefs[i].mean()) / Math.sqrt(beliefs[i].variance());
        below += weights[i] / sum * 0.5 * Erf.erfc(-z / Math.sqrt(2));
      }
    }
    return below;
  }
}
