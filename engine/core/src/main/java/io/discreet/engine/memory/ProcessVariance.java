package io.discreet.engine.memory;

import io.discreet.engine.memory.LocalLevel.Belief;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;

/**
 * How much the level of a series moves in a day: the variance of its random walk.
 *
 * <p>With few values the likelihood is flat and its highest point often at 0, which would promise
 * too much. The level is therefore averaged over all variances, each by its likelihood and a
 * half-Cauchy prior of the movement's standard deviation in units of the noise's (Gelman 2006).
 */
final class ProcessVariance {

  /** In units of the mean variance of the noise: below, the level stands still for years. */
  private static final double LEAST_LOG = Math.log(1e-5);

  /** Above, the values before say nothing. */
  private static final double MOST_LOG = Math.log(1e2);

  private static final int GRID = 17;
  private static final double TOLERANCE = 1e-3;
  private static final int MOST_EVALUATIONS = 200;

  private final LocalLevel series;
  private final int first;
  private final int last;
  private final double noise;

  /** Of the values from {@code first} to {@code last}. */
  ProcessVariance(LocalLevel series, int first, int last) {
    this.series = series;
    this.first = first;
    this.last = last;
    double sum = 0;
    for (int i = first; i <= last; i++) {
      sum += series.variances()[i];
    }
    this.noise = sum / (last - first + 1);
  }

  /**
   * The likeliest, by which shifts are told; 0 where no movement is likelier than the least one.
   */
  double likeliest() {
    if (first == last) {
      return 0;
    }
    double log =
        new BrentOptimizer(TOLERANCE, TOLERANCE)
            .optimize(
                new MaxEval(MOST_EVALUATIONS),
                GoalType.MAXIMIZE,
                new UnivariateObjectiveFunction(this::logLikelihood),
                new SearchInterval(LEAST_LOG, MOST_LOG))
            .getPoint();
    double found = noise * Math.exp(log);
    boolean still = series.logLikelihood(first, last, 0) >= logLikelihood(log);
    return still ? 0 : found;
  }

  /** The level as of the last value: a mixture over how fast it may move. */
  Level level() {
    Belief[] beliefs = new Belief[GRID];
    double[] logs = new double[GRID];
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < GRID; i++) {
      logs[i] = logLikelihood(point(i));
      highest = Math.max(highest, logs[i]);
      beliefs[i] = series.filtered(first, last, noise * Math.exp(point(i)));
    }
    double[] weights = new double[GRID];
    for (int i = 0; i < GRID; i++) {
      weights[i] = Math.exp(logs[i] - highest) * prior(point(i));
    }
    return Level.of(beliefs, weights);
  }

  /** The density of the half-Cauchy distribution over equal steps of the logarithm. */
  private static double prior(double log) {
    double ratio = Math.exp(log / 2);
    return ratio / (1 + ratio * ratio);
  }

  private static double point(int i) {
    return LEAST_LOG + (MOST_LOG - LEAST_LOG) * i / (GRID - 1);
  }

  private double logLikelihood(double log) {
    return series.logLikelihood(first, last, noise * Math.exp(log));
  }
}
