package io.discreet.benchmarks.lab;

import io.discreet.benchmarks.lab.Asking.Factor;
import java.util.List;

/**
 * How far noisy answers are off.
 *
 * @param varied what tells the questions apart: the first columns of the table
 */
record ErrorExperiment(
    String name, List<Factor> varied, List<Asking> asked, int runs, long seed, Figure figure)
    implements Experiment {

  @Override
  public List<String> factors() {
    return varied.stream().map(Factor::column).toList();
  }

  @Override
  public List<Metric> metrics() {
    return Errors.METRICS;
  }

  @Override
  public List<Cell> cells() {
    return asked.stream().<Cell>map(one -> new AskedCell(varied, one)).toList();
  }

  private record AskedCell(List<Factor> varied, Asking asking) implements Cell {

    @Override
    public List<String> levels() {
      return varied.stream().map(factor -> factor.level(asking)).toList();
    }

    @Override
    public Trial open() {
      return asking.open();
    }
  }
}
