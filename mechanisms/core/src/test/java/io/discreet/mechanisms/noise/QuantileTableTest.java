package io.discreet.mechanisms.noise;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.mechanisms.exact.Enclosure;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The claims of {@link QuantileTable}'s error bound, cell by cell, in enclosures. */
class QuantileTableTest {

  private static final int BITS = EnclosedQuantiles.BITS;
  private static final int CELLS = EnclosedQuantiles.CELLS;

  /** q(p) lies in [z − e, z + e], for every z enclosed, if T(z + e) ≤ p ≤ T(z − e). */
  private static boolean isWithin(
      UnitDistribution distribution, Enclosure z, long errorUnits, Enclosure p) {
    Enclosure error = Enclosure.of(errorUnits, BITS).scaled(-QuantileTable.FRACTION_BITS, BITS);
    // At points, because the tail of a wide argument is enclosed more widely than it is steep.
    BigInteger least = z.minus(error).high();
    BigInteger most = z.plus(error).low();
    boolean notBelow =
        least.signum() <= 0 || p.isBelow(distribution.tail(new Enclosure(least, least, BITS)));
    return notBelow && distribution.tail(new Enclosure(most, most, BITS)).isBelow(p);
  }

  /** Read anew, because the one of the process is read once. */
  private static QuantileTable table(UnitDistribution distribution) {
    return new QuantileTable(text(distribution));
  }

  private static String text(UnitDistribution distribution) {
    return distribution == UnitDistribution.NORMAL
        ? NormalCoefficients.HEX
        : LaplaceCoefficients.HEX;
  }

  /** q(v · 2⁻⁶³). */
  private static long quantile(QuantileTable table, long v) {
    int zeros = Long.numberOfLeadingZeros(v);
    return table.quantile(zeros - 1, v << zeros);
  }

  /** Likewise, of fewer terms. */
  private static long roughly(QuantileTable table, long v) {
    int zeros = Long.numberOfLeadingZeros(v);
    return table.roughly(zeros - 1, v << zeros);
  }

  private static Enclosure probability(long v) {
    BigInteger integer = BigInteger.valueOf(v);
    return new Enclosure(integer, integer, 63).withBits(BITS);
  }

  private static Enclosure fixedPoint(long z) {
    BigInteger integer = BigInteger.valueOf(z);
    return new Enclosure(integer, integer, QuantileTable.FRACTION_BITS).withBits(BITS);
  }

  /** What the program holds is what is proven: should the cells change, copy the text from here. */
  @ParameterizedTest
  @EnumSource
  void coefficients_ofEveryCell_areThoseEnclosed(UnitDistribution distribution) {
    assertThat(text(distribution)).isEqualTo(EnclosedQuantiles.hexadecimal(distribution));
  }

  @ParameterizedTest
  @EnumSource
  void quantile_endsAndInsideOfEveryCell_isWithinTheBound(UnitDistribution distribution) {
    QuantileTable table = table(distribution);
    SplittableRandom random = new SplittableRandom(7);
    for (int cell = 0; cell < CELLS; cell++) {
      int binade = cell >> QuantileTable.CELL_BITS;
      long width = 1L << (62 - QuantileTable.CELL_BITS - binade);
      long first = (1L << (62 - binade)) + (cell & ((1 << QuantileTable.CELL_BITS) - 1)) * width;
      long[] points = {first, first + width - 1, first + random.nextLong(width)};
      for (long v : points) {
        assertThat(
                isWithin(
                    distribution,
                    fixedPoint(quantile(table, v)),
                    QuantileTable.ERROR,
                    probability(v)))
            .as("seed 7: %s at %d · 2^-63", distribution, v)
            .isTrue();
        assertThat(
                isWithin(
                    distribution,
                    fixedPoint(roughly(table, v)),
                    QuantileTable.ROUGH_ERROR,
                    probability(v)))
            .as("seed 7: roughly %s at %d · 2^-63", distribution, v)
            .isTrue();
      }
    }
  }

  /** What is left out of the series, on top of the bound on the error of the rest. */
  @ParameterizedTest
  @EnumSource
  void roughly_termsLeftOutOfEveryCell_addUpToNoMoreThanTheBound(UnitDistribution distribution) {
    double most = 0;
    for (String cell : text(distribution).lines().toList()) {
      String[] coefficients = cell.split(" ", -1);
      assertThat(coefficients).hasSize(QuantileTable.DEGREE + 1);
      double leftOut = 0;
      for (int n = QuantileTable.ROUGH_DEGREE + 1; n <= QuantileTable.DEGREE; n++) {
        leftOut += Math.scalb(Math.abs(Long.parseLong(coefficients[n], 16)) + 1.0, -n);
      }
      most = Math.max(most, leftOut);
    }
    assertThat(most + QuantileTable.ERROR).isLessThan(QuantileTable.ROUGH_ERROR);
  }

  @ParameterizedTest
  @EnumSource
  void isWithin_valueOffByTwiceTheBound_isNoticed(UnitDistribution distribution) {
    QuantileTable table = table(distribution);
    long v = 0x0123_4567_89ab_cdefL;
    for (long sign : new long[] {-1, 1}) {
      Enclosure off = fixedPoint(quantile(table, v) + sign * 2 * QuantileTable.ERROR);
      assertThat(isWithin(distribution, off, QuantileTable.ERROR, probability(v))).isFalse();
      Enclosure farOff = fixedPoint(quantile(table, v) + sign * 2 * QuantileTable.ROUGH_ERROR);
      assertThat(isWithin(distribution, farOff, QuantileTable.ROUGH_ERROR, probability(v)))
          .isFalse();
    }
  }

  /** At a cell's lower end the polynomial of exact coefficients leaves out less than one unit. */
  @ParameterizedTest
  @EnumSource
  void quantileSeries_lowerEndOfEveryCell_leavesOutLessThanOneUnit(UnitDistribution distribution) {
    for (int cell = 0; cell < CELLS; cell++) {
      Enclosure[] series = EnclosedQuantiles.series(distribution, cell);
      Enclosure sum = series[QuantileTable.DEGREE];
      for (int n = QuantileTable.DEGREE - 1; n >= 0; n--) {
        sum = series[n].minus(sum.scaled(-1, BITS));
        // The argument of the bound: signs alternate, so at τ = −½ all terms add up.
        assertThat(series[n + 1].low().signum()).isEqualTo((n + 1) % 2 == 1 ? -1 : 1);
      }
      Enclosure lowerEnd =
          EnclosedQuantiles.centre(cell).minus(EnclosedQuantiles.width(cell).scaled(-1, BITS));
      assertThat(isWithin(distribution, sum, 1, lowerEnd)).as("cell %d", cell).isTrue();
    }
  }
}
