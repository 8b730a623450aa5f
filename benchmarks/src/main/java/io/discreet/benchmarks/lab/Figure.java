package io.discreet.benchmarks.lab;

import io.discreet.benchmarks.lab.Experiment.Findings;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is drawn of a summary: a panel for each part of the cells, a line for each level of a
 * factor. The axis along the panels is logarithmic.
 *
 * @param caption what it shows, in a sentence or two
 * @param x the factor along the panels
 * @param xLabel with its unit
 * @param lines the factor that tells the lines apart
 * @param reference what is dashed beside the lines, in words; empty where nothing is
 */
record Figure(
    String caption, String x, String xLabel, String lines, String reference, List<Panel> panels) {

  /** What is dashed beside errors: those that releases state. */
  static final String THEORY = "theory";

  /** How a panel's values go up. */
  enum Scale {
    LOGARITHMIC,
    LINEAR
  }

  /**
   * One panel.
   *
   * @param y the summary that is measured; drawn with its confidence band
   * @param yLabel with its unit
   * @param reference the summary that is dashed beside it; empty where none is
   * @param where the levels that its cells have
   */
  record Panel(
      String title,
      String y,
      String yLabel,
      Scale scale,
      String reference,
      Map<String, String> where) {

    /** Root mean squared errors beside those of theory. */
    static Panel ofErrors(String title, String unit, Map<String, String> where) {
      return new Panel(
          title, "rmse", "RMSE (" + unit + ")", Scale.LOGARITHMIC, "stated_error", where);
    }

    /** The cells that are drawn. */
    List<Summary.Line> cells(Summary summary) {
      return summary.lines().stream()
          .filter(line -> line.levels().entrySet().containsAll(where.entrySet()))
          .toList();
    }

    private DoubleSummaryStatistics drawn(Summary summary) {
      return cells(summary).stream()
          .filter(line -> reference.isEmpty() || line.value(reference).value() > 0)
          .mapToDouble(
              line ->
                  reference.isEmpty()
                      ? line.value(y).value()
                      : line.value(y).value() / line.value(reference).value())
          .summaryStatistics();
    }
  }

  /** The least and greatest of each panel's lines, as a ratio to their dashes where it has some. */
  Findings extremes(Summary summary) {
    List<String> extremes = new ArrayList<>();
    for (Panel panel : panels) {
      DoubleSummaryStatistics all = panel.drawn(summary);
      extremes.add(
          String.format(
              Locale.ROOT,
              panel.reference().isEmpty() ? "%s: %.2g to %.2g" : "%s: %.2f to %.2f",
              panel.title(),
              all.getMin(),
              all.getMax()));
    }
    boolean dashed = panels.stream().noneMatch(panel -> panel.reference().isEmpty());
    return new Findings(
        dashed
            ? "Measured over dashed"
            : "Least and greatest, over the dashes where there are some",
        extremes);
  }
}
