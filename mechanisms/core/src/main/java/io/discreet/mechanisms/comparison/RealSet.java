package io.discreet.mechanisms.comparison;

/**
 * The numbers that a confidence statement leaves possible.
 *
 * @param shape how the ends are meant
 * @param low the lower end, perhaps infinite
 * @param high the upper end, at least {@code low}, perhaps infinite
 */
public record RealSet(Shape shape, double low, double high) {

  /** How the two ends bound a set. */
  public enum Shape {
    /** From the lower to the upper end, both included; an infinite end is none. */
    INTERVAL,
    /** Up to the lower end and from the upper end on, both included. */
    OUTSIDE
  }

  /** Checks the ends. */
  public RealSet {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "a set needs its low end at or below its high one, got " + low + " and " + high);
    }
  }

  static RealSet interval(double low, double high) {
    return new RealSet(Shape.INTERVAL, low, high);
  }

  static RealSet outside(double low, double high) {
    return new RealSet(Shape.OUTSIDE, low, high);
  }

  static RealSet everything() {
    return interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /** Whether the set is an interval with two ends. */
  public boolean isBounded() {
    return shape == Shape.INTERVAL
        && low > Double.NEGATIVE_INFINITY
        && high < Double.POSITIVE_INFINITY;
  }

  /** Whether {@code value} is possible. */
  public boolean contains(double value) {
    return switch (shape) {
      case INTERVAL -> low <= value && value <= high;
      case OUTSIDE -> value <= low || value >= high;
    };
  }
}
