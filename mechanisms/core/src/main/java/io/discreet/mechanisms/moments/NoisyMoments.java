package io.discreet.mechanisms.moments;

/**
 * Mean and variance from noisy sums: post-processing, in doubles.
 *
 * <p>Estimates are cut to what the range allows. A count may be 0 for all that its noise tells;
 * then no quotient means anything, and it is for the caller to say so. Standard errors are those of
 * the noise, to first order (the delta method), and good while the count is many times its own
 * error; they say nothing about other customers than those who were counted.
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
    double variance = squareMean() + (double) range.squareCentre() * squareArea() - mean * mean;
    // Rounding to squareUnit adds the variance of a uniform over the unit, less that of a lattice.
    return Math.max(0, Math.min(greatestVariance(), variance - (squareArea() - 1) / 12));
  }

  /** The standard error of {@link #variance} from noise. */
  public double varianceError() {
    double mean = meanDeviation();
    double ofSquares = squareArea() * squareArea() * squaresVariance;
    double ofSum = 4 * mean * mean * sumVariance;
    double slope = 2 * mean * mean - squareMean();
    return Math.sqrt(ofSquares + ofSum + slope * slope * countVariance) / rows();
  }

  /**
   * Returns an interval that holds the variance wherever each exact number lies within its slack of
   * the noisy one: all values that the variance takes in that box, and what rounding to {@link
   * CentredRange#squareUnit} may have moved. The whole of what the range allows where the count may
   * be 0.
   *
   * <p>With v = a·q/n + c − s²/n² for the sum of squares q and the sum s of n rows: v rises with q
   * and falls with |s|; at fixed q and s it is a parabola in 1/n that opens downwards, so that it
   * is least at an end and greatest at its vertex or at the end nearest to it. Rounding a deviation
   * d to r moves its square by at most u/2 · (2|r| + u/2) for the unit u, and the mean of |r| is at
   * most the root of the mean of r².
   *
   * @param countSlack at least 0, in units of the count; likewise the others
   */
  public Interval varianceInterval(long countSlack, long sumSlack, long squaresSlack) {
    double fewest = (double) count - (double) countSlack;
    if (fewest < 1) {
      return new Interval(0, greatestVariance());
    }
    double most = (double) count + (double) countSlack;
    double leastSum = Math.max(0, Math.abs((double) sum) - (double) sumSlack);
    double greatestSum = Math.abs((double) sum) + (double) sumSlack;
    double leastSquares = squareArea() * ((double) squares - (double) squaresSlack);
    double greatestSquares = squareArea() * ((double) squares + (double) squaresSlack);
    double centre = (double) range.squareCentre() * squareArea();
    double low =
        centre
            + Math.min(
                parabola(leastSquares, greatestSum, 1 / fewest),
                parabola(leastSquares, greatestSum, 1 / most));
    double vertex = greatestSquares / (2 * leastSum * leastSum); // infinite or NaN without a sum
    double nearest =
        leastSum == 0
            ? (greatestSquares > 0 ? 1 / fewest : 1 / most)
            : Math.max(1 / most, Math.min(1 / fewest, vertex));
    double high = centre + parabola(greatestSquares, leastSum, nearest);
    double unit = (double) range.squareUnit();
    double reach = (double) range.deviationBound() + unit;
    double meanSquare = centre + Math.max(greatestSquares / fewest, greatestSquares / most);
    double rounding =
        unit == 1
            ? 0
            : unit * Math.sqrt(Math.max(0, Math.min(reach * reach, meanSquare))) + squareArea() / 4;
    return new Interval(
        Math.max(0, Math.min(greatestVariance(), low - rounding)),
        Math.max(0, Math.min(greatestVariance(), high + rounding)));
  }

  private static double parabola(double squares, double sum, double perRow) {
    return squares * perRow - sum * perRow * sum * perRow;
  }

  /** The most that the range allows, in squared lattice units. */
  public double greatestVariance() {
    double most = (double) (range.greatest() - range.least()) / 2;
    return most * most;
  }

  /**
   * Ends of an interval, in squared lattice units.
   *
   * @param low the lower end
   * @param high the upper end, at least {@code low}
   */
  public record Interval(double low, double high) {}

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
