package io.discreet.mechanisms.selection;

import java.math.BigDecimal;
import java.math.MathContext;

/** The arithmetic that choices of segments share: each result is on the safe side. */
final class Products {

  /** Far more digits than a double has. */
  private static final MathContext DIGITS = new MathContext(60);

  private Products() {}

  static int checked(int segments, int l0) {
    if (segments < 0 || segments > l0) {
      throw new IllegalArgumentException(
          "segments of a customer must be from 0 to l0 = " + l0 + ", got " + segments);
    }
    return segments;
  }

  /** Returns count · value, rounded up to a double; at most 1, as a probability is. */
  static double up(int count, double value) {
    BigDecimal exact = new BigDecimal(value).multiply(BigDecimal.valueOf(count));
    double nearest = exact.doubleValue();
    double up = new BigDecimal(nearest).compareTo(exact) < 0 ? Math.nextUp(nearest) : nearest;
    return Math.min(1, up);
  }

  /** Returns value · share / shares, rounded down to a double. */
  static double down(double value, long share, long shares) {
    BigDecimal product = new BigDecimal(value).multiply(BigDecimal.valueOf(share));
    BigDecimal all = BigDecimal.valueOf(shares);
    double nearest = product.divide(all, DIGITS).doubleValue();
    boolean isAbove = new BigDecimal(nearest).multiply(all).compareTo(product) > 0;
    return isAbove ? Math.nextDown(nearest) : nearest;
  }
}
