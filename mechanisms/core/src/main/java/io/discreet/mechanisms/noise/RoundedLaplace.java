package io.discreet.mechanisms.noise;

/**
 * round(Z) for a Laplace Z with density e^(−|z|/b) / (2b), b in lattice units, drawn exactly.
 *
 * <p>A draw is −b·ln of a uniform with a random sign, whose bits are looked at until the rounding
 * is certain; why that is exact on a finite machine is shown in {@link RoundedSampler} and {@link
 * QuantileTable}. A draw takes the same instructions whatever its value, but for a slow path that
 * is taken at odds of below 2⁻⁵² · b (2⁻⁴⁰ if that is more), and in bulk a slower one at below 2⁻³³
 * · b. |draw| is below 2⁵²: the sampler looks at 4159 bits at most, and −ln(2⁻⁴¹⁶⁰) is below 2884.
 *
 * <p>Thread-safe as far as the source of bits is.
 */
public final class RoundedLaplace implements LatticeNoise {

  private final double scaleUnits;
  private final RoundedTail tail;
  private final RoundedSampler sampler;

  /**
   * @param scaleUnits b in lattice units, from {@value #MIN_SCALE_UNITS} to 2⁴⁰
   * @throws IllegalArgumentException if b is out of range
   */
  public RoundedLaplace(double scaleUnits) {
    this.scaleUnits = Scales.checked("scale", scaleUnits);
    tail = new RoundedTail(UnitDistribution.LAPLACE, scaleUnits);
    sampler = new RoundedSampler(UnitDistribution.LAPLACE, tail, scaleUnits);
  }

  @Override
  public String mechanism() {
    return "rounded-laplace";
  }

  @Override
  public double scaleUnits() {
    return scaleUnits;
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
    // Σ (2k − 1) e^(−(k − ½)/b) = cosh(h) / (2 sinh²(h)) with h = 1/(2b).
    double h = 0.5 / scaleUnits;
    double sinh = Math.sinh(h);
    return Math.cosh(h) / (2 * sinh * sinh);
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
    return mechanism() + "(scale " + scaleUnits + " units)";
  }
}
