package io.discreet.mechanisms.google;

import com.google.privacy.differentialprivacy.LaplaceNoise;
import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.noise.RandomBits;
import io.discreet.mechanisms.noise.RoundedLaplace;

/**
 * Laplace noise of Google's library for an integer answer: a two-sided geometric draw on a grid of
 * g = 2^k units, b/2⁴⁰ ≤ g &lt; b/2³⁹, rounded to an integer.
 *
 * <p>Its distribution is that of {@link RoundedLaplace} at the scale b(1 + g), which the library
 * draws to make up for the rounding of the answer to the grid, as far as the grid and the
 * floating-point arithmetic of its sampler are not seen: {@link #tail} and {@link #variance} are of
 * that distribution. Its privacy is pure: ε = 1/b for a contribution of one unit.
 *
 * <p>The bits handed in are not used: the library draws from a {@code SecureRandom} of its own.
 * Thread-safe.
 */
public final class GoogleLaplace implements LatticeNoise {

  /** The largest b: the library draws at up to twice of it, which must be a scale of ours. */
  static final double MOST_SCALE_UNITS = LatticeNoise.MAX_SCALE_UNITS / 2;

  private final LaplaceNoise library = new LaplaceNoise();
  private final double scaleUnits;
  private final double epsilon;
  private final RoundedLaplace drawn;

  /**
   * @param scaleUnits b in lattice units, from {@value LatticeNoise#MIN_SCALE_UNITS} to 2³⁹
   * @throws IllegalArgumentException if b is out of range
   */
  public GoogleLaplace(double scaleUnits) {
    double grid = Math.scalb(1.0, Math.getExponent(scaleUnits) - 39); // an upper bound of g
    this.drawn = new RoundedLaplace(scaleUnits * (1 + grid));
    this.scaleUnits = scaleUnits;
    epsilon = epsilonAtMost(scaleUnits);
  }

  /** The ε that the library is asked for: at most 1/b, never less noise than is charged for. */
  static double epsilonAtMost(double scaleUnits) {
    return Math.nextDown(1 / scaleUnits);
  }

  @Override
  public String mechanism() {
    return "google-laplace";
  }

  @Override
  public double scaleUnits() {
    return scaleUnits;
  }

  @Override
  public long draw(RandomBits bits) {
    return library.addNoise(0L, 1L, epsilon, 0.0);
  }

  @Override
  public void fill(long[] values, RandomBits bits) {
    for (int i = 0; i < values.length; i++) {
      values[i] = draw(bits);
    }
  }

  @Override
  public double variance() {
    return drawn.variance();
  }

  @Override
  public double tail(long k) {
    return drawn.tail(k);
  }

  @Override
  public long halfWidth(double confidence) {
    return drawn.halfWidth(confidence);
  }

  @Override
  public long differenceHalfWidth(double confidence) {
    return drawn.differenceHalfWidth(confidence);
  }

  @Override
  public String toString() {
    return mechanism() + "(scale " + scaleUnits + " units)";
  }
}
