package io.discreet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.vault.Packed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotalledTest {

  /** The most rows of the least and the greatest number, and rows whose count is the sign bit. */
  @ParameterizedTest
  @CsvSource({
    "1, -2147483647",
    "1, 2147483647",
    "32767, 0",
    "32768, 0",
    "32768, -2147483647",
    "65535, -2147483647",
    "65535, 0",
    "65535, 2147483647",
  })
  void set_sumOfRows_isTakenApart(int rows, int number) {
    long sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += Totalled.ROW + number;
    }
    Totalled totalled = new Totalled(2);
    totalled.set(1, sum, 7);

    assertThat(totalled.rows[1]).isEqualTo(rows).isLessThanOrEqualTo(Totalled.MOST_ROWS);
    assertThat(totalled.totals[1]).isEqualTo((long) rows * number);
    assertThat(totalled.missing[1]).isEqualTo(7);
  }

  /** The most rows of the least and the greatest number of two bytes, or without a number. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0",
    "0, 0, 1",
    "1, -32767, 0",
    "1, 32767, 0",
    "65535, -32767, 0",
    "65535, 32767, 0",
    "65535, -1, 0",
    "0, 0, 65535",
    "32767, -32767, 32768",
    "32768, 32767, 32767",
  })
  void setPacked_sumOfRows_isTakenApart(int rows, short number, int missing) {
    long sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += Totalled.packed(number);
    }
    for (int row = 0; row < missing; row++) {
      sum += Totalled.packed(Packed.Shorts.MISSING);
    }
    Totalled totalled = new Totalled(2);
    totalled.setPacked(1, sum);

    assertThat(totalled.rows[1]).isEqualTo(rows + missing);
    assertThat(totalled.missing[1]).isEqualTo(missing);
    assertThat(totalled.totals[1]).isEqualTo((long) rows * number);
  }
}
