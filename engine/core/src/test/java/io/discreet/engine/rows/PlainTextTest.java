package io.discreet.engine.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Typed values have the text that the reader of Parquet files gives them. */
class PlainTextTest {
  private static final int VALUES = 20_000;

  private static DuckDBConnection duck;

  @BeforeAll
  static void open() throws SQLException {
    duck = (DuckDBConnection) new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
    try (java.sql.Statement setting = duck.createStatement()) {
      setting.execute("SET TimeZone = 'UTC'");
    }
  }

  @AfterAll
  static void close() throws SQLException {
    duck.close();
  }

  private static RandomGenerator random() {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(7);
  }

  /** What DuckDB makes of the values of an expression over a column of longs. */
  private static List<String> cast(String expression, List<Long> bits) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (java.sql.Statement table = duck.createStatement()) {
      table.execute("CREATE OR REPLACE TEMP TABLE given (place BIGINT, v BIGINT)");
    }
    try (org.duckdb.DuckDBAppender rows = duck.createAppender("temp", "main", "given")) {
      for (int i = 0; i < bits.size(); i++) {
        rows.beginRow().append((long) i).append((long) bits.get(i)).endRow();
      }
    }
    try (PreparedStatement select =
            duck.prepareStatement(
                "SELECT CAST(" + expression + " AS VARCHAR) FROM given ORDER BY place");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        texts.add(row.getString(1));
      }
    }
    return texts;
  }

  @Test
  void double_ofAnySize_hasTheTextOfAParquetColumn() throws SQLException {
    RandomGenerator random = random();
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < VALUES; i++) {
      values.add(
          switch (i % 4) {
            case 0 -> finite(Double.longBitsToDouble(random.nextLong()));
            case 1 -> random.nextInt(1_000_000) / 100.0;
            case 2 -> (double) random.nextLong(1L << (1 + random.nextInt(62)));
            default -> random.nextDouble() * Math.pow(10, random.nextInt(-12, 24));
          });
    }
    DoubleStream.of(0.0, -0.0, 1e15, 1e16, 9999999999999998.0, 1e17, 1e-4, 1e-5, 0.00012)
        .forEach(values::add);
    DoubleStream.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1.5).forEach(values::add);
    Stream.of("2e23", "8.41e21").map(Double::valueOf).forEach(values::add);
    List<String> expected = new ArrayList<>();
    try (PreparedStatement cast =
        duck.prepareStatement("SELECT CAST(CAST(? AS DOUBLE) AS VARCHAR)")) {
      for (double value : values) {
        cast.setDouble(1, value);
        expected.add(only(cast));
      }
    }
    for (int i = 0; i < values.size(); i++) {
      assertThat(PlainText.of(values.get(i)))
          .as("%s", Double.toHexString(values.get(i)))
          .isEqualTo(expected.get(i));
    }
  }

  /** Of what is no number, the other reader gives the sign; neither is a number here. */
  private static double finite(double value) {
    return Double.isNaN(value) ? 1.5 : value;
  }

  /** Of seven digits at most: with more, the other reader now and then has more than are needed. */
  @Test
  void float_ofSevenDigits_hasTheTextOfAParquetColumn() throws SQLException {
    RandomGenerator random = random();
    try (PreparedStatement cast =
        duck.prepareStatement("SELECT CAST(CAST(? AS FLOAT) AS VARCHAR)")) {
      for (int i = 0; i < VALUES; i++) {
        float value = random.nextInt(-9_999_999, 10_000_000) / (i % 2 == 0 ? 100.0f : 1.0f);
        cast.setFloat(1, value);
        assertThat(PlainText.of(value)).as("%s", Float.toHexString(value)).isEqualTo(only(cast));
      }
    }
  }

  private static String only(PreparedStatement query) throws SQLException {
    try (ResultSet row = query.executeQuery()) {
      row.next();
      return Objects.requireNonNull(row.getString(1));
    }
  }

  @Test
  void timesAndDates_haveTheTextOfAParquetColumn() throws SQLException {
    RandomGenerator random = random();
    List<Long> micros =
        new ArrayList<>(List.of(0L, -1L, 1L, 86_399_999_999L, -62_135_596_800_000_000L));
    for (int i = 0; i < VALUES; i++) {
      long any = random.nextLong(-62_135_596_800_000_000L, 253_402_300_800_000_000L);
      micros.add(
          i % 3 == 0 ? any : Math.floorDiv(any, 1_000_000L) * (i % 3 == 1 ? 1_000_000L : 1L));
    }
    List<String> local = cast("make_timestamp(v)", micros);
    List<String> instants = cast("make_timestamptz(v)", micros);
    for (int i = 0; i < micros.size(); i++) {
      assertThat(PlainText.localTime(micros.get(i))).isEqualTo(local.get(i));
      assertThat(PlainText.instant(micros.get(i))).isEqualTo(instants.get(i));
    }
    List<Long> days = micros.stream().map(m -> Math.floorDiv(m, 86_400_000_000L)).toList();
    List<String> dates = cast("DATE '1970-01-01' + CAST(v AS INTEGER)", days);
    for (int i = 0; i < days.size(); i++) {
      assertThat(PlainText.date(days.get(i))).isEqualTo(dates.get(i));
    }
  }

  @Test
  void decimal_ofAnyScale_hasTheTextOfAParquetColumn() throws SQLException {
    RandomGenerator random = random();
    List<Long> units = new ArrayList<>();
    for (int i = 0; i < VALUES; i++) {
      units.add(random.nextLong(-999_999, 1_000_000) / (i % 4 == 0 ? 1000 : 1));
    }
    for (int scale : new int[] {0, 2, 5, 6}) {
      // The same digits with the point elsewhere.
      List<String> expected = cast(decimal(scale), units);
      for (int i = 0; i < units.size(); i++) {
        BigDecimal value = new BigDecimal(BigInteger.valueOf(units.get(i)), scale);
        assertThat(PlainText.of(value, scale == 6 ? 6 : 9)).isEqualTo(expected.get(i));
      }
    }
  }

  private static String decimal(int scale) {
    String unit = BigDecimal.ONE.movePointLeft(scale).toPlainString();
    return String.format(
        "CAST(CAST(v AS DECIMAL(10, 0)) * CAST('%s' AS DECIMAL(7, %d)) AS DECIMAL(%d, %d))",
        unit, scale, scale == 6 ? 6 : 9, scale);
  }
}
