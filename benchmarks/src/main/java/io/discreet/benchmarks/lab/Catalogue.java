package io.discreet.benchmarks.lab;

import io.discreet.benchmarks.lab.Asking.Factor;
import io.discreet.benchmarks.lab.Figure.Panel;
import io.discreet.benchmarks.lab.Figure.Scale;
import io.discreet.benchmarks.lab.LabShop.Naming;
import io.discreet.benchmarks.lab.MarginalsExperiment.Asked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The experiments that come with the lab. */
final class Catalogue {
  private static final long SEED = 20_261_126;
  private static final int CUSTOMERS = 5_000;
  private static final int SEGMENTS = 10;

  /** Runs of lists take longer, and differ less, than those of answers. */
  private static final int MOST_MONTHS = 30;

  private static final List<Factor> OF_QUESTIONS =
      List.of(
          Factor.DATA,
          Factor.CUSTOMERS,
          Factor.SEGMENTS,
          Factor.QUESTION,
          Factor.MECHANISM,
          Factor.EPSILON,
          Factor.L0);

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
        marginals(runs),
        shapes(runs),
        personalization(runs),
        google(runs));
  }

  /** The error of every measure against ε. */
  private static Experiment measures(Optional<DataSet> own, int runs) {
    List<DataSet> data = new ArrayList<>();
    for (Shape shape : List.of(Shape.UNIFORM, Shape.ZIPF, Shape.LOG_NORMAL, Shape.SPARSE)) {
      data.add(shape.data(CUSTOMERS, SEGMENTS, SEED));
    }
    own.ifPresent(data::add);
    List<Panel> panels =
        Arrays.stream(Question.values())
            .map(
                question ->
                    Panel.ofErrors(
                        question.measure(),
                        question.unit(),
                        Map.of("question", question.measure())))
            .toList();
    return new ErrorExperiment(
        "measures",
        OF_QUESTIONS,
        Asking.each(data, List.of(Question.values()), List.of(0.1, 0.3, 1.0, 3.0, 10.0)),
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
            Figure.THEORY,
            panels));
  }

  /** Gaussian against Laplace noise as customers count in more segments. */
  private static Experiment segments(int runs) {
    List<DataSet> data = new ArrayList<>();
    for (int segments = 1; segments <= 256; segments *= 2) {
      data.add(Shape.EVERYWHERE.data(500, segments, SEED));
    }
    List<Question> questions = List.of(Question.CUSTOMERS, Question.SUM);
    List<Panel> panels =
        questions.stream()
            .map(
                question ->
                    Panel.ofErrors(
                        question.measure() + ", ε = 1",
                        question.unit(),
                        Map.of("question", question.measure())))
            .toList();
    return new ErrorExperiment(
        "segments",
        OF_QUESTIONS,
        Asking.each(data, questions, List.of(1.0)).stream()
            .map(one -> one.withL0(one.data().segments().size()))
            .flatMap(one -> Stream.of(Mechanism.GAUSSIAN, Mechanism.LAPLACE).map(one::with))
            .toList(),
        runs,
        SEED,
        new Figure(
            "Gaussian against Laplace noise as each customer counts in more segments: the first"
                + " grows with the root of their number, the second with their number.",
            "segments",
            "segments, each customer in all of them",
            "mechanism",
            Figure.THEORY,
            panels));
  }

  /** Few segments of each customer, and much is left out; many, and the noise is large. */
  private static Experiment l0(int runs) {
    List<DataSet> data =
        Stream.of(100, 300, 1_000).map(c -> Shape.EVERYWHERE.data(c, 64, SEED)).toList();
    return new ErrorExperiment(
        "l0",
        OF_QUESTIONS,
        Asking.each(data, List.of(Question.CUSTOMERS), List.of(0.1)).stream()
            .flatMap(one -> Stream.of(1, 2, 4, 8, 16, 32, 64).map(one::withL0))
            .toList(),
        runs,
        SEED,
        new Figure(
            "How many segments of a customer should count? A low l0 leaves people out (the distance"
                + " of a line from its dashes), a high one is paid for in noise. The more customers,"
                + " the higher the best l0.",
            "l0",
            "l0, of 64 segments that each customer is in",
            "customers",
            Figure.THEORY,
            List.of(
                Panel.ofErrors(
                    "COUNT(DISTINCT customer), ε = 0.1, by customers", "customers", Map.of()))));
  }

  /** A low clamp leaves out what large customers bought; a high one makes large noise. */
  private static Experiment clamps(int runs) {
    DataSet data = Shape.LOG_NORMAL.data(CUSTOMERS, SEGMENTS, SEED);
    return new ErrorExperiment(
        "clamps",
        List.of(Factor.DATA, Factor.CUSTOMERS, Factor.EPSILON, Factor.CLAMP),
        Asking.each(List.of(data), List.of(Question.SUM), List.of(0.1, 0.3, 1.0)).stream()
            .flatMap(one -> Stream.of(5, 10, 20, 40, 80, 160, 320).map(one::withClamp))
            .toList(),
        runs,
        SEED,
        new Figure(
            "How much of a customer's total should count in a sum? A low clamp leaves out what"
                + " large customers bought (the distance of a line from its dashes), a high one is"
                + " paid for in noise. The smaller ε, the lower the best clamp.",
            "clamp",
            "clamp of a customer's total (£)",
            "epsilon",
            Figure.THEORY,
            List.of(Panel.ofErrors("SUM(amount), log-normal, by ε (δ = 10⁻⁶)", "£", Map.of()))));
  }

  /** What not knowing the segments costs. */
  private static Experiment naming(int runs) {
    List<Asking> asked =
        Asking.each(
            List.of(Shape.ZIPF.data(CUSTOMERS, 200, SEED)),
            List.of(Question.CUSTOMERS),
            List.of(0.1, 0.3, 1.0, 3.0, 10.0));
    return new ErrorExperiment(
        "naming",
        List.of(Factor.DATA, Factor.CUSTOMERS, Factor.SEGMENTS, Factor.NAMED, Factor.EPSILON),
        Arrays.stream(Naming.values())
            .flatMap(naming -> asked.stream().map(one -> one.with(naming)))
            .toList(),
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
            Figure.THEORY,
            List.of(Panel.ofErrors("COUNT(DISTINCT customer)", "customers", Map.of()))));
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
            "worst case",
            data.stream()
                .map(
                    one ->
                        new Panel(
                            one.name() + ", until",
                            "queries",
                            "queries",
                            Scale.LOGARITHMIC,
                            "worst_case_queries",
                            Map.of("data", one.name())))
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
            Figure.THEORY,
            List.of(Panel.ofErrors("each of the counts", "customers", Map.of()))));
  }

  /** What answering overlapping marginals together brings at the same cost. */
  private static Experiment marginals(int runs) {
    List<Asked> asked = List.of(Asked.night(), Asked.pairsOfAdult());
    List<Panel> panels =
        asked.stream()
            .map(one -> Panel.ofErrors(one.words(), "customers", Map.of("marginals", one.words())))
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
            Figure.THEORY,
            panels));
  }

  /** What the shape of a histogram does to its counts. */
  private static Experiment shapes(int runs) {
    List<DataSet> data = new ArrayList<>();
    List<Panel> panels = new ArrayList<>();
    for (int segments : new int[] {32, 512}) {
      for (Shape shape :
          List.of(
              Shape.UNIFORM,
              Shape.ZIPF,
              Shape.SPARSE,
              Shape.SPIKES,
              Shape.BIMODAL,
              Shape.HEAVY_TAIL,
              Shape.STEPS)) {
        for (int customers : new int[] {300, 1_000, 3_000, 10_000, 30_000}) {
          data.add(shape.data(customers, segments, SEED));
        }
      }
    }
    for (ShapePanel kind : ShapePanel.values()) {
      panels.add(kind.of(32));
      panels.add(kind.of(512));
    }
    return new ErrorExperiment(
        "shapes",
        OF_QUESTIONS,
        Asking.each(data, List.of(Question.CUSTOMERS), List.of(1.0)),
        runs,
        SEED,
        new Figure(
            "Customers drawn from histograms: what tells data sets apart for a private answer is"
                + " their scale (customers), their shape and the size of their domain (segments). The"
                + " absolute error of a count knows none of the three; what the counts are good for"
                + " depends on all. Spikes: a twelfth of the segments holds everybody, so that the"
                + " many empty ones, which tie, have no order that could be kept. Bimodal: two bells."
                + " Heavy tail: smooth, falling as a power of the position. Steps: eight levels, each"
                + " half as high as the one before. All are formulas of ours.",
            "customers",
            "customers, ε = 1, δ = 10⁻⁶",
            "data",
            Figure.THEORY,
            panels));
  }

  /** What is drawn of each size of the domain. */
  private enum ShapePanel {
    ABSOLUTE("absolute error", "rmse", "RMSE (customers)", Scale.LINEAR, "stated_error"),
    RELATIVE(
        "relative error where there are customers",
        "relative_error",
        "mean of |error| / count",
        Scale.LOGARITHMIC,
        ""),
    ORDER("order of the segments", "kendall_tau", "Kendall's τ (1: kept)", Scale.LINEAR, "");

    private final String title;
    private final String y;
    private final String label;
    private final Scale scale;
    private final String reference;

    ShapePanel(String title, String y, String label, Scale scale, String reference) {
      this.title = title;
      this.y = y;
      this.label = label;
      this.scale = scale;
      this.reference = reference;
    }

    Panel of(int segments) {
      return new Panel(
          title + ", " + segments + " segments",
          y,
          label,
          scale,
          reference,
          Map.of("segments", Integer.toString(segments)));
    }
  }

  /** How good recommendations are at which budget. */
  private static Experiment personalization(int runs) {
    return new PersonalizationExperiment(
        "personalization",
        BakeryDays::split,
        BakeryDays.AXES,
        5,
        4,
        List.of(0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 10.0),
        Math.min(runs, MOST_MONTHS),
        SEED,
        new Figure(
            "Lists of five that are made from 180 days of the demo's bakery, of 8,000 customers and"
                + " 32 products, foretell what was bought in the 30 days after. Popular: the same for"
                + " everybody. Exact segments: the true counts by city and age band, without any"
                + " privacy. Discreet spends the whole budget of a month on four noisy counts. At the"
                + " smallest ε its nDCG is below that of what is popular, though more customers find"
                + " something; at the largest it comes close to exact segments, and more customers find"
                + " something. Bands are those of the noise and of the shop's keys, which choose the"
                + " segments that count, for these very customers.",
            "epsilon",
            "ε of a month (δ = 10⁻⁶)",
            "lists",
            "",
            List.of(
                new Panel(
                    "normalised discounted cumulative gain",
                    "ndcg",
                    "nDCG@5 (1: every list right)",
                    Scale.LINEAR,
                    "",
                    Map.of()),
                new Panel(
                    "hit rate",
                    "hit_rate",
                    "share of customers with a hit",
                    Scale.LINEAR,
                    "",
                    Map.of()))));
  }

  /** Both libraries at equal privacy. */
  private static Experiment google(int runs) {
    DataSet uniform = Shape.UNIFORM.data(CUSTOMERS, SEGMENTS, SEED);
    DataSet logNormal = Shape.LOG_NORMAL.data(CUSTOMERS, SEGMENTS, SEED);
    List<PeerExperiment.Asked> asked =
        List.of(
            new PeerExperiment.Asked(uniform, Question.CUSTOMERS),
            new PeerExperiment.Asked(uniform, Question.SUM),
            new PeerExperiment.Asked(uniform, Question.MEDIAN),
            new PeerExperiment.Asked(logNormal, Question.MEDIAN));
    return new PeerExperiment(
        "google",
        ServiceLoader.load(Peer.class).findFirst(),
        asked,
        List.of(0.1, 0.3, 1.0, 3.0, 10.0),
        runs,
        SEED,
        new Figure(
            "Counts, bounded sums and medians of Discreet and of Google's differential-privacy"
                + " library (4.0.0), with Gaussian noise under the same (ε, δ) on the same data with"
                + " the same bounds: 5,000 customers in one of 10 segments each, a total clamped to"
                + " £80, a median within £0 and £40 of at most 20 rows of a customer, who has some"
                + " four. Counts and sums are equally good. At an ε so small that noise drowns the"
                + " counts within a segment, either median is biased to the middle of the range, ours"
                + " no more than theirs; the larger ε, the closer is ours."
                + " The dashes are what our releases state. To measure it again, build with the"
                + " profile `google-dp`; a build without it keeps the figures as they are.",
            "epsilon",
            "ε of the query (δ = 10⁻⁶)",
            "library",
            Figure.THEORY,
            asked.stream()
                .map(
                    one ->
                        Panel.ofErrors(
                            one.question().measure() + ", " + one.data().name(),
                            one.question().unit(),
                            Map.of(
                                "question", one.question().measure(), "data", one.data().name())))
                .toList()));
  }
}
