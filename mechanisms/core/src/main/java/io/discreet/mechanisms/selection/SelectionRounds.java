package io.discreet.mechanisms.selection;

import io.discreet.mechanisms.accounting.Currency;
import java.util.ArrayList;
import java.util.List;

/**
 * A choice of segments in rounds, for customers who are in many: what was named in a round drops
 * out, so that in the next one each customer shares their weight among fewer segments.
 *
 * <p>Source: Swanberg, Desfontaines and Haney 2023 (DP-SIPS): the plain choice with weights, again
 * and again, with a growing budget. A weight depends on the customer's own segments and on what was
 * named before, which is public: so removing a customer changes nobody else's weight. Mechanisms
 * that hand on what popular segments have too much of (Chen, Cohen-Addad, Epasto and Zadimoghaddam
 * 2025) let one customer's weight depend on the others' totals; then a customer's cost would, too.
 *
 * <p>Each round costs each customer {@link NoisyThreshold#costUnits} and {@link
 * NoisyThreshold#delta} of the segments that they still have then. Rounds compose adaptively.
 */
public final class SelectionRounds {

  /** Each round has this many times the μ² and the δ of the one before it. */
  public static final int GROWTH = 3;

  /** The weight of a customer in one segment; sharing it loses at most a thousandth. */
  private static final long UNIT = 1L << 20;

  /** The most segments of a customer; the smallest weight is then still a thousand units. */
  private static final int MAX_L0 = 1 << 20;

  private SelectionRounds() {}

  /**
   * Returns the rounds, first to last, that cost nobody more than {@code units} and {@code delta}
   * together.
   *
   * @param rounds from 1 to 8
   * @param units of μ² in all; a hundred thousandth of it must be at least 1 unit
   * @param delta in all, in (0, 1)
   * @param l0 the most segments of one customer, from 1 to 2²⁰
   */
  public static List<NoisyThreshold> of(int rounds, long units, double delta, int l0) {
    if (rounds < 1 || rounds > 8) {
      throw new IllegalArgumentException("rounds must be from 1 to 8, got " + rounds);
    }
    if (l0 < 1 || l0 > MAX_L0) {
      throw new IllegalArgumentException("l0 must be from 1 to 2^20, got " + l0);
    }
    if (units < 100_000) {
      throw new IllegalArgumentException(
          "a choice in rounds needs at least 100000 units of cost, got " + units);
    }
    if (!(delta > 0 && delta < 1)) {
      throw new IllegalArgumentException(
          "delta of a selection must be above 0 and below 1, got " + delta);
    }
    long shares = 0;
    for (int i = 0; i < rounds; i++) {
      shares = shares * GROWTH + 1;
    }
    List<NoisyThreshold> planned = new ArrayList<>();
    long share = 1;
    for (int i = 0; i < rounds; i++) {
      long roundUnits = units / shares * share;
      double roundDelta = Products.down(delta, share, shares);
      double sigma = Currency.gaussian().noiseScale((double) (UNIT * UNIT), roundUnits);
      planned.add(NoisyThreshold.sharing(sigma, l0, UNIT, roundDelta));
      share *= GROWTH;
    }
    return List.copyOf(planned);
  }
}
