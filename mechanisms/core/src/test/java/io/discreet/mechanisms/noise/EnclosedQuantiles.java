package io.discreet.mechanisms.noise;

import io.discreet.mechanisms.exact.Elementary;
import io.discreet.mechanisms.exact.Enclosure;
import io.discreet.mechanisms.exact.NormalTail;
import java.math.BigInteger;

/** The cells of {@link QuantileTable} and their Taylor coefficients, enclosed. */
final class EnclosedQuantiles {

  static final int CELLS = QuantileTable.BINADES << QuantileTable.CELL_BITS;
  static final int BITS = 160;

  private EnclosedQuantiles() {}

  /** The centre of a cell: cells count up within a binade, binades down from (½, 1]. */
  static Enclosure centre(int cell) {
    int within = cell & ((1 << QuantileTable.CELL_BITS) - 1);
    long odd = (2L << QuantileTable.CELL_BITS) + 2L * within + 1;
    int binade = cell >> QuantileTable.CELL_BITS;
    return Enclosure.of(odd, BITS).scaled(-binade - QuantileTable.CELL_BITS - 2, BITS);
  }

  static Enclosure width(int cell) {
    int binade = cell >> QuantileTable.CELL_BITS;
    return Enclosure.of(1, BITS).scaled(-binade - QuantileTable.CELL_BITS - 1, BITS);
  }

  /** The text of the coefficients: whole units of 2⁻⁵⁸, each within 1 of what is enclosed. */
  static String hexadecimal(UnitDistribution distribution) {
    StringBuilder text = new StringBuilder();
    for (int cell = 0; cell < CELLS; cell++) {
      Enclosure[] series = series(distribution, cell);
      for (int n = 0; n <= QuantileTable.DEGREE; n++) {
        text.append(Long.toString(fixedPoint(series[n]), 16));
        text.append(n < QuantileTable.DEGREE ? ' ' : '\n');
      }
    }
    return text.toString();
  }

  private static long fixedPoint(Enclosure coefficient) {
    Enclosure rounded = coefficient.withBits(QuantileTable.FRACTION_BITS);
    if (rounded.width().compareTo(BigInteger.ONE) > 0) {
      throw new ArithmeticException("a coefficient of the quantile table is not narrow enough");
    }
    return rounded.low().longValueExact();
  }

  /** Encloses the coefficients of q(centre + τ · width) in τ, from the constant up. */
  static Enclosure[] series(UnitDistribution distribution, int cell) {
    Enclosure p = centre(cell);
    Enclosure step = width(cell);
    return distribution == UnitDistribution.NORMAL ? normal(p, step) : laplace(p, step);
  }

  private static Enclosure[] laplace(Enclosure p, Enclosure step) {
    Enclosure[] q = new Enclosure[QuantileTable.DEGREE + 1];
    q[0] = Elementary.log(p).negated();
    Enclosure ratio = step.dividedBy(p);
    Enclosure power = Enclosure.of(1, BITS);
    for (int n = 1; n < q.length; n++) {
      power = power.times(ratio);
      Enclosure size = power.dividedBy(n);
      q[n] = n % 2 == 1 ? size.negated() : size;
    }
    return q;
  }

  private static Enclosure[] normal(Enclosure p, Enclosure step) {
    double log2 = Math.log(p.toDoubleDown()) / Math.log(2);
    Enclosure start = Enclosure.of(UnitDistribution.NORMAL.quantileGuess(log2), BITS);
    Enclosure density = NormalTail.density(start);
    Enclosure move = UnitDistribution.NORMAL.tail(start).minus(p).dividedBy(density.times(2));
    Enclosure centre = start.plus(move).plus(newtonError(start, move));
    // Towards p = 0, in units of a step, q′ = u and u′ = q·u²: all coefficients are at least 0.
    int degree = QuantileTable.DEGREE;
    Enclosure[] q = new Enclosure[degree + 1];
    Enclosure[] u = new Enclosure[degree + 1];
    Enclosure[] square = new Enclosure[degree + 1];
    q[0] = centre;
    u[0] = step.dividedBy(NormalTail.density(centre).times(2));
    for (int n = 0; n < degree; n++) {
      square[n] = coefficient(u, u, n);
      q[n + 1] = u[n].dividedBy(n + 1);
      u[n + 1] = coefficient(q, square, n).dividedBy(n + 1);
    }
    for (int n = 1; n <= degree; n += 2) {
      q[n] = q[n].negated();
    }
    return q;
  }

  /** Taylor's remainder of one Newton step, q″ = q/(2φ(q))², as an enclosure of it. */
  private static Enclosure newtonError(Enclosure start, Enclosure move) {
    BigInteger farthest = move.low().abs().max(move.high().abs());
    if (farthest.bitLength() > BITS - 40) {
      throw new ArithmeticException("the first guess of a quantile is too far off");
    }
    // So close to the start q″ changes by less than a factor of 2, which the ½ of Taylor pays.
    BigInteger size = start.high().shiftRight(BITS).add(BigInteger.ONE);
    BigInteger error =
        farthest.multiply(farthest).multiply(size).shiftRight(BITS).add(BigInteger.ONE);
    return new Enclosure(error.negate(), error, BITS);
  }

  private static Enclosure coefficient(Enclosure[] a, Enclosure[] b, int n) {
    Enclosure sum = a[0].times(b[n]);
    for (int i = 1; i <= n; i++) {
      sum = sum.plus(a[i].times(b[n - i]));
    }
    return sum;
  }
}
