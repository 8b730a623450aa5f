package io.discreet.engine.memory;

import io.discreet.engine.memory.LocalLevel.Belief;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;

/**
 * How much the level of a series moves in a day: the variance that makes the values most likely.
 *
 * <p>With few values the likelihood is flat and its highest point often at 0, which would promise
 * too much. The level is therefore the one under the likeliest variance, while its error is
 * averaged over all variances by their likelihood (Hamilton 1986, who adds the uncertainty of the
 * parameters to that of the filter), each weighted by a half-Cauchy prior of the movement's
 * standard deviation in units of the noise's (Gelman 2006).
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

  /** The likeliest; 0 where no movement is likelier than the least one. */
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

  /** The level as of the last value, with an error that knows how little the variance is known. */
  Belief level() {
    Belief likeliest = series.filtered(first, last, likeliest());
    if (first == last) {
      return likeliest;
    }
    double[] logs = new double[GRID];
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < GRID; i++) {
      logs[i] = logLikelihood(point(i));
      highest = Math.max(highest, logs[i]);
    }
    double weights = 0;
    double variance = 0;
    for (int i = 0; i < GRID; i++) {
      double weight = Math.exp(logs[i] - highest) * prior(point(i));
      Belief other = series.filtered(first, last, noise * Math.exp(point(i)));
      double away = other.mean() - likeliest.mean();
      weights += weight;
      variance += weight * (other.variance() + away * away);
    }
    return new Belief(likeliest.mean(), variance / weights);
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
