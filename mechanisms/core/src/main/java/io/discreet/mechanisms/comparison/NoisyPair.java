package io.discreet.mechanisms.comparison;

import org.apache.commons.numbers.gamma.InverseErfc;

/**
 * Two values of one release, or of several, and what the noise leaves open about their difference
 * and their ratio.
 *
 * <p>The noise is taken as normal. It is, but for rounding, where it is Gaussian; for Laplace noise
 * of a 95 % interval the stated part is missed by about one in a hundred, as {@code
 * docs/mechanisms.md} has it.
 *
 * @param first the first value, finite
 * @param second the second value, finite
 * @param firstVariance of the noise on the first value
 * @param secondVariance of the noise on the second value
 * @param covariance of both noises: 0 where each value has noise of its own
 */
public record NoisyPair(
    double first, double second, double firstVariance, double secondVariance, double covariance) {

  /** Checks that the values are numbers and that the noise can exist. */
  public NoisyPair {
    if (!(Math.abs(first) <= Double.MAX_VALUE && Math.abs(second) <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "values to compare must be finite, got " + first + " and " + second);
    }
    if (!(firstVariance >= 0
        && firstVariance <= Double.MAX_VALUE
        && secondVariance >= 0
        && secondVariance <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "variances of noise must be finite and at least 0, got "
              + firstVariance
              + " and "
              + secondVariance);
    }
    // A rounding error beyond the largest covariance is no mistake.
    if (!(Math.abs(covariance)
        <= Math.sqrt(firstVariance) * Math.sqrt(secondVariance) * (1 + 1e-12))) {
      throw new IllegalArgumentException(
          "a covariance must not exceed the variances in size, got " + covariance);
    }
  }

  /** Two values with independent noise. */
  public static NoisyPair independent(
      double first, double second, double firstVariance, double secondVariance) {
    return new NoisyPair(first, second, firstVariance, secondVariance, 0);
  }

  /** The first value less the second. */
  public double difference() {
    return first - second;
  }

  /** The standard error of {@link #difference} from noise. */
  public double differenceError() {
    return Math.sqrt(Math.max(0, firstVariance + secondVariance - 2 * covariance));
  }

  /**
   * Returns the interval of the difference.
   *
   * @param confidence in (0, 1)
   */
  public RealSet differenceInterval(double confidence) {
    double reach = deviations(confidence) * differenceError();
    return RealSet.interval(difference() - reach, difference() + reach);
  }

  /**
   * The first value over the second: infinite or no number where the second is 0. With a second
   * value that is not far from 0 in terms of its noise, only {@link #ratioSet} says what is known.
   */
  public double ratio() {
    return first / second;
  }

  /**
   * Returns every ratio L for which first − L · second is within its noise: Fieller's set (1954).
   *
   * <p>It is an interval if the second value is surely not 0. Otherwise ratios of any size are
   * possible and the set has no end: it is all that is outside of an interval if the first value is
   * surely not 0, and may be every number if neither is. All three together contain the true ratio
   * with the given confidence; an interval cut out of them would not.
   *
   * @param confidence in (0, 1)
   * @throws IllegalArgumentException if the second value is 0 and has no noise
   */
  public RealSet ratioSet(double confidence) {
    if (second == 0 && secondVariance == 0) {
      throw new IllegalArgumentException("a ratio needs a second value that is not exactly 0");
    }
    double z = deviations(confidence);
    double square = z * z;
    // The set is where a·L² − 2b·L + c ≤ 0.
    double a = second * second - square * secondVariance;
    double b = first * second - square * covariance;
    double c = first * first - square * firstVariance;
    double discriminant = b * b - a * c;
    if (a == 0) {
      return halfLine(b, c);
    }
    if (a < 0 && discriminant < 0) {
      return RealSet.everything();
    }
    // With a > 0 the plain ratio is in the set: below 0 there is only a rounding error.
    double root = Math.sqrt(Math.max(0, discriminant));
    double larger = b >= 0 ? b + root : b - root; // no cancellation
    double one = larger / a;
    double other = larger == 0 ? 0 : c / larger;
    double low = Math.min(one, other);
    double high = Math.max(one, other);
    return a > 0 ? RealSet.interval(low, high) : RealSet.outside(low, high);
  }

  private static RealSet halfLine(double b, double c) {
    if (b == 0) {
      return RealSet.everything(); // c ≤ 0, as the set is never empty
    }
    double end = c / (2 * b);
    return b > 0
        ? RealSet.interval(end, Double.POSITIVE_INFINITY)
        : RealSet.interval(Double.NEGATIVE_INFINITY, end);
  }

  private static double deviations(double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "confidence must be above 0 and below 1, got " + confidence);
    }
    return Math.sqrt(2) * InverseErfc.value(1 - confidence);
  }
}
