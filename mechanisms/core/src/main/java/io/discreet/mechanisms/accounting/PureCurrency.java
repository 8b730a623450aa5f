package io.discreet.mechanisms.accounting;

import io.discreet.mechanisms.exact.Enclosure;
import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.noise.RoundedLaplace;
import java.math.BigDecimal;
import java.util.function.DoubleFunction;

/**
 * Pure differential privacy: the measure is ε, the noise is Laplace, the norm is ‖c‖₁.
 *
 * <p>ε adds up under fully adaptive choice, filter included (Rogers, Roth, Ullman and Vadhan 2016).
 */
public final class PureCurrency implements Currency {

  /** With the noise of this library: {@link RoundedLaplace}. */
  public static final PureCurrency INSTANCE =
      new PureCurrency(RoundedLaplace::new, LatticeNoise.MAX_SCALE_UNITS);

  private static final int UNIT_BITS = 40;

  private final DoubleFunction<LatticeNoise> laplace;
  private final double mostScaleUnits;

  /**
   * @param laplace Laplace noise of a scale b, 1/b-DP for a contribution of one unit
   * @param mostScaleUnits the largest b that it has noise of
   */
  PureCurrency(DoubleFunction<LatticeNoise> laplace, double mostScaleUnits) {
    this.laplace = laplace;
    this.mostScaleUnits = mostScaleUnits;
  }

  @Override
  public String id() {
    return "pure-dp";
  }

  @Override
  public long budgetUnits(double epsilon, double delta) {
    if (!(epsilon > 0 && epsilon <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("epsilon must be finite and above 0, got " + epsilon);
    }
    if (delta != 0) { // NaN is refused too
      throw new IllegalArgumentException("pure differential privacy needs delta 0, got " + delta);
    }
    return UnitCost.budget(new BigDecimal(epsilon));
  }

  /** {@inheritDoc} Holds for every δ from 0, which is therefore not looked at further. */
  @Override
  public double epsilon(long units, double delta) {
    if (units < 0) {
      throw new IllegalArgumentException("units must be at least 0, got " + units);
    }
    if (!(delta >= 0 && delta < 1)) {
      throw new IllegalArgumentException("delta must be at least 0 and below 1, got " + delta);
    }
    return Enclosure.of(units, UNIT_BITS).scaled(-UNIT_BITS, UNIT_BITS).toDoubleUp();
  }

  @Override
  public Norm norm() {
    return Norm.L1;
  }

  @Override
  public double noiseScale(double normBound, long units) {
    return UnitCost.leastScale(normBound, units, 1);
  }

  @Override
  public long costUnits(double norm, double scaleUnits) {
    return UnitCost.of(norm, scaleUnits, 1);
  }

  @Override
  public double mostScaleUnits() {
    return mostScaleUnits;
  }

  @Override
  public LatticeNoise noise(double scaleUnits) {
    return laplace.apply(scaleUnits);
  }

  @Override
  public String toString() {
    return id();
  }
}
