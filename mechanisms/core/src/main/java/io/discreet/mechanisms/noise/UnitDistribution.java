package io.discreet.mechanisms.noise;

import io.discreet.mechanisms.exact.Elementary;
import io.discreet.mechanisms.exact.Enclosure;
import io.discreet.mechanisms.exact.NormalTail;
import java.math.BigInteger;
import org.apache.commons.numbers.gamma.InverseErfc;

/**
 * A symmetric continuous distribution of scale 1, as exact sampling needs it: its two-sided tail
 * T(x) = P(|Z| &gt; x) and the inverse q of that tail, both enclosed.
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
    Enclosure[] quantileSeries(Enclosure p, Enclosure step, int degree) {
      Enclosure start =
          Enclosure.of(quantileGuess(Math.log(p.toDoubleDown()) / LN_2), p.fractionBits());
      Enclosure density = NormalTail.density(start);
      Enclosure move = tail(start).minus(p).dividedBy(density.times(2));
      Enclosure centre = start.plus(move).plus(newtonError(start, move));
      // φ(c) = φ(s) · e^((s² − c²)/2): the exponential of a small number is cheap.
      Enclosure change =
          centre.minus(start).times(start.plus(centre)).scaled(-1, p.fractionBits()).negated();
      Enclosure slope = step.dividedBy(density.times(Elementary.exp(change)).times(2));
      // Towards p = 0, in units of a step, q′ = u and u′ = q·u²: all coefficients are at least 0.
      Enclosure[] q = new Enclosure[degree + 1];
      Enclosure[] u = new Enclosure[degree + 1];
      Enclosure[] square = new Enclosure[degree + 1];
      q[0] = centre;
      u[0] = slope;
      for (int n = 0; n < degree; n++) {
        square[n] = coefficient(u, u, n);
        q[n + 1] = u[n].dividedBy(n + 1);
        u[n + 1] = coefficient(q, square, n).dividedBy(n + 1);
      }
      for (int n = 1; n <= degree; n += 2) {
        q[n] = q[n].negated();
      }
      return q;
    }

    /** Taylor's remainder of one Newton step, q″ = q/(2φ(q))², as an enclosure of it. */
    private Enclosure newtonError(Enclosure start, Enclosure move) {
      int bits = start.fractionBits();
      BigInteger farthest = move.low().abs().max(move.high().abs());
      if (farthest.bitLength() > bits - 40) {
        throw new ArithmeticException("the first guess of a quantile is too far off");
      }
      // So close to the start q″ changes by less than a factor of 2, which the ½ of Taylor pays.
      BigInteger size = start.high().shiftRight(bits).add(BigInteger.ONE);
      BigInteger error =
          farthest.multiply(farthest).multiply(size).shiftRight(bits).add(BigInteger.ONE);
      return new Enclosure(error.negate(), error, bits);
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
    Enclosure[] quantileSeries(Enclosure p, Enclosure step, int degree) {
      Enclosure[] q = new Enclosure[degree + 1];
      q[0] = Elementary.log(p).negated();
      Enclosure ratio = step.dividedBy(p);
      Enclosure power = Enclosure.of(1, p.fractionBits());
      for (int n = 1; n <= degree; n++) {
        power = power.times(ratio);
        Enclosure size = power.dividedBy(n);
        q[n] = n % 2 == 1 ? size.negated() : size;
      }
      return q;
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

  /**
   * Encloses the Taylor coefficients of q(p + τ·step) in τ, from the constant up.
   *
   * <p>The derivatives of q alternate in sign and grow in size as p falls: q = −ln p plainly; for
   * the normal distribution d^n q/dp^n = (−1)^n P_n(q) / (2φ(q))^n, where P_1 = 1 and P_(n+1) =
   * n·x· P_n + P_n′ have coefficients of at least 0.
   */
  abstract Enclosure[] quantileSeries(Enclosure p, Enclosure step, int degree);

  private static Enclosure coefficient(Enclosure[] a, Enclosure[] b, int n) {
    Enclosure sum = a[0].times(b[n]);
    for (int i = 1; i <= n; i++) {
      sum = sum.plus(a[i].times(b[n - i]));
    }
    return sum;
  }
}
