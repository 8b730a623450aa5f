package io.discreet.mechanisms.noise;

/**
 * Somebody else's Laplace noise behind the interface of ours: found as a service on the class path.
 *
 * <h2>Security guarantees</h2>
 *
 * Noise of scale b makes the answer to a question whose largest contribution is one unit 1/b-DP,
 * purely: with no δ. The library draws from a source of its own, which is as good as the library;
 * the bits handed to it are not used.
 */
public interface LaplaceLibrary {

  /** The name by which a policy asks for it: {@code google}. */
  String name();

  /** The largest scale in lattice units that it has noise of: known before anything is asked. */
  double mostScaleUnits();

  /**
   * Noise of the scale b in lattice units.
   *
   * @throws IllegalArgumentException if b is above {@link #mostScaleUnits} or below {@link
   *     LatticeNoise#MIN_SCALE_UNITS}
   */
  LatticeNoise noise(double scaleUnits);
}
