package io.discreet.cli.demo;

import java.util.Arrays;
import java.util.Random;

/**
 * Draws indexes in proportion to fixed weights. {@link Random} is a specified generator and the
 * sums are plain IEEE, so that a seed gives the same draws on every machine. Not for noise.
 */
final class Draw {

  private final double[] upTo;

  /**
   * @param weights at least one; finite, above 0
   */
  Draw(double[] weights) {
    upTo = weights.clone();
    for (int i = 1; i < upTo.length; i++) {
      upTo[i] += upTo[i - 1];
    }
  }

  int next(Random random) {
    double point = random.nextDouble() * upTo[upTo.length - 1];
    int at = Arrays.binarySearch(upTo, point);
    return Math.min(at < 0 ? -at - 1 : at + 1, upTo.length - 1);
  }
}
