package io.discreet.mechanisms.selection;

import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.accounting.PureDp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Picks, at one cost, the choice of segments that names more.
 *
 * <p>Looks at the price alone, never at data, so that the pick itself costs nothing.
 */
public final class SelectionChoice {

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
    double ofOne = Products.down(delta, 1, l0);
    double epsilon = Math.min(PureDp.epsilonPerStep(units, l0), TruncatedGeometric.MAX_EPSILON);
    if (epsilon >= TruncatedGeometric.MIN_EPSILON && ofOne >= TruncatedGeometric.MIN_DELTA) {
      candidates.add(new TruncatedGeometric(epsilon, ofOne, l0));
    }
    return candidates.stream()
        .min(Comparator.comparingDouble(SegmentSelection::meanThreshold))
        .orElseThrow();
  }
}
