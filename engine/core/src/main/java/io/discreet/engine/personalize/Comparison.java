package io.discreet.engine.personalize;

import static io.discreet.engine.personalize.Quantiles.Z_975;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The shares of the items in one level against those in a wider one, or against an even spread.
 *
 * <p>With N an item's share here and D its share there, the lift is N / D. The noise in N and D is
 * normal to first order and its covariance is known, because it was added on purpose; so:
 *
 * <ul>
 *   <li>the interval is Fieller's (1954): all L for which N − L·D lies within its noise;
 *   <li>an item stands out if N − D exceeds what noise alone would show in any of the items with
 *       probability 0.025 (Bonferroni), so that a list made of noise is rare however many items
 *       there are;
 *   <li>the estimate is the posterior mean under lift ~ Normal(1, A), where A is what the spread of
 *       the measured lifts leaves after the noise (method of moments). It is kept inside the
 *       interval, because one true outlier among many equal items would be shrunk too far (limited
 *       translation; Efron and Morris 1972).
 * </ul>
 *
 * <p>Items are ranked by that posterior mean, because it maximises the expected lift of what is
 * offered and takes no advantage of lucky noise; the test decides only whether to speak.
 */
final class Comparison {

  private final LevelCounts level;
  private final @Nullable LevelCounts wider;
  private final ShareNoise here;
  private final @Nullable ShareNoise there;
  private final double covarianceOfTotals;
  private final List<ItemLift> lifts;

  /** One item: its share in the level, and the lift of that share. */
  record ItemLift(String item, double share, Lift lift) {

    boolean standsOut() {
      return lift.measured() > lift.noiseAlone();
    }

    /** Whether the item is rarer here than noise alone would show. */
    boolean staysBehind() {
      return lift.measured() < 2 - lift.noiseAlone();
    }
  }

  /** A lift before shrinkage; {@code variance} is that of its noise if the true lift is 1. */
  private record Measured(
      String item, double share, double lift, double low, double high, double variance) {}

  /**
   * @param wider whose customers include those of {@code level}; null for an even spread
   */
  Comparison(LevelCounts level, @Nullable LevelCounts wider) {
    List<String> common =
        level.items().stream()
            .filter(item -> wider == null || wider.indexOf(item) >= 0)
            .sorted()
            .toList();
    this.level = level;
    this.wider = wider;
    this.here = new ShareNoise(level, common);
    this.there = wider == null ? null : new ShareNoise(wider, common);
    double covariance = 0;
    if (wider != null) {
      for (String item : common) {
        covariance += level.covariance(level.indexOf(item), wider, wider.indexOf(item));
      }
    }
    this.covarianceOfTotals = covariance;
    this.lifts =
        isDrowned()
            ? List.of()
            : shrunk(
                common.stream()
                    .map(item -> measure(item, common.size()))
                    .flatMap(Optional::stream)
                    .toList());
  }

  /** Whether a total is too uncertain to divide by, so that nothing can be compared. */
  boolean isDrowned() {
    return here.isDrowned() || (there != null && there.isDrowned());
  }

  /** The items whose share in the wider level is surely above 0, in the order of their names. */
  List<ItemLift> lifts() {
    return lifts;
  }

  private Optional<Measured> measure(String item, int items) {
    int place = level.indexOf(item);
    double n = here.share(place);
    double varN = here.variance(place);
    double d = 1.0 / items;
    double varD = 0;
    double covariance = 0;
    if (wider != null && there != null) {
      int widerPlace = wider.indexOf(item);
      d = there.share(widerPlace);
      varD = there.variance(widerPlace);
      double shared = level.covariance(place, wider, widerPlace);
      covariance =
          (shared * (1 - n - d) + n * d * covarianceOfTotals) / (here.total() * there.total());
    }
    double a = d * d - Z_975 * Z_975 * varD;
    if (!(d > 0 && a > 0)) {
      return Optional.empty(); // The share there may be 0, so that no lift is too large.
    }
    double b = n * d - Z_975 * Z_975 * covariance;
    double c = n * n - Z_975 * Z_975 * varN;
    double reach = Math.sqrt(Math.max(0, b * b - a * c));
    double low = Math.max(0, (b - reach) / a);
    double high = Math.max(low, (b + reach) / a);
    double varDifference = Math.max(0, varN + varD - 2 * covariance);
    return Optional.of(new Measured(item, n, n / d, low, high, varDifference / (d * d)));
  }

  private static List<ItemLift> shrunk(List<Measured> all) {
    double excess = 0;
    double weights = 0;
    for (Measured one : all) {
      if (one.variance() > 0) {
        double deviation = one.lift() - 1;
        excess += deviation * deviation / one.variance() - 1;
        weights += 1 / one.variance();
      }
    }
    double spread = weights > 0 ? Math.max(0, excess / weights) : 0;
    double z = Quantiles.normalTail(0.025 / Math.max(1, all.size()));
    return all.stream().map(one -> shrunk(one, spread, z)).toList();
  }

  private static ItemLift shrunk(Measured one, double spread, double z) {
    double whole = spread + one.variance();
    double posterior = whole > 0 ? 1 + (one.lift() - 1) * (spread / whole) : one.lift();
    double estimate = Math.max(one.low(), Math.min(one.high(), posterior));
    double noiseAlone = 1 + z * Math.sqrt(one.variance());
    return new ItemLift(
        one.item(), one.share(), new Lift(estimate, one.lift(), one.low(), one.high(), noiseAlone));
  }
}
