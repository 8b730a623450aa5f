package io.discreet.benchmarks.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    return List.of(measures(own, runs), segments(runs));
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
        one -> 1,
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
        one -> one.segments().size(),
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
}
