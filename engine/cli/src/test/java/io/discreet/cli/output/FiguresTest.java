package io.discreet.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

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
  @CsvSource({"0.0142, 1.42 %", "1, 100 %", "0.00001, 0.001 %", "0, 0 %"})
  void percent_anyShare_neverShowsSomethingAsNothing(double share, String shown) {
    assertThat(Figures.percent(share)).isEqualTo(shown);
  }
}
