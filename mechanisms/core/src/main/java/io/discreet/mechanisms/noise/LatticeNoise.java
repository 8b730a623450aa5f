package io.discreet.mechanisms.noise;

/**
 * Noise for an integer answer: the rounding to the nearest integer of a continuous draw Z.
 *
 * <p>For an integer x, x + round(Z) = round(x + Z), so adding this noise is post-processing of the
 * textbook continuous mechanism and inherits its privacy guarantee as it stands.
 */
public interface LatticeNoise {

  /** The least scale, in lattice units, that has exact draws. */
  double MIN_SCALE_UNITS = 0.1;

  /** The largest scale, in lattice units, that has exact draws: 2⁴⁰. */
  double MAX_SCALE_UNITS = 0x1p40;

  /** The field's name of the mechanism, as releases publish it: {@code rounded-gaussian}, … */
  String mechanism();

  /** The scale of Z in lattice units: σ of the Gaussian, b of the Laplace distribution. */
  double scaleUnits();

  /** Draws one value of round(Z), exactly distributed, with |value| at most 2⁶¹. */
  long draw(RandomBits bits);

  /** Replaces every element by an independent draw of round(Z). */
  void fill(long[] values, RandomBits bits);

  /** The variance of round(Z), in squared units. */
  double variance();

  /** Returns P(round(Z) ≥ k), rounded up. */
  double tail(long k);

  /**
   * Returns the least w such that P(|round(Z)| ≤ w) ≥ confidence, in units.
   *
   * @param confidence in (0, 1)
   */
  long halfWidth(double confidence);

  /**
   * Returns a w such that P(|round(Z) − round(Z′)| ≤ w) ≥ confidence for two independent draws, in
   * units. The least such w is at most 2 units less.
   *
   * @param confidence in (0, 1)
   */
  long differenceHalfWidth(double confidence);
}
