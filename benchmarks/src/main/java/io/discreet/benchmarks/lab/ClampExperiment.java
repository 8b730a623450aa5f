package io.discreet.benchmarks.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * Sums whose part of each customer is clamped: a low clamp leaves out what large customers bought,
 * a high one is paid for in noise. Errors are those against sums without a clamp.
 *
 * @param clamps the most that a customer counts for in a segment, in pounds
 */
record ClampExperiment(
    String name,
    DataSet data,
    List<Integer> clamps,
    List<Double> epsilons,
    int runs,
    long seed,
    Figure figure)
    implements Experiment {

  @Override
  public List<String> factors() {
    return List.of("data", "customers", "epsilon", "clamp");
  }

  @Override
  public List<Metric> metrics() {
    return Errors.METRICS;
  }

  @Override
  public List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (double epsilon : epsilons) {
      for (int clamp : clamps) {
        cells.add(new Clamped(data, epsilon, clamp));
      }
    }
    return cells;
  }

  private record Clamped(DataSet data, double epsilon, int clamp) implements Cell {

    @Override
    public List<String> levels() {
      return List.of(
          data.name(),
          Integer.toString(data.customers()),
          Double.toString(epsilon),
          Integer.toString(clamp));
    }

    @Override
    public Trial open() {
      return new LabShop(data, Mechanism.GAUSSIAN, epsilon, LabShop.Naming.DECLARED)
          .ask("CLAMPED_SUM(amount, 0, " + clamp + ")", Question.SUM.exact(data), 1);
    }
  }
}
