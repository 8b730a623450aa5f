package io.discreet.mechanisms.google;

import io.discreet.mechanisms.noise.LaplaceLibrary;
import io.discreet.mechanisms.noise.LatticeNoise;

/**
 * What a shop gets that asks for {@code noise: google}: {@link GoogleLaplace}. Found as a service.
 *
 * <p>There is no such door to the library's Gaussian, whose guarantee no ledger can carry.
 */
public final class GoogleLibrary implements LaplaceLibrary {

  @Override
  public String name() {
    return "google";
  }

  @Override
  public double mostScaleUnits() {
    return GoogleLaplace.MOST_SCALE_UNITS;
  }

  @Override
  public LatticeNoise noise(double scaleUnits) {
    return new GoogleLaplace(scaleUnits);
  }
}
