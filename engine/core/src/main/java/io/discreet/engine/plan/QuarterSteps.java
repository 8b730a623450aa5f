package io.discreet.engine.plan;

/**
 * Whole numbers by public, geometric steps: four to each power of two, on either side of 0. What a
 * customer has may be 3 or 3 million; so few steps tell each to a quarter or better.
 */
public final class QuarterSteps {

  private QuarterSteps() {}

  /** The step of a number above {@link Long#MIN_VALUE}: 0 of 0, and negative below it. */
  public static int of(long number) {
    if (number == 0) {
      return 0;
    }
    long size = Math.abs(number);
    int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(size);
    long quarter = power >= 2 ? (size >>> (power - 2)) & 3 : (size << (2 - power)) & 3;
    int step = 1 + 4 * power + (int) quarter;
    return number < 0 ? -step : step;
  }

  /** The number of a step that is nearest to 0. */
  public static double nearest(int step) {
    if (step == 0) {
      return 0;
    }
    int size = Math.abs(step) - 1;
    double least = Math.ceil((4 + size % 4) * Math.pow(2, size / 4 - 2));
    return step < 0 ? -least : least;
  }

  /** The number of a step that is furthest from 0. */
  public static double furthest(int step) {
    if (step == 0) {
      return 0;
    }
    // Below 4 some steps have no number of their own.
    double greatest = Math.max(nearest(Math.abs(step)), nearest(Math.abs(step) + 1) - 1);
    return step < 0 ? -greatest : greatest;
  }
}
