package io.discreet.mechanisms.accounting;

import io.discreet.mechanisms.exact.Enclosure;
import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.noise.RoundedGaussian;
import java.math.BigDecimal;

/**
 * Gaussian differential privacy: the measure is μ², the noise is Gaussian, the norm is ‖c‖₂².
 *
 * <p>μ² adds up exactly under adaptive composition, and a filter on each customer's sum is sound
 * under fully adaptive choice (Smith and Thakurta 2022; Koskela, Tobaben and Honkela 2023).
 */
public final class GaussianCurrency implements Currency {

  /** The one instance; it has no state. */
  public static final GaussianCurrency INSTANCE = new GaussianCurrency();

  private static final int MU_BITS = 128;

  private GaussianCurrency() {}

  @Override
  public String id() {
    return "gaussian-dp";
  }

  @Override
  public long budgetUnits(double epsilon, double delta) {
    BigDecimal mu = new BigDecimal(GaussianDp.mu(epsilon, delta));
    return UnitCost.budget(mu.multiply(mu));
  }

  /** {@inheritDoc} The δ of the noise alone, in (0, 1). */
  @Override
  public double epsilon(long units, double delta) {
    if (units < 0) {
      throw new IllegalArgumentException("units must be at least 0, got " + units);
    }
    double mu = Enclosure.of(units, MU_BITS).scaled(-40, MU_BITS).squareRoot().toDoubleUp();
    return GaussianDp.epsilon(units == 0 ? 0 : mu, delta);
  }

  @Override
  public Norm norm() {
    return Norm.SQUARED_L2;
  }

  @Override
  public double noiseScale(double normBound, long units) {
    return UnitCost.leastScale(normBound, units, 2);
  }

  @Override
  public long costUnits(double norm, double scaleUnits) {
    return UnitCost.of(norm, scaleUnits, 2);
  }

  @Override
  public LatticeNoise noise(double scaleUnits) {
    return new RoundedGaussian(scaleUnits);
  }

  @Override
  public String toString() {
    return id();
  }
}
