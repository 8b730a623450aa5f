package io.discreet.benchmarks.lab;

import java.util.List;
import java.util.Map;

/**
 * What is drawn of a summary: a panel for each part of the cells, a line for each level of a
 * factor. Both axes are logarithmic.
 *
 * @param caption what it shows, in a sentence or two
 * @param x the factor along the panels
 * @param xLabel with its unit
 * @param lines the factor that tells the lines apart
 * @param y the summary that is measured; drawn with its confidence band
 * @param reference what is dashed beside it
 */
record Figure(
    String caption,
    String x,
    String xLabel,
    String lines,
    String y,
    Reference reference,
    List<Panel> panels) {

  /**
   * One panel.
   *
   * @param yLabel with its unit
   * @param where the levels that its cells have
   */
  record Panel(String title, String yLabel, Map<String, String> where) {}

  /**
   * A dashed line.
   *
   * @param y the summary
   * @param words what it is
   */
  record Reference(String y, String words) {

    /** The error that releases state, from theory. */
    static final Reference THEORY = new Reference("stated_error", "theory");
  }
}
