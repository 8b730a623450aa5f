package io.discreet.benchmarks.lab;

import io.discreet.benchmarks.lab.Summary.Band;
import io.discreet.benchmarks.personalize.DaysSplit;
import io.discreet.benchmarks.personalize.ItemLists;
import io.discreet.benchmarks.personalize.Scores;
import io.discreet.benchmarks.personalize.SeededShop;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * Lists of items that are made from some days, by how well they foretell the days after: what is
 * popular with everybody, what is in exactly one's own segment, and the ranking of noisy counts.
 *
 * @param days which days; asked for when the first cell is opened
 * @param axes of the segments
 * @param length of the lists
 * @param l0 the most segments that a customer counts in
 * @param epsilons of a month
 */
record PersonalizationExperiment(
    String name,
    Supplier<DaysSplit> days,
    List<String> axes,
    int length,
    int l0,
    List<Double> epsilons,
    int runs,
    long seed,
    Figure figure)
    implements Experiment {

  /** How lists are made; only those of noisy counts differ from run to run. */
  private enum Method {
    POPULAR("popular with everybody"),
    DISCREET("Discreet"),
    EXACT("exact segments, no privacy");

    private final String words;

    Method(String words) {
      this.words = words;
    }
  }

  @Override
  public List<String> factors() {
    return List.of("lists", "length", "l0", "epsilon");
  }

  @Override
  public List<Metric> metrics() {
    return List.of(Metric.mean("ndcg"), Metric.mean("hit_rate"));
  }

  @Override
  public List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (Method method : Method.values()) {
      for (double epsilon : epsilons) {
        cells.add(new ListCell(this, method, epsilon));
      }
    }
    return cells;
  }

  /** How much of what exact segments gain over popularity in nDCG is left at each ε. */
  @Override
  public Findings findings(Summary summary) {
    List<String> lines = new ArrayList<>();
    for (double epsilon : epsilons) {
      double popular = ndcg(summary, Method.POPULAR, epsilon).value();
      double most = ndcg(summary, Method.EXACT, epsilon).value() - popular;
      Band ours = ndcg(summary, Method.DISCREET, epsilon);
      lines.add(
          String.format(
              Locale.ROOT,
              "ε = %s: %.0f %% (%.0f %% to %.0f %%)",
              epsilon,
              100 * (ours.value() - popular) / most,
              100 * (ours.low() - popular) / most,
              100 * (ours.high() - popular) / most));
    }
    return new Findings(
        "Of what exact segments gain over popularity in nDCG, Discreet keeps", lines);
  }

  private static Band ndcg(Summary summary, Method method, double epsilon) {
    return summary.lines().stream()
        .filter(line -> method.words.equals(line.levels().get("lists")))
        .filter(line -> Double.toString(epsilon).equals(line.levels().get("epsilon")))
        .findFirst()
        .orElseThrow()
        .value("ndcg");
  }

  private record ListCell(PersonalizationExperiment of, Method method, double epsilon)
      implements Cell {

    @Override
    public List<String> levels() {
      return List.of(
          method.words,
          Integer.toString(of.length),
          Integer.toString(of.l0),
          Double.toString(epsilon));
    }

    @Override
    public Trial open() {
      DaysSplit days = of.days.get();
      return switch (method) {
        case POPULAR -> always(days, ItemLists.popularity(days.before(), of.length));
        case EXACT -> always(days, ItemLists.exactSegments(days.before(), of.length));
        case DISCREET -> {
          LongFunction<ItemLists> lists = seededLists(days);
          yield seed -> scores(days, lists.apply(seed));
        }
      };
    }

    private LongFunction<ItemLists> seededLists(DaysSplit days) {
      SeededShop shop = new SeededShop(days.before(), of.axes, epsilon, of.l0);
      return seed -> shop.lists(seed, of.length);
    }

    private Trial always(DaysSplit days, ItemLists lists) {
      double[] scores = scores(days, lists);
      return seed -> scores.clone();
    }

    private double[] scores(DaysSplit days, ItemLists lists) {
      Scores scores = Scores.of(lists, days.after(), of.length);
      return new double[] {scores.ndcg(), scores.hitRate()};
    }
  }
}
