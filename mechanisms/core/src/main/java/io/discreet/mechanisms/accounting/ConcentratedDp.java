package io.discreet.mechanisms.accounting;

import io.discreet.mechanisms.exact.Elementary;
import io.discreet.mechanisms.exact.Enclosure;

/**
 * The trade between ρ-zero-concentrated differential privacy and (ε, δ)-differential privacy, for
 * reading what others publish in ρ. The books are kept in μ², which loses less.
 *
 * <p>For every α above 1, ρ-zCDP implies (ε, δ)-DP with ε = ρα + ln(1/(αδ))/(α − 1) + ln(1 − 1/α):
 * Canonne, Kamath and Steinke 2020, Corollary 13. The best α solves ρ(α − 1)² = ln(1/(αδ)).
 *
 * <h2>Error bound</h2>
 *
 * α is searched in doubles and then taken as it is: any α gives a true statement, and an α off by a
 * part in 10¹⁴ moves the result by a part in 10²⁵. The formula is enclosed in arbitrary precision
 * at that α, and its end on the safe side is returned: budgets down, losses up.
 */
public final class ConcentratedDp {

  /** The largest ρ that is accounted for: that of {@link GaussianDp#MAX_MU}. */
  public static final double MAX_RHO = 0x1p23;

  /** A smaller loss is reported as this one; below it ε is under 10⁻²⁸ for every δ. */
  private static final double LEAST_RHO = 0x1p-200;

  /** A smaller ε buys nothing. */
  private static final double LEAST_EPSILON = 0x1p-200;

  /** Below this ε, ε²/2 exceeds ε·tanh(ε/2) by less than a part in 2⁶³. */
  private static final double SQUARE_BELOW = 0x1p-30;

  private static final int RESULT_BITS = 128;

  private ConcentratedDp() {}

  /**
   * Returns an ε ≥ 0, rounded up, such that ρ-zCDP implies (ε, δ)-DP.
   *
   * @param rho from 0 to 2²³
   * @param delta in (0, 1)
   * @throws IllegalArgumentException if a parameter is out of range
   */
  public static double epsilon(double rho, double delta) {
    if (!(rho >= 0 && rho <= MAX_RHO)) {
      throw new IllegalArgumentException("rho must be from 0 to 2^23 (8388608), got " + rho);
    }
    checkDelta(delta);
    if (rho == 0) {
      return 0;
    }
    double loss = Math.max(rho, LEAST_RHO);
    // α − 1, where ρ(α − 1)² has caught up with ln(1/δ) − ln α.
    double beyondOne =
        RootSearch.bisected(
            0,
            Math.sqrt(-Math.log(delta) / loss),
            x -> loss * x * x + Math.log(delta) + Math.log1p(x));
    Terms terms = new Terms(beyondOne, delta);
    Enclosure epsilon = terms.of(loss).times(terms.alpha).plus(terms.atRhoZero());
    return Math.max(0, epsilon.toDoubleUp());
  }

  /**
   * Returns a ρ, rounded down, such that ρ-zCDP implies (ε, δ)-DP by the same formula; 0 if none is
   * above 0. An ε above 2²⁰ counts as 2²⁰.
   *
   * @param epsilon finite, above 0
   * @param delta in (0, 1)
   * @throws IllegalArgumentException if a parameter is out of range
   */
  public static double rho(double epsilon, double delta) {
    if (!(epsilon > 0 && epsilon <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("epsilon must be finite and above 0, got " + epsilon);
    }
    checkDelta(delta);
    if (epsilon < LEAST_EPSILON) {
      return 0;
    }
    double capped = Math.min(epsilon, GaussianDp.MAX_EPSILON);
    double most = Math.min(1 / delta, Double.MAX_VALUE); // for the least δ, 1/δ is no double
    double beyondOne = RootSearch.bisected(0, most, x -> capped - bestEpsilon(x, delta));
    Terms terms = new Terms(beyondOne, delta);
    Enclosure rho = terms.of(capped).minus(terms.atRhoZero()).dividedBy(terms.alpha);
    return Math.max(0, rho.toDoubleDown());
  }

  /**
   * Returns the ρ of a μ-GDP loss, rounded up: μ²/2.
   *
   * <p>The Rényi divergence of order α of two unit Gaussians at distance μ is αμ²/2, and no
   * post-processing of them has more (Dong, Roth and Su 2022, section 2).
   *
   * @param mu from 0 to {@value GaussianDp#MAX_MU}
   */
  public static double rhoOfGaussian(double mu) {
    if (!(mu >= 0 && mu <= GaussianDp.MAX_MU)) {
      throw new IllegalArgumentException("mu must be from 0 to 4096, got " + mu);
    }
    return halfSquareUp(mu);
  }

  /**
   * Returns the least ρ of an ε-DP loss, rounded up: ε·tanh(ε/2).
   *
   * <p>An ε-DP step is a post-processing of ε-randomized response (Kairouz, Oh and Viswanath 2015),
   * whose log-likelihood ratio L is ±ε and has the mean m = ε·tanh(ε/2). By Kearns and Saul 1998, E
   * e^(tL) ≤ e^(mt + mt²), so that the Rényi divergence of order α = 1 + t is at most mα; towards α
   * = 1 it is m. The ε²/2 of Bun and Steinke 2016, Proposition 1.4, is more.
   *
   * @param epsilon from 0 to 2²⁰
   */
  public static double rhoOfPure(double epsilon) {
    if (!(epsilon >= 0 && epsilon <= GaussianDp.MAX_EPSILON)) {
      throw new IllegalArgumentException("epsilon must be from 0 to 2^20, got " + epsilon);
    }
    if (epsilon < SQUARE_BELOW) {
      return halfSquareUp(epsilon);
    }
    Enclosure size = Enclosure.of(epsilon, RESULT_BITS);
    Enclosure one = Enclosure.of(1, RESULT_BITS);
    Enclosure odds = Elementary.exp(size.negated());
    return size.times(one.minus(odds).dividedBy(one.plus(odds))).toDoubleUp();
  }

  private static double halfSquareUp(double x) {
    if (x == 0) {
      return 0;
    }
    int bits = RESULT_BITS + 2 * Math.max(0, -Math.getExponent(x));
    return Enclosure.of(x, bits).squared().scaled(-1, bits).toDoubleUp();
  }

  /** ε at the ρ for which this α is the best one. */
  private static double bestEpsilon(double x, double delta) {
    double log = -Math.log(delta) - Math.log1p(x);
    return (2 * x + 1) / x / x * log - Math.log1p(1 / x);
  }

  private static void checkDelta(double delta) {
    if (!(delta > 0 && delta < 1)) {
      throw new IllegalArgumentException("delta must be above 0 and below 1, got " + delta);
    }
  }

  /**
   * The parts of the formula at one α = 1 + x, enclosed with bits enough for results this small.
   */
  private static final class Terms {
    private final int bits;
    private final Enclosure x;
    private final Enclosure delta;
    final Enclosure alpha;

    Terms(double beyondOne, double delta) {
      bits = RESULT_BITS + 2 * Math.abs(Math.getExponent(beyondOne)) - Math.getExponent(delta);
      x = of(beyondOne);
      this.delta = of(delta);
      alpha = x.plus(Enclosure.of(1, bits));
    }

    Enclosure of(double value) {
      return Enclosure.of(value, bits);
    }

    /** ln(1/(αδ))/(α − 1) + ln(1 − 1/α). */
    Enclosure atRhoZero() {
      Enclosure tail = Elementary.log(alpha.times(delta)).negated().dividedBy(x);
      return tail.plus(Elementary.log(x.dividedBy(alpha)));
    }
  }
}
