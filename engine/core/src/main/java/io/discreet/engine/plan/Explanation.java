package io.discreet.engine.plan;

import io.discreet.engine.policy.Budget;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.release.Release.MeasureInfo;
import io.discreet.mechanisms.accounting.DeltaUnits;
import io.discreet.mechanisms.accounting.SafeSide;
import io.discreet.mechanisms.moments.CentredRange;
import io.discreet.mechanisms.quantiles.QuantileTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a query would cost and how far its answers would be off, said before any row is looked at.
 *
 * @param query the canonical query text
 * @param segments how many segments are answered; where some are found in the data, as many times
 *     the values that are named; of a ranking, how many numbers are noised and paid for
 * @param l0 the most segments that one customer counts in
 * @param currency {@code gaussian-dp} or {@code pure-dp}
 * @param worstCaseUnits what the largest possible contribution costs, in units of 2⁻⁴⁰
 * @param share the same as a share of each customer's budget of the period, rounded up; in [0, 1]
 * @param epsilon the ε of this query alone, rounded up
 * @param delta the policy's δ for noise
 * @param naming how segments are chosen; empty where all of them are public
 * @param ranking what of each segment is named; empty where nothing is ranked
 * @param columns what is read; of questions that are answered together, by all of them
 * @param columnBytes the memory that the columns take at most in a shop as large as the policy's
 *     capacity; empty where none is declared
 */
public record Explanation(
    String query,
    String table,
    String purpose,
    int segments,
    int l0,
    String currency,
    long worstCaseUnits,
    double share,
    double epsilon,
    double delta,
    List<Measure> measures,
    Optional<Naming> naming,
    Optional<Ranked> ranking,
    PlannedColumns columns,
    OptionalLong columnBytes) {

  /**
   * The private choice of the segments that would be named among those found in the data.
   *
   * @param columns whose values are found, in the order of the query
   * @param mechanism {@code gaussian-threshold} or {@code truncated-geometric}
   * @param threshold at about how many customers a segment is as likely to be named as not
   * @param share of each customer's budget of the period that pays for the choice at most, in [0,
   *     1]; part of the query's
   * @param delta the δ of the choice, which everybody pays who counts in a segment
   * @param deltaShare the same as a share of the policy's δ for selection, in [0, 1]
   */
  public record Naming(
      List<String> columns,
      String mechanism,
      double threshold,
      double share,
      double delta,
      double deltaShare) {}

  /**
   * A ranking of values in each segment. Its measure's half-width holds for all of them together.
   *
   * @param column whose values are ranked, as the query has it
   * @param named how many of each segment come first; fewer where fewer values are found
   * @param competing how many values a segment has; empty where they are found in the data
   * @param surelyApart the least difference of two noisy numbers at which their order is sure, for
   *     all values of a segment at 95 % together; for two of them where values are found
   */
  public record Ranked(String column, int named, OptionalInt competing, long surelyApart) {}

  /**
   * One measure's expected error.
   *
   * @param sensitivity the most that one customer moves one segment's answer, in the measure's
   *     scale
   * @param standardError of one segment, in the measure's scale; of a quotient, such as a mean, for
   *     a segment of 1,000 rows, or customers of a rate, at most; of a quantile, about that of
   *     1,000 rows whose values are spread evenly over the range
   * @param halfWidth of the 95 % interval, likewise
   * @param part of the query's cost that pays for it, in (0, 1]
   */
  public record Measure(
      String name,
      List<Noise> noise,
      double sensitivity,
      double standardError,
      double halfWidth,
      double part) {}

  /**
   * The noise of one answer behind a measure.
   *
   * @param scaleUnits σ or b in lattice units
   * @param unit the size of one lattice unit
   */
  public record Noise(String answer, String mechanism, double scaleUnits, String unit) {}

  /** The rows that a quotient's expected error is stated for. */
  public static final int ROWS_OF_QUOTIENT = 1_000;

  private static final double CONFIDENCE = 0.95;

  /** Explains a plan. */
  public static Explanation of(QueryPlan plan, Policy policy) {
    Budget budget = policy.budget();
    return new Explanation(
        plan.query().text(),
        plan.table().name(),
        plan.query().purpose(),
        plan.segments(),
        plan.l0(),
        plan.currency().id(),
        plan.worstCaseUnits(),
        SafeSide.SPENT.share(plan.worstCaseUnits(), plan.budgetUnits()),
        plan.epsilon(),
        budget.noiseDelta(),
        plan.measures().stream().map(measure -> measure(plan, measure)).toList(),
        plan.selection().map(selection -> naming(plan, selection, budget.selectionDelta())),
        plan.ranking().map(ranking -> ranked(plan, ranking)),
        plan.columns(),
        columnBytes(plan.columns(), policy));
  }

  private static OptionalLong columnBytes(PlannedColumns columns, Policy policy) {
    return policy
        .capacity()
        .map(capacity -> OptionalLong.of(columns.mostBytes(policy.tables(), capacity)))
        .orElse(OptionalLong.empty());
  }

  /**
   * Explains questions that are answered from one draw, in their order. Each has its part of the
   * cost, the ε of its own noise and the error that it has jointly with the others.
   */
  public static List<Explanation> of(JointPlan plan, Policy policy) {
    PlannedColumns columns = plan.finest().columns();
    List<Explanation> explanations = new ArrayList<>();
    for (int question = 0; question < plan.asked().size(); question++) {
      Explanation alone = of(plan.asked().get(question), policy);
      Measure customers = alone.measures().get(0);
      double error = plan.standardError(question);
      explanations.add(
          new Explanation(
              alone.query(),
              alone.table(),
              alone.purpose(),
              alone.segments(),
              alone.l0(),
              alone.currency(),
              alone.worstCaseUnits(),
              alone.share(),
              plan.epsilonOfNoise(question, policy.budget().noiseDelta()),
              alone.delta(),
              List.of(
                  new Measure(
                      customers.name(),
                      List.of(new Noise(JointPlan.ANSWER, JointPlan.MECHANISM, error, "1")),
                      customers.sensitivity(),
                      error,
                      plan.halfWidth(question),
                      customers.part())),
              Optional.empty(),
              Optional.empty(),
              columns,
              columnBytes(columns, policy)));
    }
    return List.copyOf(explanations);
  }

  private static Naming naming(QueryPlan plan, PlannedSelection selection, double selectionDelta) {
    double delta = SafeSide.SPENT.of(DeltaUnits.toDeltaUp(selection.deltaUnits()));
    return new Naming(
        plan.axes().stream().filter(PlannedAxis::discovered).map(PlannedAxis::name).toList(),
        selection.choice().mechanism(),
        selection.choice().meanThreshold(),
        SafeSide.SPENT.share(selection.units(), plan.budgetUnits()),
        delta,
        SafeSide.SPENT.share(selection.deltaUnits(), DeltaUnits.budget(selectionDelta)));
  }

  private static Ranked ranked(QueryPlan plan, Ranking ranking) {
    OptionalInt competing = ranking.competing();
    return new Ranked(
        ranking.axis().name(),
        Math.min(ranking.k(), competing.orElse(ranking.k())),
        competing,
        ranking.reach(plan.answers().get(0).noise(), CONFIDENCE) + 1);
  }

  /** Of one value; those that compete in a ranking are looked at together. */
  private static double confidence(QueryPlan plan) {
    return plan.ranking().map(ranking -> ranking.confidence(CONFIDENCE)).orElse(CONFIDENCE);
  }

  private static Measure measure(QueryPlan plan, PlannedMeasure measure) {
    List<Answer> answers = measure.answers().stream().map(plan.answers()::get).toList();
    List<Noise> noise =
        answers.stream()
            .map(
                answer ->
                    new Noise(
                        answer.part().words(),
                        answer.noise().mechanism(),
                        answer.noise().scaleUnits(),
                        answer.unit().toPlainString()))
            .toList();
    Answer first = answers.get(0);
    double unit = first.unit().doubleValue();
    double part = measure.part() * ofMeasures(plan);
    return switch (measure.kind()) {
      case CUSTOMERS, ROWS, SUM, TOP_K, LEFT_OUT ->
          new Measure(
              measure.name(),
              noise,
              first.sensitivity() * unit,
              Math.sqrt(first.noise().variance()) * unit,
              first.noise().halfWidth(confidence(plan)) * unit,
              part);
      case MEAN -> {
        Answer count = answers.get(1);
        double reach = (double) first.high() / count.high();
        double error =
            Math.sqrt(first.noise().variance() + reach * reach * count.noise().variance())
                * unit
                / ROWS_OF_QUOTIENT;
        yield quotient(measure, part, noise, first.sensitivity() * unit / ROWS_OF_QUOTIENT, error);
      }
      case QUANTILE -> {
        QuantileTree tree = first.tree().orElseThrow();
        boolean ofRows = first.part() == Answer.Part.LEAVES;
        double q = measure.quantile().orElseThrow();
        // Of customers the tree has steps, whose last one says how far a figure reaches.
        double range =
            unit
                * (ofRows
                    ? (double) (tree.greatest() - tree.least())
                    : QuarterSteps.furthest((int) tree.greatest())
                        - QuarterSteps.furthest((int) tree.least()));
        // A rank adds up half of the children of a node in each level, on either side.
        double nodes = tree.levels() * QuantileTree.BRANCHING / 2.0 * (q * q + (1 - q) * (1 - q));
        double rank = Math.sqrt(first.noise().variance() * nodes) / ROWS_OF_QUOTIENT;
        double moved = (double) first.high() / ROWS_OF_QUOTIENT;
        yield quotient(
            measure, part, noise, range * Math.min(1, moved), range * Math.min(0.5, rank));
      }
      case RATE -> {
        // √((1 − p)² + p²) is at most 1.
        double error = Math.sqrt(first.noise().variance()) / ROWS_OF_QUOTIENT;
        yield quotient(measure, part, noise, 1.0 / ROWS_OF_QUOTIENT, error);
      }
      case VARIANCE, STANDARD_DEVIATION -> {
        CentredRange range = first.range().orElseThrow();
        Answer sum = answers.get(1);
        Answer count = answers.get(2);
        double step = sum.unit().doubleValue();
        double reach = range.deviationBound() * step;
        double most = Math.pow((range.greatest() - range.least()) * step / 2, 2);
        // To first order where the mean is at an end of the range, which is the worst.
        double ofSum = 2 * reach * step;
        double ofCount = 2 * reach * reach - first.range().get().squareCentre() * unit;
        double variance =
            Math.sqrt(
                    unit * unit * first.noise().variance()
                        + ofSum * ofSum * sum.noise().variance()
                        + ofCount * ofCount * count.noise().variance())
                / ROWS_OF_QUOTIENT;
        double error = Math.min(most, variance);
        // A part f of the rows, moved by the whole range, moves a variance by at most f · range².
        double moved = Math.min(most, 4 * most * range.rows() / ROWS_OF_QUOTIENT);
        // Roots lie no further apart than the root of how far the squares do.
        yield measure.kind() == MeasureInfo.Kind.VARIANCE
            ? quotient(measure, part, noise, moved, error)
            : quotient(measure, part, noise, Math.sqrt(moved), Math.sqrt(error));
      }
    };
  }

  /** What of the query's cost the choice of segments leaves for measures, in (0, 1]. */
  private static double ofMeasures(QueryPlan plan) {
    double ofChoice = plan.selection().map(PlannedSelection::units).orElse(0L);
    return 1 - ofChoice / plan.worstCaseUnits();
  }

  private static Measure quotient(
      PlannedMeasure measure, double part, List<Noise> noise, double sensitivity, double error) {
    return new Measure(measure.name(), noise, sensitivity, error, 1.96 * error, part);
  }
}
