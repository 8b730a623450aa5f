package io.discreet.benchmarks.lab;

import io.discreet.benchmarks.lab.Peer.Bounds;
import io.discreet.engine.release.Release.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * The error of both libraries at equal privacy: the same data, bounds, ε and δ.
 *
 * @param peer absent where the build lacks it
 * @param asked what is asked of which data, whose customers are in one segment each
 */
record PeerExperiment(
    String name,
    Optional<Peer> peer,
    List<Asked> asked,
    List<Double> epsilons,
    int runs,
    long seed,
    Figure figure)
    implements Experiment {

  /** One question of one data set. */
  record Asked(DataSet data, Question question) {}

  private static final String OURS = "Discreet";
  private static final double DELTA = Double.parseDouble(Mechanism.GAUSSIAN.delta());

  @Override
  public Optional<String> lacks() {
    return peer.isPresent()
        ? Optional.empty()
        : Optional.of(
            "needs Google's differential-privacy library: build with mvn -Pgoogle-dp, see"
                + " docs/mechanisms.md");
  }

  @Override
  public List<String> factors() {
    return List.of("data", "customers", "segments", "question", "library", "epsilon");
  }

  @Override
  public List<Metric> metrics() {
    return List.of(
        Metric.rootMean("squared_error", "rmse"),
        Metric.rootMean("stated_variance", "stated_error"),
        Metric.mean("bias"));
  }

  @Override
  public List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (Asked one : asked) {
      for (double epsilon : epsilons) {
        cells.add(new Ours(one, epsilon));
        peer.ifPresent(library -> cells.add(new Theirs(library, one, epsilon)));
      }
    }
    return cells;
  }

  /** Our error over that of the peer. */
  @Override
  public Findings findings(Summary summary) {
    List<String> lines = new ArrayList<>();
    for (Asked one : asked) {
      List<String> ratios = new ArrayList<>();
      for (double epsilon : epsilons) {
        double ratio =
            rmse(summary, one, epsilon, OURS::equals)
                / rmse(summary, one, epsilon, library -> !OURS.equals(library));
        ratios.add(String.format(Locale.ROOT, "%.2f at ε = %s", ratio, epsilon));
      }
      lines.add(
          one.question().measure() + ", " + one.data().name() + ": " + String.join(", ", ratios));
    }
    return new Findings("Our RMSE over that of Google's library", lines);
  }

  private static double rmse(
      Summary summary, Asked asked, double epsilon, Predicate<String> library) {
    return summary.lines().stream()
        .filter(line -> asked.data().name().equals(line.levels().get("data")))
        .filter(line -> asked.question().measure().equals(line.levels().get("question")))
        .filter(line -> Double.toString(epsilon).equals(line.levels().get("epsilon")))
        .filter(line -> library.test(line.levels().getOrDefault("library", "")))
        .findFirst()
        .orElseThrow()
        .value("rmse")
        .value();
  }

  private static List<String> levels(Asked asked, String library, double epsilon) {
    return List.of(
        asked.data().name(),
        Integer.toString(asked.data().customers()),
        Integer.toString(asked.data().segments().size()),
        asked.question().measure(),
        library,
        Double.toString(epsilon));
  }

  /**
   * What one run measures.
   *
   * @param stated the mean square of the errors that were stated; NaN where none were
   */
  private static double[] errors(double[] answers, double[] exact, double stated) {
    double squares = 0;
    double bias = 0;
    for (int i = 0; i < exact.length; i++) {
      double error = answers[i] - exact[i];
      squares += error * error;
      bias += error;
    }
    return new double[] {squares / exact.length, stated, bias / exact.length};
  }

  private record Ours(Asked asked, double epsilon) implements Cell {

    @Override
    public List<String> levels() {
      return PeerExperiment.levels(asked, OURS, epsilon);
    }

    @Override
    public Trial open() {
      DataSet data = asked.data();
      double[] exact = asked.question().exact(data);
      LongFunction<List<Estimate>> answers =
          new LabShop(data, Mechanism.GAUSSIAN, epsilon, LabShop.Naming.DECLARED)
              .answers(asked.question().measure(), 1);
      return seed -> {
        List<Estimate> estimates = answers.apply(seed);
        return errors(
            estimates.stream().mapToDouble(Estimate::value).toArray(),
            exact,
            estimates.stream()
                .mapToDouble(one -> one.standardError() * one.standardError())
                .average()
                .orElseThrow());
      };
    }
  }

  private record Theirs(Peer peer, Asked asked, double epsilon) implements Cell {

    @Override
    public List<String> levels() {
      return PeerExperiment.levels(asked, peer.words(), epsilon);
    }

    @Override
    public Trial open() {
      DataSet data = asked.data();
      double[] exact = asked.question().exact(data);
      Bounds bounds =
          new Bounds(
              epsilon,
              DELTA,
              LabShop.MAX_ROWS,
              data.greatestCents() / 100.0,
              LabShop.clamp(data).doubleValue());
      LongFunction<double[]> answers = peer.answers(data, asked.question(), bounds);
      return seed -> errors(answers.apply(seed), exact, Double.NaN);
    }
  }
}
