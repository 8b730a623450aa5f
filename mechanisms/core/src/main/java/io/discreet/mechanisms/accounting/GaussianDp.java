package io.discreet.mechanisms.accounting;

import io.discreet.mechanisms.exact.Enclosure;
import io.discreet.mechanisms.exact.NormalTail;
import io.discreet.mechanisms.exact.ThresholdSearch;
import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.Erfcx;

/**
 * The exact trade between μ-Gaussian differential privacy and (ε, δ)-differential privacy.
 *
 * <p>μ-GDP implies (ε, δ)-DP exactly when δ ≥ δ(μ, ε) = Φ(−ε/μ + μ/2) − e^ε Φ(−ε/μ − μ/2): Dong,
 * Roth and Su 2022, Corollary 1; the curve is that of Balle and Wang 2018, Theorem 8, where μ =
 * sensitivity/σ.
 *
 * <h2>Error bound</h2>
 *
 * The curve is enclosed in arbitrary precision and written δ = Q(a) − φ(a)·R(b) with a = ε/μ − μ/2,
 * b = ε/μ + μ/2 and Mills' ratio R = Q/φ, so that no e^ε grows; what cancels is made up for by more
 * bits. Each result is the double next to the true value on the safe side: budgets down, losses up.
 */
public final class GaussianDp {

  /** The largest μ that is accounted for; any larger one says nothing about privacy. */
  public static final double MAX_MU = 4096;

  /** An ε beyond this says nothing about privacy and counts as this where a budget is asked for. */
  public static final double MAX_EPSILON = 0x1p20;

  private static final int RESULT_BITS = 128;

  /** Q(a) is below the smallest positive double from here on. */
  private static final double UNDERFLOW_FROM = 40;

  private GaussianDp() {}

  /**
   * Returns the least δ such that μ-GDP implies (ε, δ)-DP, rounded up.
   *
   * @param mu from 0 to {@value #MAX_MU}
   * @param epsilon finite, at least 0
   * @throws IllegalArgumentException if a parameter is out of range
   */
  public static double delta(double mu, double epsilon) {
    checkMu(mu);
    if (!(epsilon >= 0 && epsilon <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("epsilon must be finite and at least 0, got " + epsilon);
    }
    if (mu == 0) {
      return 0;
    }
    if (epsilon / mu - mu / 2 > UNDERFLOW_FROM) {
      return Double.MIN_VALUE;
    }
    double above = Math.max(0, epsilon / mu - mu / 2);
    int magnitude = (int) (above * above * 0.75); // φ(a) is about 2^(−0.72 a²)
    return enclosedDelta(mu, epsilon, resultBits(mu) + magnitude).toDoubleUp();
  }

  /**
   * Returns the largest μ such that μ-GDP implies (ε, δ)-DP, rounded down; at most {@value
   * #MAX_MU}.
   *
   * @param epsilon finite, above 0
   * @param delta in (0, 1)
   * @throws IllegalArgumentException if a parameter is out of range
   */
  public static double mu(double epsilon, double delta) {
    if (!(epsilon > 0 && epsilon <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("epsilon must be finite and above 0, got " + epsilon);
    }
    checkDelta(delta);
    double capped = Math.min(epsilon, MAX_EPSILON);
    long key =
        ThresholdSearch.largest(
            Double.doubleToRawLongBits(guessedMu(capped, delta)),
            bits -> isDeltaBelow(delta, Double.longBitsToDouble(bits), capped) ? 1 : -1);
    return Double.longBitsToDouble(key);
  }

  /** A few doubles from {@link #mu}: a place to start looking, no more. */
  static double guessedMu(double epsilon, double delta) {
    double rough = RootSearch.bisected(0, MAX_MU, mu -> roughDelta(mu, epsilon) - delta);
    return RootSearch.polished( // ∂δ/∂μ = φ(a)
        rough, MAX_MU, mu -> (delta(mu, epsilon) - delta) / density(epsilon / mu - mu / 2));
  }

  /**
   * Returns the least ε ≥ 0 such that μ-GDP implies (ε, δ)-DP, rounded up.
   *
   * @param mu from 0 to {@value #MAX_MU}
   * @param delta in (0, 1)
   * @throws IllegalArgumentException if a parameter is out of range
   */
  public static double epsilon(double mu, double delta) {
    checkMu(mu);
    checkDelta(delta);
    // δ(μ, 0) = 2Φ(μ/2) − 1 is at least μ φ(μ/2), which is known to far better than a factor of 2.
    boolean clearlyPositive = mu * density(mu / 2) > 2 * delta;
    if (mu == 0 || (!clearlyPositive && isDeltaBelow(delta, mu, 0))) {
      return 0;
    }
    long key =
        ThresholdSearch.largest(
            Double.doubleToRawLongBits(guessedEpsilon(mu, delta)),
            bits -> isDeltaBelow(delta, mu, Double.longBitsToDouble(bits)) ? -1 : 1);
    return Double.longBitsToDouble(key + 1);
  }

  /** A few doubles from {@link #epsilon} where that is above 0: a place to start looking. */
  static double guessedEpsilon(double mu, double delta) {
    double most = mu * (mu + UNDERFLOW_FROM);
    double rough = RootSearch.bisected(0, most, e -> delta - roughDelta(mu, e));
    return RootSearch.polished( // ∂δ/∂ε = −φ(a) R(b)
        rough,
        most,
        e -> {
          double above = e / mu - mu / 2;
          return (delta - delta(mu, e)) / (density(above) * mills(above + mu));
        });
  }

  /** Whether δ(μ, ε) is certainly below {@code delta}: what cannot be told counts as above. */
  private static boolean isDeltaBelow(double delta, double mu, double epsilon) {
    int bits = resultBits(mu) - Math.getExponent(delta);
    return enclosedDelta(mu, epsilon, bits).isBelow(Enclosure.of(delta, bits));
  }

  private static Enclosure enclosedDelta(double mu, double epsilon, int bits) {
    Enclosure m = Enclosure.of(mu, bits);
    Enclosure half = m.dividedBy(2);
    Enclosure ratio = Enclosure.of(epsilon, bits).dividedBy(m);
    Enclosure a = ratio.minus(half);
    Enclosure b = ratio.plus(half);
    return NormalTail.upper(a).minus(NormalTail.density(a).times(NormalTail.mills(b)));
  }

  /** A small μ has its first bits far behind the point. */
  private static int resultBits(double mu) {
    return RESULT_BITS + 2 * Math.max(0, -Math.getExponent(mu));
  }

  /** The curve in plain doubles: good enough to start a search, and used for nothing else. */
  static double roughDelta(double mu, double epsilon) {
    double a = epsilon / mu - mu / 2;
    if (mu == 0 || a > UNDERFLOW_FROM) {
      return 0;
    }
    if (mu < 1e-4) { // the difference below would cancel; R′(x) = x·R(x) − 1
      double middle = epsilon / mu;
      return density(a) * mu * (1 - middle * mills(middle));
    }
    return Erfc.value(a / Math.sqrt(2)) / 2 - density(a) * mills(a + mu);
  }

  private static double density(double x) {
    return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }

  private static double mills(double x) {
    return Math.sqrt(Math.PI / 2) * Erfcx.value(x / Math.sqrt(2));
  }

  private static void checkMu(double mu) {
    if (!(mu >= 0 && mu <= MAX_MU)) {
      throw new IllegalArgumentException("mu must be from 0 to 4096, got " + mu);
    }
  }

  private static void checkDelta(double delta) {
    if (!(delta > 0 && delta < 1)) {
      throw new IllegalArgumentException("delta must be above 0 and below 1, got " + delta);
    }
  }
}
