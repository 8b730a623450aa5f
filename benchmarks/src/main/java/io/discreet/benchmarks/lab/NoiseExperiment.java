package io.discreet.benchmarks.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Data sets × questions × mechanisms × budgets: how far noisy answers are off.
 *
 * @param l0 the most segments that a customer counts in: what is tried of each data set
 */
record NoiseExperiment(
    String name,
    List<DataSet> data,
    List<Question> questions,
    List<Mechanism> mechanisms,
    List<Double> epsilons,
    Function<DataSet, List<Integer>> l0,
    int runs,
    long seed,
    Figure figure)
    implements Experiment {

  @Override
  public List<String> factors() {
    return List.of("data", "customers", "segments", "question", "mechanism", "epsilon", "l0");
  }

  @Override
  public List<Metric> metrics() {
    return Errors.METRICS;
  }

  @Override
  public List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (DataSet one : data) {
      for (Question question : questions) {
        for (Mechanism mechanism : mechanisms) {
          for (double epsilon : epsilons) {
            for (int most : l0.apply(one)) {
              cells.add(new NoiseCell(one, question, mechanism, epsilon, most));
            }
          }
        }
      }
    }
    return cells;
  }

  private record NoiseCell(
      DataSet data, Question question, Mechanism mechanism, double epsilon, int l0)
      implements Cell {

    @Override
    public List<String> levels() {
      return List.of(
          data.name(),
          Integer.toString(data.customers()),
          Integer.toString(data.segments().size()),
          question.measure(),
          mechanism.words(),
          Double.toString(epsilon),
          Integer.toString(l0));
    }

    @Override
    public Trial open() {
      return new LabShop(data, mechanism, epsilon, LabShop.Naming.DECLARED)
          .ask(question.measure(), question.exact(data), l0);
    }
  }
}
