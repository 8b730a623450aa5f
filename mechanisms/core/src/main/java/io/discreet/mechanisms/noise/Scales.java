package io.discreet.mechanisms.noise;

/** The one check of a noise scale. */
final class Scales {

  private Scales() {}

  static double checked(String name, double units) {
    // Written as !(in range) so that NaN is refused too.
    if (!(units >= LatticeNoise.MIN_SCALE_UNITS && units <= LatticeNoise.MAX_SCALE_UNITS)) {
      throw new IllegalArgumentException(
          name + " must be from 0.1 to 2^40 (1099511627776) lattice units, got " + units);
    }
    return units;
  }
}
