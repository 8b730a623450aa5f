package io.discreet.mechanisms.google;

import com.google.privacy.differentialprivacy.GaussianNoise;
import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.noise.RandomBits;
import io.discreet.mechanisms.noise.RoundedGaussian;

/**
 * Gaussian noise of Google's library for an integer answer: a binomial draw of about 2¹¹² trials,
 * scaled and rounded to an integer.
 *
 * <p>For comparisons only. The library proves (ε, δ)-differential privacy of it, with a share of δ
 * for what the binomial differs from a Gaussian; it is not μ-GDP, so that no ledger that adds up μ²
 * may carry it. {@link #tail} and {@link #variance} are those of the Gaussian that it approximates.
 *
 * <p>The bits handed in are not used: the library draws from a {@code SecureRandom} of its own.
 * Thread-safe.
 */
public final class GoogleGaussian implements LatticeNoise {

  private final GaussianNoise library = new GaussianNoise();
  private final RoundedGaussian approximated;
  private final double rho;

  /**
   * @param sigmaUnits σ in lattice units, from {@value LatticeNoise#MIN_SCALE_UNITS} to 2⁴⁰
   * @throws IllegalArgumentException if σ is out of range
   */
  public GoogleGaussian(double sigmaUnits) {
    approximated = new RoundedGaussian(sigmaUnits);
    rho = 1 / (2 * sigmaUnits * sigmaUnits);
  }

  @Override
  public String mechanism() {
    return "google-gaussian";
  }

  @Override
  public double scaleUnits() {
    return approximated.scaleUnits();
  }

  /** {@inheritDoc} The library takes a σ only as the ρ of zero-concentrated privacy: 1/(2σ²). */
  @Override
  public long draw(RandomBits bits) {
    return library.addNoiseDefinedByRho(0L, 1, rho);
  }

  @Override
  public void fill(long[] values, RandomBits bits) {
    for (int i = 0; i < values.length; i++) {
      values[i] = draw(bits);
    }
  }

  @Override
  public double variance() {
    return approximated.variance();
  }

  @Override
  public double tail(long k) {
    return approximated.tail(k);
  }

  @Override
  public long halfWidth(double confidence) {
    return approximated.halfWidth(confidence);
  }

  @Override
  public long differenceHalfWidth(double confidence) {
    return approximated.differenceHalfWidth(confidence);
  }

  @Override
  public String toString() {
    return mechanism() + "(sigma " + scaleUnits() + " units)";
  }
}
