package io.discreet.benchmarks.lab;

import java.util.List;

/**
 * A column of an experiment's table.
 *
 * @param column its name
 * @param summary the name of its summary over the runs
 * @param square whether the summary is the root of the mean, as for squared errors
 */
record Metric(String column, String summary, boolean square) {

  /** An error and what theory says of it. */
  static final List<Metric> ERROR_AND_THEORY =
      List.of(rootMean("squared_error", "rmse"), rootMean("stated_variance", "stated_error"));

  /** A value whose summary is its mean. */
  static Metric mean(String column) {
    return new Metric(column, column, false);
  }

  /** A square whose summary is the root of its mean. */
  static Metric rootMean(String column, String summary) {
    return new Metric(column, summary, true);
  }
}
