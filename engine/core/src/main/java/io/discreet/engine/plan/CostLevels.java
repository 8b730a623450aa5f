package io.discreet.engine.plan;

/**
 * The geometric levels that individual costs are rounded up to: ⌈worst case × 2^(−k/4)⌉ for k = 0
 * to 63.
 *
 * <p>A level says little about a contribution, and 64 sets of customers record a whole charge. Law:
 * the units of {@link #levelOf} are never below the cost.
 */
public final class CostLevels {

  /** How many levels there are. */
  public static final int COUNT = 64;

  private final long[] units = new long[COUNT];
  private final LevelLookup lookup;

  /**
   * @param worstCaseUnits the cost of level 0; at least 1
   */
  public CostLevels(long worstCaseUnits) {
    if (worstCaseUnits < 1) {
      throw new IllegalArgumentException(
          "worst case must be at least 1 unit, got " + worstCaseUnits);
    }
    units[0] = worstCaseUnits;
    for (int k = 1; k < COUNT; k++) {
      double exact = worstCaseUnits * Math.pow(2, -k / 4.0);
      // pow is within 1 ulp; a relative 2^-50 covers it and the product's rounding.
      units[k] = Math.min(units[k - 1], (long) Math.ceil(exact * (1 + 0x1p-50)));
    }
    lookup = new LevelLookup(units);
  }

  public long units(int level) {
    return units[level];
  }

  public long[] toArray() {
    return units.clone();
  }

  /**
   * Returns the cheapest level that covers a cost.
   *
   * @param cost in units, from 1 to the worst case
   */
  public int levelOf(long cost) {
    if (cost < 1 || cost > units[0]) {
      throw new IllegalArgumentException("cost " + cost + " is not in 1.." + units[0]);
    }
    return lookup.last(cost);
  }
}
