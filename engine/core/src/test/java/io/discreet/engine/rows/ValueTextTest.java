package io.discreet.engine.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.policy.Column;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts are numbers and dates, and which ones. */
class ValueTextTest {

  private static ValueEncoder pennies() {
    return new NumberEncoder(
        new Column.Numeric(
            "amount", 2, new Column.Bounds(-50_000, 50_000), Optional.<Column.Bounds>empty()));
  }

  private static long encode(ValueEncoder encoder, String text) {
    TextRow row = new TextRow(1);
    row.set(0, text);
    return encoder.encode(row, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 300",
    "+3, 300",
    "-3, -300",
    "' 3 ', 300",
    "'\u00a03\t', 300",
    ".5, 50",
    "5., 500",
    "003.10, 310",
    "1e2, 10000",
    "1E-2, 1",
    "1.5e+1, 1500",
    "-0, 0",
    "0e999999999, 0",
    "1e-400, 0",
    // half to even, at and around the edge
    "0.005, 0",
    "0.015, 2",
    "0.025, 2",
    "-0.005, 0",
    "-0.015, -2",
    "0.0049999, 0",
    "0.0050001, 1",
    "5e-3, 0",
    "15e-3, 2",
    "2.675, 268",
    "1.2349999999999999999999999999, 123",
    // the range's ends are inside
    "500, 50000",
    "500.004, 50000",
    "-500.00, -50000"
  })
  void number_wellFormed_isRoundedHalfToEven(String text, long units) {
    ValueEncoder encoder = pennies();
    assertThat(encode(encoder, text)).isEqualTo(units);
    assertThat(encoder.adjusted()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "500.006, 50000",
    "501, 50000",
    "-1e9, -50000",
    "1e400, 50000",
    "-1e400, -50000",
    "1e99999999, 50000",
    "99999999999999999999999999999999999999, 50000",
    "-9223372036854775809, -50000"
  })
  void number_outOfRange_isMovedToTheNearerBoundAndCounted(String text, long units) {
    ValueEncoder encoder = pennies();
    assertThat(encode(encoder, text)).isEqualTo(units);
    assertThat(encoder.adjusted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NaN",
        "nan",
        "Infinity",
        "-inf",
        "1,5",
        "1.000,50",
        "0x1F",
        "1_000",
        "1 000",
        "--3",
        "+-3",
        "- 3",
        "3-",
        ".",
        "-",
        "+",
        "e5",
        "1e",
        "1e+",
        "1e5.5",
        "1.2.3",
        "\u0663",
        "1e\u0663",
        "\u22123",
        "\uff13",
        "£3",
        "3%",
        "(3)",
        "true",
        "1e9999999999",
        "3\u00003"
      })
  void number_otherwise_isUnparsable(String text) {
    assertThat(encode(pennies(), text)).isEqualTo(ValueEncoder.FAULTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\u00a0"})
  void value_blank_isMissing(String text) {
    assertThat(encode(pennies(), text)).isEqualTo(io.discreet.engine.vault.StagedRows.NULL);
  }

  @Test
  void number_randomDecimal_equalsExactArithmetic() {
    long seed = 20_261_124L;
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int i = 0; i < 50_000; i++) {
      int scale = random.nextInt(10);
      BigDecimal number = BigDecimal.valueOf(random.nextLong(), random.nextInt(25));
      String text = random.nextBoolean() ? number.toPlainString() : number.toString();
      long expected =
          number
              .setScale(scale, RoundingMode.HALF_EVEN)
              .unscaledValue()
              .max(java.math.BigInteger.valueOf(-(1L << 57)))
              .min(java.math.BigInteger.valueOf(1L << 57))
              .longValueExact();
      long units = NumberEncoder.units(text.toCharArray(), 0, text.length(), scale);
      assertThat(Math.max(-(1L << 57), Math.min(1L << 57, units)))
          .as("seed %d, %s at scale %d", seed, text, scale)
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-01-31                          | 2026-01-31",
        "' 2026-01-31 '                      | 2026-01-31",
        "2024-02-29                          | 2024-02-29",
        "0001-01-01                          | 0001-01-01",
        "9999-12-31                          | 9999-12-31",
        "2026-01-31T23:59                    | 2026-01-31",
        "2026-01-31 23:59:59                 | 2026-01-31",
        "2026-01-31t23:59:59.123456789       | 2026-01-31",
        "2026-01-31 23:59:59,5               | 2026-01-31",
        // London: winter time is UTC, summer time an hour ahead
        "2026-01-31T23:59:59Z                | 2026-01-31",
        "2026-06-30T23:30:00Z                | 2026-07-01",
        "2026-06-30T23:30+01:00              | 2026-06-30",
        "2026-06-30T23:30+0100               | 2026-06-30",
        "2026-06-30T00:30:00.5+02            | 2026-06-29",
        "2026-01-01T00:00+00:01              | 2025-12-31",
        "2026-01-31T23:00-18:00              | 2026-02-01",
      })
  void date_iso_isTheDayInTheShopsZone(String text, LocalDate day) {
    assertThat(encode(new DateEncoder(ZoneId.of("Europe/London")), text))
        .isEqualTo(day.toEpochDay());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-30",
        "2025-02-29",
        "2026-13-01",
        "2026-00-10",
        "2026-01-00",
        "2026-1-1",
        "26-01-01",
        "0000-01-01",
        "10000-01-01",
        "-2026-01-01",
        "+2026-01-01",
        "20260131",
        "31/01/2026",
        "2026/01/31",
        "2026-W05",
        "2026-01-31T",
        "2026-01-31T24:00",
        "2026-01-31T08",
        "2026-01-31T08:60",
        "2026-01-31T08:00:60",
        "2026-01-31T08:00:00.",
        "2026-01-31T08:00:00.1234567890",
        "2026-01-31Z",
        "2026-01-31T08:00 +01:00",
        "2026-01-31T08:00+18:01",
        "2026-01-31T08:00+1",
        "2026-01-31T08:00+01:0",
        "2026-01-31T08:00Z[Europe/London]",
        "2026-01-31X08:00",
        "2026-01-31T08:00ZZ",
        "\u0662\u0660\u0662\u0666-01-31",
        "yesterday",
        "1738281600",
        "0001-01-01T00:30+01:00",
        "9999-12-31T23:30-01:00"
      })
  void date_otherwise_isUnparsable(String text) {
    assertThat(encode(new DateEncoder(ZoneId.of("UTC")), text)).isEqualTo(ValueEncoder.FAULTY);
  }
}
