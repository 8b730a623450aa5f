package io.discreet.benchmarks.lab;

import java.util.List;
import java.util.Map;

/**
 * What is drawn of a summary: a panel for each part of the cells, a line for each level of a
 * factor. Both axes are logarithmic.
 *
 * @param x the factor along the panels
 * @param xLabel with its unit
 * @param lines the factor that tells the lines apart
 * @param y the summary that is measured; drawn with its confidence band
 * @param theory the summary that theory foretells, as releases state it; dashed
 */
record Figure(String x, String xLabel, String lines, String y, String theory, List<Panel> panels) {

  /**
   * One panel.
   *
   * @param yLabel with its unit
   * @param where the levels that its cells have
   */
  record Panel(String title, String yLabel, Map<String, String> where) {}
}
