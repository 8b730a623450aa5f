package io.discreet.mechanisms.noise;

import io.discreet.mechanisms.exact.Enclosure;
import java.math.BigInteger;

/**
 * The inverse q of a two-sided tail in 64-bit integer arithmetic, for arguments from 2⁻⁴⁰ to 1.
 *
 * <p>Each binade of p is cut into 8 cells; in a cell, q is its Taylor polynomial of degree 13 about
 * the cell's centre, in the offset τ from the centre, −½ ≤ τ &lt; ½ of the cell's width.
 *
 * <h2>Error bound</h2>
 *
 * In units of 2⁻⁵⁸, {@link #quantile} is within {@link #ERROR} of q:
 *
 * <ul>
 *   <li>the stored coefficients are within 1 of those enclosed, and enter with |τ|^n ≤ 2⁻ⁿ: less
 *       than 2 in all;
 *   <li>each of the thirteen {@code multiplyHigh} drops less than 1, halved by every later step:
 *       less than 2 in all;
 *   <li>the terms beyond degree 13 are less than 1: the derivatives of q alternate in sign and grow
 *       towards p = 0, so the Taylor series converges on the whole cell (Pringsheim: the
 *       singularity nearest to the centre lies towards 0, at 0) and its remainder is largest at the
 *       cell's lower end, where all its terms have one sign. A test encloses it there for every
 *       cell.
 * </ul>
 *
 * The offset itself is exact. No step depends on the value beyond the address that it reads.
 */
final class QuantileTable {

  /** Fraction bits of a quantile: 58 leave room for q(2⁻⁴⁰) = 27.7 of the Laplace distribution. */
  static final int FRACTION_BITS = 58;

  /** The bound on the error of {@link #quantile}, in units of 2^(−FRACTION_BITS). */
  static final int ERROR = 6;

  /** Binades of p that the table holds: below, at odds of 2⁻⁴⁰, exact arithmetic takes over. */
  static final int BINADES = 40;

  static final int CELL_BITS = 3;
  static final int DEGREE = 13;

  private static final int STRIDE = DEGREE + 1;
  private static final int WORKING_BITS = 160;

  private final long[] coefficients;

  /** Returns the one table of a distribution, which is built when it is first asked for. */
  static QuantileTable of(UnitDistribution distribution) {
    return distribution == UnitDistribution.NORMAL ? Normal.TABLE : Laplace.TABLE;
  }

  QuantileTable(UnitDistribution distribution) {
    coefficients = new long[(BINADES << CELL_BITS) * STRIDE];
    for (int cell = 0; cell < BINADES << CELL_BITS; cell++) {
      Enclosure[] series =
          distribution.quantileSeries(
              centre(cell, WORKING_BITS), width(cell, WORKING_BITS), DEGREE);
      for (int n = 0; n <= DEGREE; n++) {
        coefficients[cell * STRIDE + n] = fixedPoint(series[n]);
      }
    }
  }

  /** The centre of a cell: cells count up within a binade, binades down from (½, 1]. */
  static Enclosure centre(int cell, int bits) {
    int within = cell & ((1 << CELL_BITS) - 1);
    long odd = (2L << CELL_BITS) + 2L * within + 1;
    return Enclosure.of(odd, bits).scaled(-(cell >> CELL_BITS) - CELL_BITS - 2, bits);
  }

  static Enclosure width(int cell, int bits) {
    return Enclosure.of(1, bits).scaled(-(cell >> CELL_BITS) - CELL_BITS - 1, bits);
  }

  /**
   * Returns q(mantissa · 2^(−64 − binade)) in units of 2⁻⁵⁸.
   *
   * @param binade from 0 to {@link #BINADES} − 1
   * @param mantissa unsigned, its highest bit set
   */
  long quantile(int binade, long mantissa) {
    int cell = (binade << CELL_BITS) + (int) ((mantissa << 1) >>> (64 - CELL_BITS));
    long offset = (mantissa << (1 + CELL_BITS)) ^ Long.MIN_VALUE; // τ · 2⁶⁴
    int at = cell * STRIDE + DEGREE;
    long sum = coefficients[at];
    for (int n = DEGREE - 1; n >= 0; n--) {
      at--;
      sum = coefficients[at] + Math.multiplyHigh(sum, offset);
    }
    return sum;
  }

  private static long fixedPoint(Enclosure coefficient) {
    BigInteger low = coefficient.withBits(FRACTION_BITS).low();
    BigInteger high = coefficient.withBits(FRACTION_BITS).high();
    if (high.subtract(low).compareTo(BigInteger.ONE) > 0) {
      throw new ArithmeticException("a coefficient of the quantile table is not narrow enough");
    }
    return low.longValueExact();
  }

  private static final class Normal {
    static final QuantileTable TABLE = new QuantileTable(UnitDistribution.NORMAL);
  }

  private static final class Laplace {
    static final QuantileTable TABLE = new QuantileTable(UnitDistribution.LAPLACE);
  }
}
