package io.discreet.benchmarks.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, beside the bars. */
final class Report {

  /** Milliseconds elapsed, and of processor time of all threads. */
  record Times(double ours, double sql, double oursCpu, double sqlCpu) {
    double ratio() {
      return ours / sql;
    }

    double ratioCpu() {
      return oursCpu / sqlCpu;
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
            """
            | query | ours, ms | DuckDB, ms | ratio | bar | processor, ms | DuckDB | ratio |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            """);
    for (Line line : lines) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %.0f | %.0f | %.3f | %s %.2f | %.0f | %.0f | %.3f |%n",
              line.name(),
              line.times().ours(),
              line.times().sql(),
              line.times().ratio(),
              line.times().ratio() <= line.bar() ? "within" : "above",
              line.bar(),
              line.times().oursCpu(),
              line.times().sqlCpu(),
              line.times().ratioCpu()));
    }
    return text.toString();
  }

  String csv() {
    StringBuilder text =
        new StringBuilder("query,ours_ms,duckdb_ms,ratio,bar,ours_cpu_ms,duckdb_cpu_ms\n");
    for (Line line : lines) {
      text.append(
          String.format(
              Locale.ROOT,
              "\"%s\",%.3f,%.3f,%.4f,%.2f,%.3f,%.3f%n",
              line.name(),
              line.times().ours(),
              line.times().sql(),
              line.times().ratio(),
              line.bar(),
              line.times().oursCpu(),
              line.times().sqlCpu()));
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
