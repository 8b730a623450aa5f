package io.discreet.benchmarks.lab;

/**
 * A column of an experiment's table.
 *
 * @param column its name
 * @param summary the name of its summary over the runs
 * @param square whether the summary is the root of the mean, as for squared errors
 */
record Metric(String column, String summary, boolean square) {

  /** A value whose summary is its mean. */
  static Metric mean(String column) {
    return new Metric(column, column, false);
  }

  /** A square whose summary is the root of its mean. */
  static Metric rootMean(String column, String summary) {
    return new Metric(column, summary, true);
  }
}
