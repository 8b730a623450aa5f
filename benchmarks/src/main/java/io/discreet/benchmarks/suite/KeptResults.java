package io.discreet.benchmarks.suite;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The results that later runs are compared with: a CSV file, a row for each benchmark. */
record KeptResults(List<Measurement> rows) {
  private static final List<String> COLUMNS =
      List.of(
          "benchmark",
          "parameters",
          "unit",
          "elapsed",
          "error",
          "processor_ns",
          "processor_error",
          "date",
          "load",
          "jdk",
          "machine");

  KeptResults {
    rows = List.copyOf(rows);
  }

  /**
   * @throws IllegalArgumentException if a column is missing or holds no number or date
   */
  static KeptResults read(Path file) throws IOException {
    List<Measurement> rows = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord row : csv) {
        rows.add(measurement(row));
      }
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          file + " holds no results of the suite: " + e.getMessage(), e);
    }
    return new KeptResults(rows);
  }

  private static Measurement measurement(NamedCsvRecord row) {
    return new Measurement(
        row.getField("benchmark"),
        row.getField("parameters"),
        row.getField("unit"),
        number(row, "elapsed"),
        number(row, "error"),
        number(row, "processor_ns"),
        number(row, "processor_error"),
        new Conditions(
            LocalDate.parse(row.getField("date")),
            number(row, "load"),
            row.getField("jdk"),
            row.getField("machine")));
  }

  private static double number(NamedCsvRecord row, String column) {
    return Double.parseDouble(row.getField(column));
  }

  Optional<Measurement> comparable(Measurement measured) {
    return rows.stream().filter(measured::isComparable).findFirst();
  }

  /** Returns these with each new row in place of the one that it can be compared with. */
  KeptResults with(List<Measurement> measured) {
    List<Measurement> all = new ArrayList<>(measured);
    rows.stream().filter(row -> measured.stream().noneMatch(row::isComparable)).forEach(all::add);
    all.sort(Comparator.comparing(Measurement::benchmark).thenComparing(Measurement::setting));
    return new KeptResults(all);
  }

  void write(Path file) throws IOException {
    try (CsvWriter csv = CsvWriter.builder().build(file)) {
      csv.writeRecord(COLUMNS);
      for (Measurement row : rows) {
        csv.writeRecord(
            row.benchmark(),
            row.setting(),
            row.unit(),
            String.valueOf((float) row.elapsed()),
            String.valueOf((float) row.error()),
            String.valueOf((float) row.processorNanos()),
            String.valueOf((float) row.processorError()),
            row.conditions().date().toString(),
            String.valueOf(row.conditions().load()),
            row.conditions().jdk(),
            row.conditions().machine());
      }
    }
  }
}
