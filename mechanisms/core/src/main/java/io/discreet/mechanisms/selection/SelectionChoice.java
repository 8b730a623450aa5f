package io.discreet.mechanisms.selection;

import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.accounting.PureDp;
import io.discreet.mechanisms.exact.Enclosure;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Picks, at one cost, the choice of segments that names more.
 *
 * <p>Looks at the price alone, never at data, so that the pick itself costs nothing.
 */
public final class SelectionChoice {

  private static final int BITS = 128;

  private SelectionChoice() {}

  /**
   * Returns the mechanism with the lowest mean threshold whose cost for a customer in {@code l0}
   * segments is at most {@code units} and {@code delta}; where equal, the Gaussian threshold, whose
   * noisy counts come with it.
   *
   * @param units of μ², at least 1
   * @param delta in (0, 1)
   * @param l0 the most segments of one customer, at least 1
   * @throws IllegalArgumentException if a parameter is out of range, or the noise that such a cost
   *     needs has no exact draws
   */
  public static SegmentSelection namingMost(long units, double delta, int l0) {
    double sigma = Currency.gaussian().noiseScale(Math.max(l0, 1), units);
    List<SegmentSelection> candidates = new ArrayList<>();
    candidates.add(NoisyThreshold.counting(sigma, l0, delta));
    double ofOne = oneOf(l0, delta);
    double epsilon = epsilonOfOne(units, l0);
    if (epsilon >= TruncatedGeometric.MIN_EPSILON && ofOne >= TruncatedGeometric.MIN_DELTA) {
      candidates.add(new TruncatedGeometric(epsilon, ofOne, l0));
    }
    return candidates.stream()
        .min(Comparator.comparingDouble(SegmentSelection::meanThreshold))
        .orElseThrow();
  }

  /** Returns about the largest ε whose l0-fold cost is at most {@code units}, and not above it. */
  static double epsilonOfOne(long units, int l0) {
    double mu =
        Enclosure.of(units, BITS).scaled(-40, BITS).dividedBy(l0).squareRoot().toDoubleDown();
    double epsilon = PureDp.epsilon(Math.min(mu, PureDp.MAX_MU));
    // The cost rounds up in four places; this makes room for that.
    double slack = 1 - 0x1p-40;
    return Math.min(epsilon * slack, TruncatedGeometric.MAX_EPSILON);
  }

  /** Returns delta / l0, rounded down. */
  private static double oneOf(int l0, double delta) {
    double share = delta / l0;
    BigDecimal all = new BigDecimal(share).multiply(BigDecimal.valueOf(l0));
    return all.compareTo(new BigDecimal(delta)) > 0 ? Math.nextDown(share) : share;
  }
}
