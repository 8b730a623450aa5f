package io.discreet.mechanisms.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was spent is never told as less, what is left never as more, to the last digit. */
class SafeSideTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void share_ofAnyUnits_isOnItsSideToTheLastDigit(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 20_000; i++) {
      long budget = random.nextLong(1, 1L << random.nextInt(1, 62));
      long units = random.nextLong(0, budget + 1);
      BigDecimal exact = BigDecimal.valueOf(units);
      for (SafeSide side : SafeSide.values()) {
        double share = side.share(units, budget);
        BigDecimal back = decimal(share).multiply(BigDecimal.valueOf(budget));
        assertThat(side == SafeSide.SPENT ? back.compareTo(exact) : exact.compareTo(back))
            .as("seed %d: %s of %d of %d", seed, side, units, budget)
            .isNotNegative();
        double nearest = (double) units / budget;
        assertThat(Math.abs(share - nearest)).isLessThanOrEqualTo(3 * Math.ulp(nearest));
      }
    }
  }

  /** The text of a double, as files hold it. */
  private static BigDecimal decimal(double told) {
    return new BigDecimal(Double.toString(told));
  }

  @Test
  void sum_ofFiftyTimesTwoPercent_isTheWhole() {
    double spent = 0;
    for (int i = 0; i < 50; i++) {
      spent = SafeSide.SPENT.sum(spent, SafeSide.SPENT.share(2, 100));
    }
    assertThat(spent).isEqualTo(1);
    assertThat(SafeSide.LEFT.difference(1, spent)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1, 3", "2, 3", "0.02, 0.06", "1e-9, 0.7", "0, 4"})
  void quotient_ofAnyFigures_isOnItsSideToTheLastDigit(double part, double whole) {
    double spent = SafeSide.SPENT.quotient(part, whole);
    double left = SafeSide.LEFT.quotient(part, whole);
    assertThat(decimal(spent).multiply(decimal(whole))).isGreaterThanOrEqualTo(decimal(part));
    assertThat(decimal(left).multiply(decimal(whole))).isLessThanOrEqualTo(decimal(part));
    assertThat(spent - left).isLessThanOrEqualTo(6 * Math.ulp(part / whole));
    assertThat(SafeSide.SPENT.quotient(0.02, 0.08)).isEqualTo(0.25);
    assertThat(SafeSide.LEFT.quotient(0.02, 0.08)).isEqualTo(0.25);
  }

  @ParameterizedTest
  @CsvSource({"0.1, 0.2", "0.3333333333333333, 1e-17", "1e-9, 1", "0.7, 0.1"})
  void sumAndDifference_ofAnyFigures_areOnTheirSide(double one, double other) {
    BigDecimal sum = decimal(one).add(decimal(other));
    BigDecimal difference = decimal(one).subtract(decimal(other));
    assertThat(decimal(SafeSide.SPENT.sum(one, other))).isGreaterThanOrEqualTo(sum);
    assertThat(decimal(SafeSide.LEFT.difference(one, other))).isLessThanOrEqualTo(difference);
  }

  @Test
  void of_aBoundOfLoss_isNeverBelowIt() {
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 20_000; i++) {
      double bound = Math.scalb(random.nextDouble(), random.nextInt(-80, 20));
      assertThat(decimal(SafeSide.SPENT.of(bound))).isGreaterThanOrEqualTo(new BigDecimal(bound));
    }
    assertThat(SafeSide.SPENT.of(Double.POSITIVE_INFINITY)).isInfinite();
  }

  @ParameterizedTest
  @CsvSource({"0.0142001, 0.0143, 0.0142", "0.02, 0.02, 0.02", "0.9999, 1.00, 0.999", "0, 0, 0"})
  void digits_ofAnyFigure_areOnTheirSide(BigDecimal figure, BigDecimal spent, BigDecimal left) {
    assertThat(SafeSide.SPENT.digits(figure, 3)).isEqualByComparingTo(spent);
    assertThat(SafeSide.LEFT.digits(figure, 3)).isEqualByComparingTo(left);
  }

  @Test
  void decimals_ofAnyFigure_areOnTheirSide() {
    assertThat(SafeSide.SPENT.decimals(new BigDecimal("1420.01"), 0)).isEqualTo("1421");
    assertThat(SafeSide.LEFT.decimals(new BigDecimal("1420.99"), 0)).isEqualTo("1420");
  }
}
