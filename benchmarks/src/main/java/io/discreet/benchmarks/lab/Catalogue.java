package io.discreet.benchmarks.lab;

import io.discreet.benchmarks.lab.Figure.Reference;
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
        measures(own, runs),
        segments(runs),
        l0(runs),
        clamps(runs),
        naming(runs),
        charging(),
        composition(runs),
        marginals(runs));
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
        new Figure(
            "The error of every measure against the ε of its query, for four kinds of made-up data"
                + " of 5,000 customers in 10 segments. Where max-rows or a clamp leaves something out,"
                + " what is measured lies above the noise that releases state; where noise drowns a"
                + " mean, variance or rate, its public range keeps it closer than that.",
            "epsilon",
            "ε of the query (δ = 10⁻⁶)",
            "data",
            "rmse",
            Reference.THEORY,
            panels));
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
            "Gaussian against Laplace noise as each customer counts in more segments: the first"
                + " grows with the root of their number, the second with their number.",
            "segments",
            "segments, each customer in all of them",
            "mechanism",
            "rmse",
            Reference.THEORY,
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
            "How many segments of a customer should count? A low l0 leaves people out (the distance"
                + " of a line from its dashes), a high one is paid for in noise. The more customers,"
                + " the higher the best l0.",
            "l0",
            "l0, of 64 segments that each customer is in",
            "customers",
            "rmse",
            Reference.THEORY,
            List.of(
                new Figure.Panel(
                    "COUNT(DISTINCT customer), ε = 0.1, by customers",
                    "RMSE (customers)",
                    Map.of()))));
  }

  /** A low clamp leaves out what large customers bought; a high one makes large noise. */
  private static Experiment clamps(int runs) {
    return new ClampExperiment(
        "clamps",
        Shape.LOG_NORMAL.data(CUSTOMERS, SEGMENTS, SEED),
        List.of(5, 10, 20, 40, 80, 160, 320),
        List.of(0.1, 0.3, 1.0),
        runs,
        SEED,
        new Figure(
            "How much of a customer's total should count in a sum? A low clamp leaves out what"
                + " large customers bought (the distance of a line from its dashes), a high one is"
                + " paid for in noise. The smaller ε, the lower the best clamp.",
            "clamp",
            "clamp of a customer's total (£)",
            "epsilon",
            "rmse",
            Reference.THEORY,
            List.of(
                new Figure.Panel(
                    "SUM(amount), log-normal, by ε (δ = 10⁻⁶)", "RMSE (£)", Map.of()))));
  }

  /** What not knowing the segments costs. */
  private static Experiment naming(int runs) {
    return new NamingExperiment(
        "naming",
        Shape.ZIPF.data(CUSTOMERS, 200, SEED),
        List.of(0.1, 0.3, 1.0, 3.0, 10.0),
        runs,
        SEED,
        new Figure(
            "Segments that the policy lists against the same found by a private choice, Zipf"
                + " data of 5,000 customers in 200 segments. A segment that the choice does not name"
                + " is told as 0. At the smallest ε that is as good as a noisy count; beyond it, what"
                + " is not named weighs more than all noise: list in the policy what is public. The"
                + " dashes are the errors that the named answers state, 0 for the others.",
            "epsilon",
            "ε of the query (δ = 10⁻⁶)",
            "named",
            "rmse",
            Reference.THEORY,
            List.of(new Figure.Panel("COUNT(DISTINCT customer)", "RMSE (customers)", Map.of()))));
  }

  /** What charging each customer for the own contribution brings. */
  private static Experiment charging() {
    List<DataSet> data =
        Stream.of(Shape.SPREAD, Shape.EVERYWHERE)
            .map(shape -> shape.data(CUSTOMERS, 64, SEED))
            .toList();
    return new ChargingExperiment(
        "charging",
        data,
        List.of(1, 2, 4, 8, 16, 32, 64),
        SEED,
        new Figure(
            "How many queries at 1 % of the budget fit until some customers are out, if each pays"
                + " for the own contribution; dashed: if everybody is charged the worst case. Spread:"
                + " a customer is in a log-normal number of 64 segments, 4 on average.",
            "l0",
            "l0, of 64 segments",
            "until",
            "queries",
            new Reference("worst_case_queries", "worst case"),
            data.stream()
                .map(
                    one ->
                        new Figure.Panel(
                            one.name() + ", until", "queries", Map.of("data", one.name())))
                .toList()));
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
            "How far one budget goes over many counts: Gaussian DP, which the books keep, against"
                + " zero-concentrated DP and basic composition.",
            "queries",
            "queries that share ε = 1, δ = 10⁻⁶",
            "composition",
            "rmse",
            Reference.THEORY,
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
            "What answering overlapping group-bys together (ResidualPlanner) brings at the cost of"
                + " answering each by itself.",
            "epsilon",
            "ε of all marginals (δ = 10⁻⁶)",
            "answered",
            "rmse",
            Reference.THEORY,
            panels));
  }
}
