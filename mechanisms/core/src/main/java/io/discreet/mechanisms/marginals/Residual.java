package io.discreet.mechanisms.marginals;

import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.noise.RandomBits;

/**
 * What one marginal says that its own margins do not, with noise: a part of {@link MarginalPlan}.
 *
 * <p>Measured is the vector of integers {@code unit} · P · x, with x the exact marginal, P its
 * centring and {@code unit} a multiple of the number of cells, which makes it integer. Answered is
 * P · (unit · P · x + noise) / unit, so that the noise is centred as well.
 */
final class Residual {

  /** The finest lattice: of 2³¹ customers, no exact answer passes 2⁶². */
  private static final long FINEST_UNIT = 1L << 31;

  /** With a scale of 1,024 lattice units, rounding adds less than 1 in 10⁷ to the variance. */
  private static final double FINE_SCALE_UNITS = 1024;

  private final AttributeSet attributes;

  /** The sizes of the attributes. */
  private final int[] shape;

  /** Lattice units to a customer: the number of cells times a power of 2. */
  private final long unit;

  private final LatticeNoise noise;

  private Residual(AttributeSet attributes, int[] shape, long unit, LatticeNoise noise) {
    this.attributes = attributes;
    this.shape = shape;
    this.unit = unit;
    this.noise = noise;
  }

  /** Plans the part of these attributes that costs a customer at most {@code units}. */
  static Residual costing(AttributeSet attributes, Domain domain, long units) {
    int[] shape = domain.shape(attributes);
    long unit = domain.cells(attributes);
    while (scale(shape, unit, units) < FINE_SCALE_UNITS && 2 * unit <= FINEST_UNIT) {
      unit *= 2;
    }
    return new Residual(
        attributes, shape, unit, Currency.gaussian().noise(scale(shape, unit, units)));
  }

  private static double scale(int[] shape, long unit, long units) {
    return Currency.gaussian().noiseScale(norm(shape, unit), units);
  }

  /**
   * The squared norm of what one customer adds to the measured vector: unit² · ∏ (n − 1)/n, the
   * same whichever cell the customer is in. It is a product of N · ∏ (n − 1), below 2⁴⁸, and of a
   * power of 2, hence exact.
   */
  private static double norm(int[] shape, long unit) {
    double norm = 1;
    long cells = 1;
    for (int size : shape) {
      norm *= size * (size - 1.0);
      cells *= size;
    }
    long doublings = unit / cells;
    return norm * doublings * doublings;
  }

  AttributeSet attributes() {
    return attributes;
  }

  /** The noise of each coordinate, independent of the others. */
  LatticeNoise noise() {
    return noise;
  }

  /** What a customer who is counted pays for it, in units of μ², rounded up. */
  long costUnits() {
    return Currency.gaussian().costUnits(norm(shape, unit), noise.scaleUnits());
  }

  /**
   * Returns the exact integers that noise is added to.
   *
   * @param marginal exact counts, of at most 2³¹ customers together; replaced by the result
   */
  long[] exactly(long[] marginal) {
    Centring.timesCells(marginal, shape);
    long doublings = unit / marginal.length;
    for (int i = 0; i < marginal.length; i++) {
      marginal[i] *= doublings;
    }
    return marginal;
  }

  /** Returns the integers with noise. */
  long[] measured(long[] marginal, RandomBits bits) {
    long[] exact = exactly(marginal);
    long[] drawn = new long[exact.length];
    noise.fill(drawn, bits);
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = Math.addExact(drawn[i], exact[i]);
    }
    return drawn;
  }

  /** Returns the centred answer, in customers, from the integers with noise: post-processing. */
  double[] answered(long[] measured) {
    double[] answer = new double[measured.length];
    for (int i = 0; i < answer.length; i++) {
      answer[i] = (double) measured[i] / unit;
    }
    Centring.centre(answer, shape);
    return answer;
  }

  /** What it adds to the variance of a cell of a marginal over these and more attributes. */
  double variance(AttributeSet marginal, Domain domain) {
    return noise.variance() / unit / unit * shareOfVariance(attributes, marginal, domain);
  }

  /** As {@link #variance}, before rounding. */
  double gaussianVariance(AttributeSet marginal, Domain domain) {
    double sigma = noise.scaleUnits() / unit;
    return sigma * sigma * shareOfVariance(attributes, marginal, domain);
  }

  /**
   * The most that rounding moves a cell of a marginal over these and more attributes: half a
   * lattice unit, times the sum of a row of P in absolute values, divided among the cells.
   */
  double mostRounding(AttributeSet marginal, Domain domain) {
    double most = 0.5 / unit;
    for (int size : shape) {
      most *= 2 * (size - 1.0) / size;
    }
    return most * domain.cells(attributes) / domain.cells(marginal);
  }

  /**
   * Of the variance of one coordinate's noise, the part that reaches a cell of {@code marginal}: ∏
   * (n − 1)/n over its own attributes, and 1/n² over the others of the marginal.
   */
  static double shareOfVariance(AttributeSet own, AttributeSet marginal, Domain domain) {
    double share = 1;
    for (int attribute : marginal.attributes()) {
      double size = domain.sizes().get(attribute);
      share *= own.contains(attribute) ? (size - 1) / size : 1 / (size * size);
    }
    return share;
  }
}
