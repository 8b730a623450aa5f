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

    @Override
    double differenceQuantile(double rest) {
      // Z − Z′ is normal of variance 2: P(|Z − Z′| > x) = erfc(x/2).
      return 2 * InverseErfc.value(rest) * ROUNDED_UP;
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

    @Override
    double differenceQuantile(double rest) {
      // P(|Z − Z′| > x) = e^(−x) (1 + x/2), so x = −ln(rest) + ln(1 + x/2): each step halves the
      // distance at least, from below.
      double atLeast = -Math.log(rest);
      double x = atLeast;
      double before;
      do {
        before = x;
        x = atLeast + Math.log1p(x / 2);
      } while (x > before);
      return x * ROUNDED_UP;
    }
  };

  private static final double LN_2 = Math.log(2);

  /** Far more than the functions of the libraries err by, and far less than a unit of a lattice. */
  private static final double ROUNDED_UP = 1 + 0x1p-46;

  /**
   * Encloses T(x).
   *
   * @param x at least 0
   */
  abstract Enclosure tail(Enclosure x);

  /** Returns about q(2^{@code log2}): a place to start looking, no more. */
  abstract double quantileGuess(double log2);

  /**
   * Returns an x such that P(|Z − Z′| &gt; x) ≤ {@code rest} for two independent draws, above the
   * least by 2⁻⁴⁶ of itself.
   *
   * @param rest in (0, 1)
   */
  abstract double differenceQuantile(double rest);
}
