package io.discreet.benchmarks.lab;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * The runs of each cell in one line: every metric with its 95 % confidence band.
 *
 * @param lines one for each cell, in their order
 */
record Summary(List<Line> lines) {
  private static final double CONFIDENCE = 0.95;
  private static final String RUNS = "runs";
  private static final String LOW = "_low";
  private static final String HIGH = "_high";

  /**
   * One cell.
   *
   * @param levels by factor
   * @param runs how often it was drawn
   * @param values by summary name
   */
  record Line(Map<String, String> levels, int runs, Map<String, Band> values) {

    Band value(String summary) {
      Band band = values.get(summary);
      if (band == null) {
        throw new IllegalArgumentException(
            "no summary " + summary + "; there are " + values.keySet());
      }
      return band;
    }
  }

  /** A value over all runs, and within what it is known at 95 %: Student's interval of the mean. */
  record Band(double value, double low, double high) {

    private static Band of(SummaryStatistics runs, boolean square) {
      double half = 0;
      if (runs.getN() > 1) {
        half =
            new TDistribution(runs.getN() - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2)
                * runs.getStandardDeviation()
                / Math.sqrt((double) runs.getN());
      }
      double mean = runs.getMean();
      return square
          ? new Band(Math.sqrt(mean), Math.sqrt(Math.max(0, mean - half)), Math.sqrt(mean + half))
          : new Band(mean, mean - half, mean + half);
    }
  }

  /** Reads the table of an experiment. */
  static Summary of(Experiment experiment, List<String> table) {
    Map<Map<String, String>, Map<Metric, SummaryStatistics>> cells = new LinkedHashMap<>();
    Map<Map<String, String>, Integer> numbers = new HashMap<>();
    for (NamedCsvRecord row :
        CsvReader.builder().ofNamedCsvRecord(table.stream().collect(Collectors.joining("\n")))) {
      Map<String, String> levels = new LinkedHashMap<>();
      experiment.factors().forEach(factor -> levels.put(factor, row.getField(factor)));
      numbers.merge(levels, 1, Integer::sum);
      Map<Metric, SummaryStatistics> runs =
          cells.computeIfAbsent(levels, key -> new LinkedHashMap<>());
      for (Metric metric : experiment.metrics()) {
        SummaryStatistics values = runs.computeIfAbsent(metric, key -> new SummaryStatistics());
        if (!row.getField(metric.column()).isEmpty()) {
          values.addValue(Double.parseDouble(row.getField(metric.column())));
        }
      }
    }
    List<Line> lines = new ArrayList<>();
    cells.forEach(
        (levels, runs) -> {
          Map<String, Band> values = new LinkedHashMap<>();
          runs.forEach(
              (metric, all) -> values.put(metric.summary(), Band.of(all, metric.square())));
          lines.add(new Line(levels, numbers.getOrDefault(levels, 0), values));
        });
    return new Summary(lines);
  }

  /** Reads what {@link #csv} wrote of an experiment. */
  static Summary read(Experiment experiment, Path file) throws IOException {
    List<Line> lines = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord row : csv) {
        Map<String, String> levels = new LinkedHashMap<>();
        experiment.factors().forEach(factor -> levels.put(factor, row.getField(factor)));
        Map<String, Band> values = new LinkedHashMap<>();
        for (Metric metric : experiment.metrics()) {
          String name = metric.summary();
          values.put(
              name, new Band(number(row, name), number(row, name + LOW), number(row, name + HIGH)));
        }
        lines.add(new Line(levels, Integer.parseInt(row.getField(RUNS)), values));
      }
    }
    return new Summary(lines);
  }

  private static double number(NamedCsvRecord row, String column) {
    String field = row.getField(column);
    return field.isEmpty() ? Double.NaN : Double.parseDouble(field);
  }

  /** As a table: the factors, the number of runs, then each metric with the ends of its band. */
  String csv() {
    StringBuilder csv = new StringBuilder();
    for (Line line : lines) {
      if (csv.isEmpty()) {
        List<String> header = new ArrayList<>(line.levels().keySet());
        header.add(RUNS);
        for (String name : line.values().keySet()) {
          header.addAll(List.of(name, name + LOW, name + HIGH));
        }
        csv.append(Results.line(header)).append('\n');
      }
      List<String> fields = new ArrayList<>(line.levels().values());
      fields.add(Integer.toString(line.runs()));
      for (Band band : line.values().values()) {
        for (double value : new double[] {band.value(), band.low(), band.high()}) {
          fields.add(Double.isNaN(value) ? "" : Double.toString(value));
        }
      }
      csv.append(Results.line(fields)).append('\n');
    }
    return csv.toString();
  }
}
