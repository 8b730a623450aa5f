package io.discreet.mechanisms.noise;

/**
 * The inverse q of a two-sided tail in 64-bit integer arithmetic, for arguments from 2⁻⁴⁰ to 1.
 *
 * <p>Each binade of p is cut into 8 cells; in a cell, q is its Taylor polynomial of degree 13 about
 * the cell's centre, in the offset τ from the centre, −½ ≤ τ &lt; ½ of the cell's width. The
 * coefficients are constants of the program, so that the first draw of a process does not wait for
 * them. In the tests, {@code EnclosedQuantiles} computes each of them in enclosures.
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
 *       cell. (q = −ln p plainly; for the normal distribution d^n q/dp^n = (−1)^n P_n(q) /
 *       (2φ(q))^n, where P_1 = 1 and P_(n+1) = n·x·P_n + P_n′ have coefficients of at least 0.)
 * </ul>
 *
 * The offset itself is exact. No step depends on the value beyond the address that it reads.
 *
 * <p>{@link #roughly} leaves out the terms beyond degree {@value #ROUGH_DEGREE}, and is within
 * {@link #ROUGH_ERROR}: |coefficient| + 1 times 2⁻ⁿ bounds each term that it leaves out, and a test
 * adds these up for every cell.
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
  static final int ROUGH_DEGREE = 7;

  /** The bound on the error of {@link #roughly}, in units of 2^(−FRACTION_BITS). */
  static final int ROUGH_ERROR = 5_450_100;

  private static final int STRIDE = DEGREE + 1;
  private static final int HEXADECIMAL = 16;

  private final long[] coefficients;

  /** Returns the one table of a distribution, which is read when it is first asked for. */
  static QuantileTable of(UnitDistribution distribution) {
    return distribution == UnitDistribution.NORMAL ? Normal.TABLE : Laplace.TABLE;
  }

  QuantileTable(String hex) {
    coefficients = new long[(BINADES << CELL_BITS) * STRIDE];
    int start = 0;
    for (int i = 0; i < coefficients.length; i++) {
      int end = start;
      while (hex.charAt(end) > ' ') {
        end++;
      }
      coefficients[i] = Long.parseLong(hex, start, end, HEXADECIMAL);
      start = end + 1;
    }
  }

  /**
   * Returns q(mantissa · 2^(−64 − binade)) in units of 2⁻⁵⁸.
   *
   * @param binade from 0 to {@link #BINADES} − 1
   * @param mantissa unsigned, its highest bit set
   */
  long quantile(int binade, long mantissa) {
    long offset = offset(mantissa);
    int at = constant(binade, mantissa) + DEGREE;
    long sum = coefficients[at];
    for (int n = DEGREE - 1; n >= 0; n--) {
      at--;
      sum = coefficients[at] + Math.multiplyHigh(sum, offset);
    }
    return sum;
  }

  /** The same with fewer terms. */
  long roughly(int binade, long mantissa) {
    long offset = offset(mantissa);
    int at = constant(binade, mantissa) + ROUGH_DEGREE;
    long sum = coefficients[at];
    for (int n = ROUGH_DEGREE - 1; n >= 0; n--) {
      at--;
      sum = coefficients[at] + Math.multiplyHigh(sum, offset);
    }
    return sum;
  }

  /** Where the constant coefficient of a mantissa's cell is. */
  private static int constant(int binade, long mantissa) {
    return STRIDE * ((binade << CELL_BITS) + (int) ((mantissa << 1) >>> (64 - CELL_BITS)));
  }

  /** τ · 2⁶⁴. */
  private static long offset(long mantissa) {
    return (mantissa << (1 + CELL_BITS)) ^ Long.MIN_VALUE;
  }

  private static final class Normal {
    static final QuantileTable TABLE = new QuantileTable(NormalCoefficients.HEX);
  }

  private static final class Laplace {
    static final QuantileTable TABLE = new QuantileTable(LaplaceCoefficients.HEX);
  }
}
