package io.discreet.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.mechanisms.accounting.SafeSide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1604      | 27.6   | 0 | 1,604 ± 28
          -3        | 27.6   | 0 | -3 ± 28
          -0.2      | 0.4    | 0 | 0 ± 0
          154120.25 | 6899   | 2 | 154,120 ± 6,899
          5.1234    | 1.14   | 2 | 5.1 ± 1.1
          5.1234    | 0.0234 | 2 | 5.12 ± 0.02
          5.1234    | 9.96   | 2 | 5.1 ± 10.0
          5.12      | 0      | 2 | 5.12 ± 0.00
          1e15      | 10     | 0 | 1,000,000,000,000,000 ± 10
          """)
  void plusMinus_anyScale_showsTwoDigitsOfTheError(
      double value, double halfWidth, int decimals, String shown) {
    assertThat(Figures.plusMinus(value, halfWidth, decimals)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0          | 0
          0.0142345  | 0.0142
          14.26      | 14.3
          14.0       | 14
          1420.4     | 1,420
          -2.5       | -2.5
          1e-9       | 1.0e-09
          999.9      | 1,000
          """)
  void significant_anyScale_showsThreeDigits(double number, String shown) {
    assertThat(Figures.significant(number)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0.02        | 2 %       | 2 %
          0.029       | 2.9 %     | 2.9 %
          0.0142001   | 1.43 %    | 1.42 %
          0.333333    | 33.4 %    | 33.3 %
          0.99999     | 100 %     | 99.9 %
          1.00001     | 101 %     | 100 %
          20.00001    | 2,001 %   | 2,000 %
          1.01e-10    | 1.1e-08 % | 1.0e-08 %
          0           | 0 %       | 0 %
          """)
  void percent_ofABudget_isOnTheSafeSide(double share, String spent, String left) {
    assertThat(Figures.percent(SafeSide.SPENT, share)).isEqualTo(spent);
    assertThat(Figures.percent(SafeSide.LEFT, share)).isEqualTo(left);
  }

  @Test
  void significant_ofALoss_isNeverToldAsLess() {
    assertThat(Figures.significant(SafeSide.SPENT, 0.50000001)).isEqualTo("0.501");
    assertThat(Figures.significant(SafeSide.SPENT, 0.5)).isEqualTo("0.5");
    assertThat(Figures.significant(SafeSide.SPENT, 9.04e-7)).isEqualTo("9.1e-07");
    assertThat(Figures.significant(SafeSide.SPENT, Double.POSITIVE_INFINITY)).isEqualTo("Infinity");
  }

  @ParameterizedTest
  @CsvSource({"0.0142, 1.42 %", "1, 100 %", "0.00001, 0.001 %", "0, 0 %"})
  void percent_anyShare_neverShowsSomethingAsNothing(double share, String shown) {
    assertThat(Figures.percent(share)).isEqualTo(shown);
  }
}
