package io.discreet.mechanisms.accounting;

import io.discreet.mechanisms.exact.Elementary;
import io.discreet.mechanisms.exact.Enclosure;
import io.discreet.mechanisms.exact.NormalTail;
import io.discreet.mechanisms.exact.ThresholdSearch;
import org.apache.commons.numbers.gamma.InverseErf;
import org.apache.commons.numbers.gamma.InverseErfc;

/**
 * What a purely ε-differentially private step costs in a book of Gaussian differential privacy.
 *
 * <p>ε-DP implies μ-GDP exactly when Φ(μ/2) ≥ e^ε/(1 + e^ε). Every ε-DP mechanism is a
 * post-processing of ε-randomized response (Kairouz, Oh and Viswanath 2015), whose trade-off curve
 * is two lines that meet on the diagonal at 1/(1 + e^ε); the curve of μ-GDP is convex and symmetric
 * and meets the diagonal at Φ(−μ/2), so that it lies below them as soon as it does there.
 *
 * <p>The inequality is decided in arbitrary precision. Costs round up, what they buy rounds down.
 */
public final class PureDp {

  /** The largest ε that is converted; a larger one says nothing about privacy. */
  public static final double MAX_EPSILON = 512;

  /** The largest μ that is converted: ε is then about 454. */
  public static final double MAX_MU = 60;

  private static final double LEAST = 0x1p-200;
  private static final int RESULT_BITS = 128;

  private PureDp() {}

  /**
   * Returns the least μ such that ε-DP implies μ-GDP, rounded up.
   *
   * @param epsilon from 2⁻²⁰⁰ to {@value #MAX_EPSILON}
   * @throws IllegalArgumentException if ε is out of range
   */
  public static double mu(double epsilon) {
    if (!(epsilon >= LEAST && epsilon <= MAX_EPSILON)) {
      throw new IllegalArgumentException("epsilon must be from 2^-200 to 512, got " + epsilon);
    }
    long tooSmall =
        ThresholdSearch.largest(
            Double.doubleToRawLongBits(guessedMu(epsilon)),
            bits -> isImplied(Double.longBitsToDouble(bits), epsilon) ? -1 : 1);
    return Double.longBitsToDouble(tooSmall + 1);
  }

  /** A few doubles from {@link #mu}: a place to start looking, no more. */
  static double guessedMu(double epsilon) {
    double half =
        epsilon < 1
            ? InverseErf.value(Math.tanh(epsilon / 2))
            : InverseErfc.value(2 / (1 + Math.exp(epsilon)));
    return 2 * Math.sqrt(2) * half;
  }

  /**
   * Returns a μ, rounded up, such that a step of bounded range ε is μ-GDP: {@link #mu}(ε/2).
   *
   * <p>Of bounded range ε is a step whose log-likelihood ratios between two neighbours all lie in
   * some [t − ε, t], such as the exponential mechanism (Durfee and Rogers 2019). The power of a
   * test at level a is then at most min(e^t a, 1 − e^(t−ε)(1 − a)), two lines that meet at some (a,
   * b) with logit b − logit a = ε; as above, μ-GDP is implied where Φ⁻¹(b) − Φ⁻¹(a) ≤ μ. That
   * difference is the integral of r(z) = Φ(z)Φ(−z)/φ(z) over an interval of logits of length ε. It
   * is largest where the interval is centred on 0, with a = 1/(1 + e^(ε/2)) = 1 − b, because r is
   * even and falls with |z|: with λ = φ/Q, (ln r)′ = λ(−z) + z − λ(z), which is below 0 for z in
   * (0, 0.3], since it is 0 at 0 and λ′, which rises, makes it fall at a rate of at least 2/π +
   * λ′(−0.3) − 1 &gt; 0.2; and from 0.3 on, since λ(z) − z &gt; 2/(z + √(z² + 8)) (Sampford 1953)
   * exceeds λ(−z) at 0.3 and falls more slowly than it.
   *
   * @param epsilon from 2⁻¹⁹⁹ to {@value #MAX_EPSILON}
   */
  public static double muOfBoundedRange(double epsilon) {
    return mu(epsilon / 2);
  }

  /**
   * Returns the largest ε such that ε-DP implies μ-GDP, rounded down: ln(Φ(μ/2)/Φ(−μ/2)).
   *
   * @param mu from 2⁻²⁰⁰ to {@value #MAX_MU}
   * @throws IllegalArgumentException if μ is out of range
   */
  public static double epsilon(double mu) {
    if (!(mu >= LEAST && mu <= MAX_MU)) {
      throw new IllegalArgumentException("mu must be from 2^-200 to 60, got " + mu);
    }
    // Q(μ/2) is about 2^(−0.18 μ²); near μ = 0 the two logarithms cancel to about μ.
    int bits = RESULT_BITS + (int) (mu * mu / 2) + 2 * Math.max(0, -Math.getExponent(mu));
    Enclosure tail = NormalTail.upper(Enclosure.of(mu, bits).dividedBy(2));
    Enclosure rest = Enclosure.of(1, bits).minus(tail);
    return Elementary.log(rest).minus(Elementary.log(tail)).toDoubleDown();
  }

  /**
   * Returns about the largest ε of which {@code steps} steps cost at most {@code units} of the
   * Gaussian currency, and not more than it.
   *
   * @param units of μ², at least 1
   * @param steps at least 1
   */
  public static double epsilonPerStep(long units, int steps) {
    if (units < 1 || steps < 1) {
      throw new IllegalArgumentException(
          "steps need at least 1 unit and 1 step, got " + units + " and " + steps);
    }
    Enclosure square = Enclosure.of(units, RESULT_BITS).scaled(-40, RESULT_BITS).dividedBy(steps);
    double mu = square.squareRoot().toDoubleDown();
    // What a step costs rounds up in four places; the factor makes room for that.
    return epsilon(Math.min(mu, MAX_MU)) * (1 - 0x1p-40);
  }

  /**
   * Whether ε-DP certainly implies μ-GDP, that is (1 + e^ε) Q(μ/2) &lt; 1: what cannot be told
   * counts as not implied.
   */
  private static boolean isImplied(double mu, double epsilon) {
    int bits = RESULT_BITS + 3 * (int) epsilon + 2 * Math.max(0, -Math.getExponent(epsilon));
    Enclosure one = Enclosure.of(1, bits);
    Enclosure odds = Elementary.exp(Enclosure.of(epsilon, bits)).plus(one);
    return odds.times(NormalTail.upper(Enclosure.of(mu, bits).dividedBy(2))).isBelow(one);
  }
}
