package io.discreet.engine.plan;

import java.math.BigDecimal;
import java.util.List;

/**
 * What a query would cost and how far its answers would be off, said before any row is looked at.
 *
 * @param query the canonical query text
 * @param segments how many segments are answered
 * @param l0 the most segments that one customer counts in
 * @param currency {@code gaussian-dp} or {@code pure-dp}
 * @param worstCaseUnits what the largest possible contribution costs, in units of 2⁻⁴⁰
 * @param share the same as a share of each customer's budget of the period, in [0, 1]
 * @param epsilon the ε of this query alone, rounded up
 * @param delta the policy's δ for noise
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
    List<Measure> measures) {

  /**
   * One measure's expected error.
   *
   * @param sensitivity the most that one customer moves one segment's answer, in the measure's
   *     scale
   * @param standardError of one segment, in the measure's scale; of a mean, for a segment of 1,000
   *     kept rows, at most
   * @param halfWidth of the 95 % interval, likewise
   */
  public record Measure(
      String name, List<Noise> noise, double sensitivity, double standardError, double halfWidth) {}

  /**
   * The noise of one answer behind a measure.
   *
   * @param scaleUnits σ or b in lattice units
   * @param unit the size of one lattice unit
   */
  public record Noise(String answer, String mechanism, double scaleUnits, String unit) {}

  /** The rows that a mean's expected error is stated for. */
  public static final int ROWS_FOR_MEAN = 1_000;

  /** Explains a plan. */
  public static Explanation of(QueryPlan plan, double noiseDelta) {
    return new Explanation(
        plan.query().text(),
        plan.table().name(),
        plan.query().purpose(),
        plan.segments(),
        plan.l0(),
        plan.currency().id(),
        plan.worstCaseUnits(),
        (double) plan.worstCaseUnits() / plan.budgetUnits(),
        plan.epsilon(),
        noiseDelta,
        plan.measures().stream().map(measure -> measure(plan, measure)).toList());
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
                        unit(answer).toPlainString()))
            .toList();
    Answer first = answers.get(0);
    double unit = unit(first).doubleValue();
    return switch (measure.kind()) {
      case CUSTOMERS, ROWS, SUM ->
          new Measure(
              measure.name(),
              noise,
              first.sensitivity() * unit,
              Math.sqrt(first.noise().variance()) * unit,
              first.noise().halfWidth(0.95) * unit);
      case MEAN -> {
        Answer count = answers.get(1);
        double reach = (double) first.high() / count.high();
        double error =
            Math.sqrt(first.noise().variance() + reach * reach * count.noise().variance())
                * unit
                / ROWS_FOR_MEAN;
        yield new Measure(
            measure.name(), noise, first.sensitivity() * unit / ROWS_FOR_MEAN, error, 1.96 * error);
      }
    };
  }

  private static BigDecimal unit(Answer answer) {
    return BigDecimal.ONE.movePointLeft(answer.decimals());
  }
}
