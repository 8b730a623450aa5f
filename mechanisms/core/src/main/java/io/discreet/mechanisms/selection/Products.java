package io.discreet.mechanisms.selection;

import java.math.BigDecimal;

/** What every choice of segments does with the number of segments of a customer. */
final class Products {

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
}
