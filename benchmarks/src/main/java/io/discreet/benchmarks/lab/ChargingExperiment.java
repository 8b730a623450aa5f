package io.discreet.benchmarks.lab;

import io.discreet.benchmarks.lab.LabShop.Costs;
import io.discreet.engine.plan.Share;
import java.util.ArrayList;
import java.util.List;

/**
 * How many queries like one fit into a budget: until some customers are out, where each pays for
 * the contribution made, and where everybody is charged the worst case. Nothing is drawn, so that
 * one run says it all.
 *
 * @param l0 the most segments that a customer counts in: what is tried of each data set
 */
record ChargingExperiment(
    String name, List<DataSet> data, List<Integer> l0, long seed, Figure figure)
    implements Experiment {

  private static final Share OF_A_QUERY = Share.percent(1);

  /** Who is out when the queries are counted. */
  private enum Until {
    FIRST("the first customer is out", 1),
    TENTH("a tenth of the customers are out", 0.9),
    HALF("half of the customers are out", 0.5);

    private final String words;
    private final double part;

    Until(String words, double part) {
      this.words = words;
      this.part = part;
    }

    /** What the customers who are out by then pay at least for a query. */
    long cost(long[] rising) {
      return rising[(int) Math.ceil(part * rising.length) - 1];
    }
  }

  @Override
  public int runs() {
    return 1;
  }

  @Override
  public List<String> factors() {
    return List.of("data", "customers", "until", "l0");
  }

  @Override
  public List<Metric> metrics() {
    return List.of(Metric.mean("queries"), Metric.mean("worst_case_queries"));
  }

  @Override
  public List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (DataSet one : data) {
      for (Until until : Until.values()) {
        for (int most : l0) {
          cells.add(new Charged(one, until, most));
        }
      }
    }
    return cells;
  }

  private record Charged(DataSet data, Until until, int l0) implements Cell {

    @Override
    public List<String> levels() {
      return List.of(
          data.name(), Integer.toString(data.customers()), until.words, Integer.toString(l0));
    }

    @Override
    public Trial open() {
      Costs costs =
          new LabShop(data, Mechanism.GAUSSIAN, 1, LabShop.Naming.DECLARED)
              .costs(Question.CUSTOMERS.measure(), l0, OF_A_QUERY);
      long queries = costs.budget() / until.cost(costs.paid());
      long worstCase = costs.budget() / costs.worst();
      return seed -> new double[] {(double) queries, (double) worstCase};
    }
  }
}
