package io.discreet.engine.personalize;

/**
 * How many times as large the item's share is in one level as in the level that it is compared
 * with. All numbers are finite.
 *
 * @param estimate shrunk towards 1 by the known noise variance, yet never out of the interval: the
 *     number to rank by
 * @param measured the quotient of the two noisy shares; may be below 0
 * @param low lower end of the 95 % interval of the lift, before shrinkage; at least 0
 * @param high upper end of that interval
 * @param noiseAlone the largest lift that noise alone would show: with probability 0.975, none of
 *     the items compared exceeds its own, if no share differs
 */
public record Lift(double estimate, double measured, double low, double high, double noiseAlone) {

  public Lift {
    // Written as !(x <= y) so that NaN is refused too.
    if (!(0 <= low && low <= estimate && estimate <= high && high < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a lift must have 0 <= low <= estimate <= high, got "
              + low
              + ", "
              + estimate
              + ", "
              + high);
    }
    if (!Double.isFinite(measured)) {
      throw new IllegalArgumentException("a measured lift must be finite, got " + measured);
    }
    if (!(noiseAlone >= 1 && noiseAlone < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "noiseAlone must be finite and at least 1, got " + noiseAlone);
    }
  }
}
