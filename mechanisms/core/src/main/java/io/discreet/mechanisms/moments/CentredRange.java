package io.discreet.mechanisms.moments;

/**
 * A column's declared range, seen from its centre: what a row adds to the sums behind a mean and a
 * variance.
 *
 * <h2>Sensitivity</h2>
 *
 * A row adds 1 to the count, a deviation of at most {@link #deviationBound} in size to the sum, and
 * a centred square of at most {@link #squareBound} in size to the sum of squares. Both bounds are
 * about half of what uncentred values of the same range need: noise is halved, and a value in the
 * middle adds nothing. A customer with r rows adds at most r times as much. Sums over 2³¹ rows fit
 * a long: deviations are below 2³¹, squares at most 2³⁰.
 *
 * <p>Deviations of more than 2¹⁵ units are squared after rounding to a multiple of {@link
 * #squareUnit}, a power of 2. That moves a variance by at most a part in 2¹⁴ of the half range's
 * square; it changes no bound. The unit is coarser where a customer has many rows, so that the
 * centred squares of all of them stay below 2³¹.
 *
 * @param least the least value, in lattice units
 * @param greatest the greatest value, above {@code least} by at most 2³² − 2
 * @param rows the most rows of one customer that count, at least 1
 */
public record CentredRange(long least, long greatest, int rows) {

  private static final int SQUARE_BITS = 15;

  /** What the centred squares of one customer may add up to. */
  private static final long MOST_OF_CUSTOMER = (1L << 31) - 1;

  /** Checks the range. */
  public CentredRange {
    if (least >= greatest || greatest - least < 0 || greatest - least > (1L << 32) - 2) {
      throw new IllegalArgumentException(
          "a range needs least below greatest by at most 2^32 - 2, got "
              + least
              + " to "
              + greatest);
    }
    if (rows < 1) {
      throw new IllegalArgumentException("rows of a customer must be at least 1, got " + rows);
    }
  }

  /** A range of which one row of a customer counts. */
  public CentredRange(long least, long greatest) {
    this(least, greatest, 1);
  }

  /** The integer in the middle, or just below it. */
  public long centre() {
    return least + (greatest - least) / 2;
  }

  /** Returns what a row adds to the sum; a value beyond the range counts at its nearer end. */
  public long deviation(long value) {
    return Math.max(least, Math.min(greatest, value)) - centre();
  }

  /** The largest size of a deviation. */
  public long deviationBound() {
    return greatest - centre();
  }

  /** The unit, in lattice units, in which deviations are squared. */
  public long squareUnit() {
    int excess = 64 - Long.numberOfLeadingZeros(deviationBound() - 1) - SQUARE_BITS;
    long unit = 1L << Math.max(0, excess);
    while (squareBound(unit) > MOST_OF_CUSTOMER / rows) {
      unit <<= 1;
    }
    return unit;
  }

  /** Returns what a row adds to the sum of squares, in squares of {@link #squareUnit}. */
  public long centredSquare(long value) {
    long rounded = rounded(deviation(value), squareUnit());
    return rounded * rounded - squareCentre();
  }

  /** The largest size of a centred square. */
  public long squareBound() {
    return squareBound(squareUnit());
  }

  /** What is taken off each square: half of the largest. */
  public long squareCentre() {
    return squareCentre(squareUnit());
  }

  private long squareBound(long unit) {
    long largest = rounded(deviationBound(), unit);
    return largest * largest - squareCentre(unit);
  }

  private long squareCentre(long unit) {
    long largest = rounded(deviationBound(), unit);
    return largest * largest / 2;
  }

  /** To the nearest multiple of the unit; a half goes up. */
  private static long rounded(long deviation, long unit) {
    return Math.floorDiv(deviation + unit / 2, unit);
  }
}
