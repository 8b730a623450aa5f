package io.discreet.mechanisms.ranking;

import io.discreet.mechanisms.noise.LatticeNoise;

/**
 * Between which places of their order released values may be without their noise: post-processing,
 * free of charge.
 *
 * <p>Two values further apart than their noise reaches are in the right order. A pair has one wrong
 * order at most, and none where both are alike without noise: what is given away are the odds that
 * the noise reaches further in that one direction. All pairs share them (Bonferroni), so that at a
 * given confidence no pair is taken for sure wrongly. Then each value is between its best place,
 * which is one below all that are surely larger, and its worst, above all that are surely smaller:
 * all values at once (Mogstad, Romano, Shaikh and Wilhelm 2024, from intervals of differences).
 */
public final class PossiblePlaces {

  /** Below this, a value and a reach add up in a long. */
  private static final long LARGEST = 1L << 62;

  private final long[] descending;
  private final long reach;

  /**
   * @param descending the released values, largest first, each below 2⁶² in size
   * @param reach see {@link #reach}; at least 0 and below 2⁶²
   * @throws IllegalArgumentException if values are not in this order, or a number is out of range
   */
  public PossiblePlaces(long[] descending, long reach) {
    for (int i = 0; i < descending.length; i++) {
      if (descending[i] >= LARGEST || descending[i] <= -LARGEST) {
        throw new IllegalArgumentException("a value of a ranking must be below 2^62 in size");
      }
      if (i > 0 && descending[i] > descending[i - 1]) {
        throw new IllegalArgumentException("values of a ranking must have the largest first");
      }
    }
    if (reach < 0 || reach >= LARGEST) {
      throw new IllegalArgumentException("the reach of noise must be 0 to 2^62, got " + reach);
    }
    this.descending = descending.clone();
    this.reach = reach;
  }

  /**
   * Returns how far apart two values can be whose order the noise leaves open.
   *
   * @param noise of each value, with a draw of its own
   * @param values how many are ordered
   * @param confidence that none of their pairs is further apart in the wrong order, in (½, 1)
   */
  public static long reach(LatticeNoise noise, int values, double confidence) {
    double pairs = Math.max(1, values * (values - 1.0) / 2);
    return noise.differenceHalfWidth(1 - 2 * (1 - confidence) / pairs);
  }

  /** The best place that the value of an index may have, at least 1. */
  public int best(int index) {
    int surelyLarger = 0;
    int other = index;
    while (surelyLarger < other) {
      int middle = (surelyLarger + other) >>> 1;
      if (descending[middle] - reach > descending[index]) {
        surelyLarger = middle + 1;
      } else {
        other = middle;
      }
    }
    return surelyLarger + 1;
  }

  /** The worst place that the value of an index may have, at most the number of values. */
  public int worst(int index) {
    int possible = index;
    int surelySmaller = descending.length;
    while (possible + 1 < surelySmaller) {
      int middle = (possible + surelySmaller) >>> 1;
      if (descending[middle] + reach < descending[index]) {
        surelySmaller = middle;
      } else {
        possible = middle;
      }
    }
    return possible + 1;
  }
}
