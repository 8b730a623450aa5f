package io.discreet.mechanisms.reference;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** One table of reference values: rows of named decimals. */
public final class ReferenceTable {

  private final String name;
  private final List<Map<String, String>> rows;

  private ReferenceTable(String name, List<Map<String, String>> rows) {
    this.name = name;
    this.rows = rows;
  }

  /** Reads {@code name.csv} from the resources beside this class. */
  public static ReferenceTable named(String name) {
    try (InputStream in = ReferenceTable.class.getResourceAsStream(name + ".csv")) {
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(Objects.requireNonNull(in, name), StandardCharsets.UTF_8));
      List<String> lines = reader.lines().toList();
      String[] header = lines.get(0).split(",", -1);
      List<Map<String, String>> rows = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] fields = line.split(",", -1);
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < header.length; i++) {
          row.put(header[i], fields[i]);
        }
        rows.add(row);
      }
      return new ReferenceTable(name, rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every row. */
  public List<Row> rows() {
    return rows.stream().map(fields -> new Row(this, fields)).toList();
  }

  /** Every row, as the numbers of the given columns. */
  public List<double[]> doubles(String... columns) {
    return rows.stream()
        .map(
            row -> {
              double[] numbers = new double[columns.length];
              for (int i = 0; i < columns.length; i++) {
                numbers[i] = Double.parseDouble(text(row, columns[i]));
              }
              return numbers;
            })
        .toList();
  }

  /** The exact decimals of one column, of the rows where {@code key} has the given value. */
  public List<BigDecimal> decimals(String column, String key, double value) {
    Predicate<Map<String, String>> matches = row -> Double.parseDouble(text(row, key)) == value;
    return rows.stream().filter(matches).map(row -> new BigDecimal(text(row, column))).toList();
  }

  private String text(Map<String, String> row, String column) {
    return Objects.requireNonNull(row.get(column), name + " has no column " + column);
  }

  /** The fields of one row, by the names of their columns. */
  public record Row(ReferenceTable table, Map<String, String> fields) {

    public String text(String column) {
      return table.text(fields, column);
    }

    public BigDecimal exact(String column) {
      return new BigDecimal(text(column));
    }

    /** The largest double that is at most the decimal. */
    public double below(String column) {
      return -ReferenceTable.above(exact(column).negate());
    }

    /** The least double that is at least the decimal. */
    public double above(String column) {
      return ReferenceTable.above(exact(column));
    }

    @Override
    public String toString() {
      return table.name + fields;
    }
  }

  /** Returns the least double that is at least the number. */
  public static double above(BigDecimal exact) {
    double nearest = exact.doubleValue();
    return new BigDecimal(nearest).compareTo(exact) < 0 ? Math.nextUp(nearest) : nearest;
  }
}
