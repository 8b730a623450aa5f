package io.discreet.benchmarks.lab;

import java.util.List;
import java.util.Optional;

/**
 * What is tried: every cell, {@link #runs} times. Two runs of one experiment give the same file.
 */
interface Experiment {

  /** The name of its files. */
  String name();

  int runs();

  long seed();

  /** What tells the cells apart: the first columns of the table. */
  List<String> factors();

  List<Metric> metrics();

  List<Cell> cells();

  Figure figure();

  /** What the page says in numbers. */
  default Findings findings(Summary summary) {
    return figure().extremes(summary);
  }

  /** What this build lacks to run it, and how to get it; empty where it can be run. */
  default Optional<String> lacks() {
    return Optional.empty();
  }

  /**
   * Numbers that were computed from what came out.
   *
   * @param heading what they are
   */
  record Findings(String heading, List<String> lines) {}

  /** One combination of the factors' levels. */
  interface Cell {

    /** One level for each factor. */
    List<String> levels();

    /** Does what all runs of the cell share. */
    Trial open();
  }

  /** What is done in each run. */
  @FunctionalInterface
  interface Trial {

    /** One value for each metric; NaN where it has none. */
    double[] run(long seed);
  }
}
