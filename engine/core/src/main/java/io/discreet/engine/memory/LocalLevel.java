package io.discreet.engine.memory;

/**
 * The local-level model of one noisy series: the level is a random walk in time, and every value is
 * the level plus noise of known variance.
 *
 * <p>Source: Durbin and Koopman 2012, sections 2.2 and 2.9: the Kalman filter of the local-level
 * model, begun with the first value under a diffuse prior.
 *
 * @param values noisy, finite
 * @param variances of their noise, above 0
 * @param days when each was asked, in days, not decreasing
 */
record LocalLevel(double[] values, double[] variances, double[] days) {

  /** Answers about one day may be of different data. */
  private static final double LEAST_STEP = 1;

  /** What is believed of the level: normal with this mean and variance. */
  record Belief(double mean, double variance) {}

  int length() {
    return values.length;
  }

  /** The level as of value {@code last}, from the values {@code first} to {@code last}. */
  Belief filtered(int first, int last, double processVariance) {
    double mean = values[first];
    double variance = variances[first];
    for (int i = first + 1; i <= last; i++) {
      double prior = variance + processVariance * step(i);
      double gain = prior / (prior + variances[i]);
      mean += gain * (values[i] - mean);
      variance = gain * variances[i];
    }
    return new Belief(mean, variance);
  }

  /** The log-likelihood of {@code first + 1} to {@code last} given the first, up to a constant. */
  double logLikelihood(int first, int last, double processVariance) {
    double mean = values[first];
    double variance = variances[first];
    double twice = 0;
    for (int i = first + 1; i <= last; i++) {
      double prior = variance + processVariance * step(i);
      double innovation = values[i] - mean;
      double spread = prior + variances[i];
      twice += Math.log(spread) + innovation * innovation / spread;
      double gain = prior / spread;
      mean += gain * innovation;
      variance = gain * variances[i];
    }
    return -0.5 * twice;
  }

  /** How much time lies between a value and the one before it, in days. */
  double step(int i) {
    return Math.max(LEAST_STEP, days[i] - days[i - 1]);
  }
}
