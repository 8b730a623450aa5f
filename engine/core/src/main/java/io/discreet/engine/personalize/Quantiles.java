package io.discreet.engine.personalize;

/** Quantiles of the normal and the χ² distribution. */
final class Quantiles {

  /** The normal quantile of 0.975: half the width of a 95 % interval in standard errors. */
  static final double Z_975 = 1.959963984540054;

  /** The normal quantile of 0.999. */
  private static final double Z_999 = 3.090232306167813;

  private static final double LOG_SQRT_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  private Quantiles() {}

  /**
   * Returns a z, at most 0.1 too large, such that P(Z ≥ z) ≤ {@code tail}: from the bound P(Z ≥ z)
   * ≤ φ(z) / z.
   *
   * @param tail in (0, 0.025]
   */
  static double normalTail(double tail) {
    double low = 1;
    double high = 40;
    while (high - low > 1e-9) {
      double middle = (low + high) / 2;
      if (-middle * middle / 2 - LOG_SQRT_TWO_PI - Math.log(middle) <= Math.log(tail)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  /**
   * Returns the 0.999 quantile of χ², within 5 %, by the cube-root approximation of Wilson and
   * Hilferty 1931.
   *
   * @param degrees of freedom, at least 1
   */
  static double chiSquared999(int degrees) {
    double spread = 2.0 / (9.0 * degrees);
    double root = 1 - spread + Z_999 * Math.sqrt(spread);
    return degrees * root * root * root;
  }
}
