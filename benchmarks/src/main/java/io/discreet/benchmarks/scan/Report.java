package io.discreet.benchmarks.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, beside the bars. */
final class Report {

  /** Milliseconds. */
  record Times(double ours, double sql) {
    double ratio() {
      return ours / sql;
    }
  }

  private record Line(String name, double bar, Times times) {}

  private final List<Line> lines = new ArrayList<>();

  void add(String name, double bar, Times times) {
    lines.add(new Line(name, bar, times));
  }

  String table() {
    StringBuilder text =
        new StringBuilder(
            "| query | ours, ms | DuckDB, ms | ratio | bar |\n| --- | ---: | ---: | ---: | ---: |\n");
    for (Line line : lines) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %.0f | %.0f | %.3f | %s %.2f |%n",
              line.name(),
              line.times().ours(),
              line.times().sql(),
              line.times().ratio(),
              line.times().ratio() <= line.bar() ? "within" : "above",
              line.bar()));
    }
    return text.toString();
  }

  String csv() {
    StringBuilder text = new StringBuilder("query,ours_ms,duckdb_ms,ratio,bar\n");
    for (Line line : lines) {
      text.append(
          String.format(
              Locale.ROOT,
              "\"%s\",%.3f,%.3f,%.4f,%.2f%n",
              line.name(),
              line.times().ours(),
              line.times().sql(),
              line.times().ratio(),
              line.bar()));
    }
    return text.toString();
  }

  String json() {
    List<String> objects = new ArrayList<>();
    for (Line line : lines) {
      objects.add(
          String.format(
              Locale.ROOT,
              "  {\"query\": \"%s\", \"ours_ms\": %.3f, \"duckdb_ms\": %.3f, \"bar\": %.2f}",
              line.name(),
              line.times().ours(),
              line.times().sql(),
              line.bar()));
    }
    return "[\n" + String.join(",\n", objects) + "\n]\n";
  }
}
