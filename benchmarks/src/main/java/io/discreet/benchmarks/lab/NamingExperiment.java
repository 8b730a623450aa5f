package io.discreet.benchmarks.lab;

import io.discreet.benchmarks.lab.LabShop.Naming;
import java.util.ArrayList;
import java.util.List;

/**
 * Segments that the policy lists against segments that a private choice finds, at one cost. What
 * the choice does not name counts as an answer of 0.
 */
record NamingExperiment(
    String name, DataSet data, List<Double> epsilons, int runs, long seed, Figure figure)
    implements Experiment {

  @Override
  public List<String> factors() {
    return List.of("data", "customers", "segments", "named", "epsilon");
  }

  @Override
  public List<Metric> metrics() {
    return Errors.METRICS;
  }

  @Override
  public List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (Naming naming : Naming.values()) {
      for (double epsilon : epsilons) {
        cells.add(new Named(data, naming, epsilon));
      }
    }
    return cells;
  }

  private record Named(DataSet data, Naming naming, double epsilon) implements Cell {

    @Override
    public List<String> levels() {
      return List.of(
          data.name(),
          Integer.toString(data.customers()),
          Integer.toString(data.segments().size()),
          naming.words(),
          Double.toString(epsilon));
    }

    @Override
    public Trial open() {
      return new LabShop(data, Mechanism.GAUSSIAN, epsilon, naming)
          .ask(Question.CUSTOMERS.measure(), Question.CUSTOMERS.exact(data), 1);
    }
  }
}
