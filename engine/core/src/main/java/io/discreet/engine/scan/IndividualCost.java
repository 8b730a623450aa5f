package io.discreet.engine.scan;

import io.discreet.engine.plan.Answer;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.mechanisms.accounting.Currency.Norm;
import java.util.List;

/**
 * What one customer's bounded contribution costs, rounded up.
 *
 * <p>Coordinates are added exactly, as 96-bit integers, so that the cost does not depend on the
 * order of the customer's rows. Law 2: the result is at least Σ(c/σ)² (or Σ|c|/b) with the scales
 * that the plan calibrated: an answer's scale makes a norm of normBound cost at most its units.
 */
final class IndividualCost {

  /** Covers the handful of roundings below, each at most 2⁻⁵². */
  private static final double ROUND_UP = 1 + 0x1p-45;

  private final Norm norm;
  private final double[] unitsPerNorm;
  private final long worstCaseUnits;
  private final long[] high;
  private final long[] low;

  IndividualCost(QueryPlan plan) {
    List<Answer> answers = plan.answers();
    norm = plan.currency().norm();
    worstCaseUnits = plan.worstCaseUnits();
    unitsPerNorm = new double[answers.size()];
    for (int answer = 0; answer < unitsPerNorm.length; answer++) {
      unitsPerNorm[answer] =
          answers.get(answer).units() / answers.get(answer).normBound() * ROUND_UP;
    }
    high = new long[unitsPerNorm.length];
    low = new long[unitsPerNorm.length];
  }

  void reset() {
    for (int answer = 0; answer < high.length; answer++) {
      high[answer] = 0;
      low[answer] = 0;
    }
  }

  /**
   * Adds one segment's contribution.
   *
   * @param contribution at most 2³¹ in absolute value
   */
  void add(int answer, long contribution) {
    long magnitude = norm == Norm.SQUARED_L2 ? contribution * contribution : Math.abs(contribution);
    high[answer] += magnitude >>> 32;
    low[answer] += magnitude & 0xffff_ffffL; // at most 10⁶ segments: no overflow
  }

  /** The cost in units, from 0 to the worst case. */
  long units() {
    double cost = 0;
    for (int answer = 0; answer < high.length; answer++) {
      double total = (high[answer] * 0x1p32 + low[answer]) * ROUND_UP;
      cost += total * unitsPerNorm[answer];
    }
    return Math.min(worstCaseUnits, (long) Math.ceil(cost * ROUND_UP));
  }
}
