package io.discreet.benchmarks.lab;

import io.discreet.benchmarks.lab.MarginalsExperiment.Asked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The experiments that come with the lab. */
final class Catalogue {
  private static final long SEED = 20_261_126;
  private static final int CUSTOMERS = 5_000;
  private static final int SEGMENTS = 10;

  private Catalogue() {}

  /**
   * All experiments.
   *
   * @param own the user's data, which are measured beside the made-up ones
   */
  static List<Experiment> experiments(Optional<DataSet> own, int runs) {
    return List.of(
        measures(own, runs), segments(runs), l0(runs), composition(runs), marginals(runs));
  }

  /** The error of every measure against ε. */
  private static Experiment measures(Optional<DataSet> own, int runs) {
    List<DataSet> data = new ArrayList<>();
    for (Shape shape : List.of(Shape.UNIFORM, Shape.ZIPF, Shape.LOG_NORMAL, Shape.SPARSE)) {
      data.add(shape.data(CUSTOMERS, SEGMENTS, SEED));
    }
    own.ifPresent(data::add);
    List<Figure.Panel> panels =
        Arrays.stream(Question.values())
            .map(
                question ->
                    new Figure.Panel(
                        question.measure(),
                        "RMSE (" + question.unit() + ")",
                        Map.of("question", question.measure())))
            .toList();
    return new NoiseExperiment(
        "measures",
        data,
        List.of(Question.values()),
        List.of(Mechanism.GAUSSIAN),
        List.of(0.1, 0.3, 1.0, 3.0, 10.0),
        one -> List.of(1),
        runs,
        SEED,
        new Figure("epsilon", "ε of the query (δ = 10⁻⁶)", "data", "rmse", "stated_error", panels));
  }

  /** Gaussian against Laplace noise as customers count in more segments. */
  private static Experiment segments(int runs) {
    List<DataSet> data = new ArrayList<>();
    for (int segments = 1; segments <= 256; segments *= 2) {
      data.add(Shape.EVERYWHERE.data(500, segments, SEED));
    }
    List<Question> questions = List.of(Question.CUSTOMERS, Question.SUM);
    List<Figure.Panel> panels =
        questions.stream()
            .map(
                question ->
                    new Figure.Panel(
                        question.measure() + ", ε = 1",
                        "RMSE (" + question.unit() + ")",
                        Map.of("question", question.measure())))
            .toList();
    return new NoiseExperiment(
        "segments",
        data,
        questions,
        List.of(Mechanism.GAUSSIAN, Mechanism.LAPLACE),
        List.of(1.0),
        one -> List.of(one.segments().size()),
        runs,
        SEED,
        new Figure(
            "segments",
            "segments, each customer in all of them",
            "mechanism",
            "rmse",
            "stated_error",
            panels));
  }

  /** Few segments of each customer, and much is left out; many, and the noise is large. */
  private static Experiment l0(int runs) {
    List<DataSet> data =
        Stream.of(100, 300, 1_000).map(c -> Shape.EVERYWHERE.data(c, 64, SEED)).toList();
    return new NoiseExperiment(
        "l0",
        data,
        List.of(Question.CUSTOMERS),
        List.of(Mechanism.GAUSSIAN),
        List.of(0.1),
        one -> List.of(1, 2, 4, 8, 16, 32, 64),
        runs,
        SEED,
        new Figure(
            "l0",
            "l0, of 64 segments that each customer is in",
            "customers",
            "rmse",
            "stated_error",
            List.of(
                new Figure.Panel(
                    "COUNT(DISTINCT customer), ε = 0.1, by customers",
                    "RMSE (customers)",
                    Map.of()))));
  }

  /** How far one budget goes, by the theorem that adds up losses. */
  private static Experiment composition(int runs) {
    double epsilon = 1;
    double delta = 1e-6;
    return new CompositionExperiment(
        "composition",
        List.of(1, 3, 10, 30, 100, 300, 1_000),
        epsilon,
        delta,
        runs,
        SEED,
        new Figure(
            "queries",
            "queries that share ε = 1, δ = 10⁻⁶",
            "composition",
            "rmse",
            "stated_error",
            List.of(new Figure.Panel("each of the counts", "RMSE (customers)", Map.of()))));
  }

  /** What answering overlapping marginals together brings at the same cost. */
  private static Experiment marginals(int runs) {
    List<Asked> asked = List.of(Asked.night(), Asked.pairsOfAdult());
    List<Figure.Panel> panels =
        asked.stream()
            .map(
                one ->
                    new Figure.Panel(
                        one.words(), "RMSE (customers)", Map.of("marginals", one.words())))
            .toList();
    return new MarginalsExperiment(
        "marginals",
        asked,
        List.of(0.1, 0.3, 1.0, 3.0),
        1e-6,
        runs,
        SEED,
        new Figure(
            "epsilon",
            "ε of all marginals (δ = 10⁻⁶)",
            "answered",
            "rmse",
            "stated_error",
            panels));
  }
}
