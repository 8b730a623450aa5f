package io.discreet.mechanisms.accounting;

import io.discreet.mechanisms.noise.LaplaceLibrary;
import io.discreet.mechanisms.noise.LatticeNoise;

/**
 * The additive measure of privacy loss in which a shop keeps its books.
 *
 * <p>One unit is 2⁻⁴⁰ of the currency's own measure: of μ² for Gaussian differential privacy, of ε
 * for pure differential privacy. Losses of adaptively chosen queries add up exactly in these units.
 */
public interface Currency {

  /** How many units make 1.0 of the measure. */
  long UNITS_PER_ONE = 1L << 40;

  /** The largest budget, where larger ones are cut: a balance and a cost never overflow a long. */
  long MAX_BUDGET_UNITS = (1L << 62) - 1;

  /** The largest cost, where larger ones are cut: it fits into no budget. */
  long MAX_COST_UNITS = 1L << 62;

  /** Gaussian differential privacy: units of μ². */
  static Currency gaussian() {
    return GaussianCurrency.INSTANCE;
  }

  /** Pure differential privacy: units of ε. */
  static Currency pure() {
    return PureCurrency.INSTANCE;
  }

  /** Pure differential privacy with the noise of a library: the same units, norm and scales. */
  static Currency pure(LaplaceLibrary library) {
    return new PureCurrency(library::noise, library.mostScaleUnits());
  }

  /**
   * Returns the currency that a policy's books name.
   *
   * @throws IllegalArgumentException if there is none of this id
   */
  static Currency byId(String id) {
    return switch (id) {
      case "gaussian-dp" -> gaussian();
      case "pure-dp" -> pure();
      default ->
          throw new IllegalArgumentException("currency must be gaussian-dp or pure-dp, got " + id);
    };
  }

  /** The name that a policy's books carry: {@code gaussian-dp} or {@code pure-dp}. */
  String id();

  /**
   * Returns the largest number of units whose loss implies (ε, δ)-DP, rounded down; 0 if not even
   * one unit does, at most {@link #MAX_BUDGET_UNITS}.
   *
   * @param epsilon finite, above 0
   * @param delta of the noise alone; in (0, 1) for Gaussian, exactly 0 for pure
   * @throws IllegalArgumentException if a parameter is out of range
   */
  long budgetUnits(double epsilon, double delta);

  /**
   * Returns an ε, rounded up, such that a loss of {@code units} implies (ε, δ)-DP.
   *
   * @param units at least 0
   */
  double epsilon(long units, double delta);

  /**
   * The norm of one coordinate in which this currency measures a contribution: c² for Gaussian, |c|
   * for pure. A customer's norm is the sum over coordinates.
   */
  Norm norm();

  /**
   * Returns the noise scale, rounded up, at which a vector whose customer-norm is at most {@code
   * normBound} costs a customer at most {@code units}: {@code costUnits(normBound,
   * noiseScale(normBound, units)) <= units}. Never below {@link LatticeNoise#MIN_SCALE_UNITS}; a
   * scale above {@link #mostScaleUnits} has no noise, and {@link #noise} refuses it.
   *
   * @param normBound the largest sum over coordinates of c² (Gaussian) or |c| (pure); at least 1
   * @param units at least 1
   */
  double noiseScale(double normBound, long units);

  /**
   * Returns the cost in units, rounded up, of a vector of norm {@code norm} under noise of scale
   * {@code scaleUnits}; at most {@link #MAX_COST_UNITS}.
   *
   * @param norm finite, at least 0
   * @param scaleUnits finite, above 0
   */
  long costUnits(double norm, double scaleUnits);

  /** The largest scale in lattice units that there is noise of. */
  default double mostScaleUnits() {
    return LatticeNoise.MAX_SCALE_UNITS;
  }

  /**
   * The noise of this currency at the given scale.
   *
   * @throws IllegalArgumentException if the scale is below {@link LatticeNoise#MIN_SCALE_UNITS} or
   *     above {@link #mostScaleUnits}
   */
  LatticeNoise noise(double scaleUnits);

  /** How a coordinate enters a customer's norm. */
  enum Norm {
    /** The sum of squares: the squared L2 norm. */
    SQUARED_L2,
    /** The sum of absolute values: the L1 norm. */
    L1
  }
}
