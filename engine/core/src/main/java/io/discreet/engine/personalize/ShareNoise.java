package io.discreet.engine.personalize;

import java.util.List;

/** The shares of items in their total, and the noise in those shares. */
final class ShareNoise {

  /** Below this many standard errors, the noise of a quotient by the total is not normal. */
  private static final double LEAST_SIGNAL_TO_NOISE = 5;

  private final LevelCounts level;
  private final double total;
  private final double totalVariance;

  /** Shares in the total over {@code items}, which the level must hold. */
  ShareNoise(LevelCounts level, List<String> items) {
    double sum = 0;
    double sumOfVariances = 0;
    for (String item : items) {
      sum += level.count(level.indexOf(item));
      sumOfVariances += level.variance(level.indexOf(item));
    }
    this.level = level;
    this.total = sum;
    this.totalVariance = sumOfVariances;
  }

  double total() {
    return total;
  }

  boolean isDrowned() {
    // Written as !(x > y) so that a total over no items is refused too.
    return !(total > LEAST_SIGNAL_TO_NOISE * Math.sqrt(totalVariance));
  }

  double share(int item) {
    return level.count(item) / total;
  }

  /**
   * To first order: the total includes the item, so that the two move together. Jointly drawn noise
   * of items can cancel in the total; then they may move together as little as not at all, and the
   * total varies no more than the sum of its parts.
   */
  double variance(int item) {
    double share = share(item);
    double own = level.variance(item);
    double together = level.jointly() ? 0 : 2 * share * own;
    return Math.max(0, own - together + share * share * totalVariance) / (total * total);
  }
}
