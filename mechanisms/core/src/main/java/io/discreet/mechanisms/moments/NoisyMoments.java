package io.discreet.mechanisms.moments;

/**
 * Mean and variance from noisy sums: post-processing, in doubles.
 *
 * <p>Estimates are cut to what the range allows. Standard errors are those of the noise, to first
 * order (the delta method), and good while the count is many times its own error; they say nothing
 * about other customers than those who were counted.
 *
 * @param range that of the column
 * @param count the noisy number of rows
 * @param sum the noisy sum of {@link CentredRange#deviation}
 * @param squares the noisy sum of {@link CentredRange#centredSquare}
 * @param countVariance of the noise on the count, in squared units of it; likewise the others
 * @param sumVariance of the noise on the sum
 * @param squaresVariance of the noise on the sum of squares
 */
public record NoisyMoments(
    CentredRange range,
    long count,
    long sum,
    long squares,
    double countVariance,
    double sumVariance,
    double squaresVariance) {

  /** Checks the variances. */
  public NoisyMoments {
    for (double variance : new double[] {countVariance, sumVariance, squaresVariance}) {
      if (!(variance >= 0 && variance <= Double.MAX_VALUE)) {
        throw new IllegalArgumentException(
            "variances of noise must be finite and at least 0, got " + variance);
      }
    }
  }

  /** The mean, in lattice units, within the range. */
  public double mean() {
    double mean = (double) range.centre() + meanDeviation();
    return Math.max((double) range.least(), Math.min((double) range.greatest(), mean));
  }

  /** The standard error of {@link #mean} from noise. */
  public double meanError() {
    double mean = meanDeviation();
    return Math.sqrt(sumVariance + mean * mean * countVariance) / rows();
  }

  /**
   * The population variance, in squared lattice units, from 0 to the most that the range allows.
   */
  public double variance() {
    double mean = meanDeviation();
    double most = (double) (range.greatest() - range.least()) / 2;
    double variance = squareMean() + (double) range.squareCentre() * squareArea() - mean * mean;
    // Rounding to squareUnit adds the variance of a uniform over the unit, less that of a lattice.
    return Math.max(0, Math.min(most * most, variance - (squareArea() - 1) / 12));
  }

  /** The standard error of {@link #variance} from noise. */
  public double varianceError() {
    double mean = meanDeviation();
    double ofSquares = squareArea() * squareArea() * squaresVariance;
    double ofSum = 4 * mean * mean * sumVariance;
    double slope = 2 * mean * mean - squareMean();
    return Math.sqrt(ofSquares + ofSum + slope * slope * countVariance) / rows();
  }

  /** Fewer than one row cannot be divided by, however the noise fell. */
  private double rows() {
    return (double) Math.max(1, count);
  }

  private double meanDeviation() {
    return (double) sum / rows();
  }

  private double squareMean() {
    return (double) squares * squareArea() / rows();
  }

  private double squareArea() {
    double unit = (double) range.squareUnit();
    return unit * unit;
  }
}
