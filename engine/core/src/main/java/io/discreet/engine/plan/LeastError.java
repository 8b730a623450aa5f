package io.discreet.engine.plan;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.query.Measure;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.mechanisms.accounting.Currency.Norm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Weighs the measures of a query so that the sum of their relative variances is least.
 *
 * <p>A measure's standard error at equal parts, over the value that a segment is expected to have,
 * is its relative error r. With a part p of the cost instead, its relative variance is r²/p under
 * Gaussian noise (σ² is inversely proportional to μ²) and r²/p² under Laplace noise (b is inversely
 * proportional to ε), up to one factor common to all. Under Σp = 1 the sums are least where p is
 * proportional to r, and to r^⅔ (Lagrange). Measures that rest on the same noisy answers are paid
 * for once and count together, with the root of the sum of their squared errors.
 *
 * <p>Law 8: what is expected was declared, or comes from stored releases; no row is looked at. The
 * weights become part of the query, so that its answer key holds them.
 */
final class LeastError {

  /** The least weight of a query, so that ratios are kept to a twentieth. */
  private static final double LEAST = 10;

  private static final double MOST = 100_000;

  private LeastError() {}

  /**
   * Returns the query with weights.
   *
   * @param plan of the query with equal weights
   * @param expected what a segment is expected to have, one for each measure; finite, not 0
   */
  static SegmentQuery weighted(QueryPlan plan, Explanation explanation, List<Double> expected) {
    List<PlannedMeasure> measures = plan.measures();
    if (expected.size() != measures.size()) {
      throw new InputException(
          "least error needs an expected value for each of "
              + measures.size()
              + " measures, got "
              + expected.size());
    }
    Map<List<Integer>, Double> squares = new HashMap<>();
    for (int i = 0; i < measures.size(); i++) {
      double value = Math.abs(expected.get(i));
      if (!(value > 0) || Double.isInfinite(value)) {
        throw new InputException(
            "an expected value must be finite and not 0, got " + expected.get(i));
      }
      double relative = explanation.measures().get(i).standardError() / value;
      squares.merge(measures.get(i).answers(), relative * relative, Double::sum);
    }
    double power = plan.currency().norm() == Norm.SQUARED_L2 ? 1.0 / 2 : 1.0 / 3;
    double least =
        Math.pow(squares.values().stream().mapToDouble(d -> d).min().orElseThrow(), power);
    List<Measure> weighted = new ArrayList<>();
    for (int i = 0; i < measures.size(); i++) {
      double square = squares.getOrDefault(measures.get(i).answers(), 0.0);
      double ratio = least > 0 ? Math.pow(square, power) / least : 1;
      long weight = Math.round(Math.min(MOST, LEAST * ratio));
      weighted.add(plan.query().measures().get(i).unweighted().weighted(weight));
    }
    return plan.query().withMeasures(weighted);
  }
}
