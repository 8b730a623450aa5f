package io.discreet.mechanisms.noise;

import io.discreet.mechanisms.exact.Elementary;
import io.discreet.mechanisms.exact.Enclosure;
import io.discreet.mechanisms.exact.NormalTail;
import org.apache.commons.numbers.gamma.InverseErfc;

/**
 * A symmetric continuous distribution of scale 1, as exact sampling needs it: its two-sided tail
 * T(x) = P(|Z| &gt; x), enclosed, and where to look for the inverse q of that tail.
 */
enum UnitDistribution {

  /** The standard normal distribution: T(x) = 2 Q(x). */
  NORMAL {
    @Override
    Enclosure tail(Enclosure x) {
      return NormalTail.upper(x).times(2);
    }

    @Override
    double quantileGuess(double log2) {
      // Beyond the range of doubles the leading term will do: a guess need not be right.
      return log2 > -1000
          ? Math.sqrt(2) * InverseErfc.value(Math.pow(2, log2))
          : Math.sqrt(-2 * log2 * LN_2);
    }
  },

  /** The Laplace distribution with density ½e^(−|z|): T(x) = e^(−x). */
  LAPLACE {
    @Override
    Enclosure tail(Enclosure x) {
      return Elementary.exp(x.negated());
    }

    @Override
    double quantileGuess(double log2) {
      return -log2 * LN_2;
    }
  };

  private static final double LN_2 = Math.log(2);

  /**
   * Encloses T(x).
   *
   * @param x at least 0
   */
  abstract Enclosure tail(Enclosure x);

  /** Returns about q(2^{@code log2}): a place to start looking, no more. */
  abstract double quantileGuess(double log2);
}
