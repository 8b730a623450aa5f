package io.discreet.mechanisms.noise;

import org.apache.commons.numbers.gamma.Erfc;

/**
 * round(Z) for a Gaussian Z of mean 0 and standard deviation σ lattice units, drawn exactly.
 *
 * <p>A draw is Φ⁻¹ of a uniform whose bits are looked at until the rounding is certain; why that is
 * exact on a finite machine is shown in {@link RoundedSampler} and {@link QuantileTable}. A draw
 * takes the same instructions whatever its value, but for a slow path that is taken at odds of
 * below 2⁻⁵² · σ (2⁻⁴⁰ if that is more), and in bulk a slower one at below 2⁻³³ · σ. |draw| is
 * below 2⁴⁷: the sampler looks at 4159 bits at most, and Φ⁻¹(2⁻⁴¹⁶⁰) is above −76.
 *
 * <p>Thread-safe as far as the source of bits is.
 */
public final class RoundedGaussian implements LatticeNoise {

  private final double sigmaUnits;
  private final RoundedTail tail;
  private final RoundedSampler sampler;

  /**
   * @param sigmaUnits σ in lattice units, from {@value #MIN_SCALE_UNITS} to 2⁴⁰
   * @throws IllegalArgumentException if σ is out of range
   */
  public RoundedGaussian(double sigmaUnits) {
    this.sigmaUnits = Scales.checked("sigma", sigmaUnits);
    tail = new RoundedTail(UnitDistribution.NORMAL, sigmaUnits);
    sampler = new RoundedSampler(UnitDistribution.NORMAL, tail, sigmaUnits);
  }

  @Override
  public String mechanism() {
    return "rounded-gaussian";
  }

  @Override
  public double scaleUnits() {
    return sigmaUnits;
  }

  @Override
  public long draw(RandomBits bits) {
    return sampler.draw(bits);
  }

  @Override
  public void fill(long[] values, RandomBits bits) {
    sampler.fill(values, bits);
  }

  /** {@inheritDoc} To within 10⁻¹⁴ of itself. */
  @Override
  public double variance() {
    return sigmaUnits < 1 ? varianceBySummation() : varianceByPoisson();
  }

  @Override
  public double tail(long k) {
    return tail.upper(k);
  }

  @Override
  public long halfWidth(double confidence) {
    return tail.halfWidth(confidence);
  }

  @Override
  public long differenceHalfWidth(double confidence) {
    return tail.differenceHalfWidth(confidence);
  }

  @Override
  public String toString() {
    return mechanism() + "(sigma " + sigmaUnits + " units)";
  }

  /** Σ (2k − 1) P(|round(Z)| ≥ k): few terms where σ is small. */
  private double varianceBySummation() {
    double sum = 0;
    for (int k = 40; k >= 1; k--) { // from the smallest term up; 40σ and more are beyond doubles
      sum += (2 * k - 1) * Erfc.value((k - 0.5) / (sigmaUnits * Math.sqrt(2)));
    }
    return sum;
  }

  /**
   * σ² + 1/12 + Σ (−1)^m (4σ² + 1/(π²m²)) e^(−2π²m²σ²): from the Fourier series of the rounding
   * error z − round(z) and of its square. At σ ≥ 1 the second term is below 10⁻³³.
   */
  private double varianceByPoisson() {
    double square = sigmaUnits * sigmaUnits;
    double first =
        (4 * square + 1 / (Math.PI * Math.PI)) * Math.exp(-2 * Math.PI * Math.PI * square);
    return square + (1.0 / 12 - first);
  }
}
