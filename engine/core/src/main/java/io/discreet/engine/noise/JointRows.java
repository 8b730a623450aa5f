package io.discreet.engine.noise;

import io.discreet.engine.plan.JointPlan;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.release.Release.Estimate;
import io.discreet.engine.release.Release.Row;
import io.discreet.engine.scan.Tally;
import io.discreet.mechanisms.marginals.MarginalCounts;
import io.discreet.mechanisms.marginals.MarginalPlan;
import io.discreet.mechanisms.marginals.NoisyMarginals;
import io.discreet.mechanisms.noise.RandomBits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of questions that are answered from one draw.
 *
 * <p>Each shared cell has noise of its own. Values are rounded to {@link JointPlan#DECIMALS}
 * digits: a total and the sum of its n cells differ by no more than n + 1 halves of the last one.
 */
final class JointRows {

  /** Of the last digit: half for the value, and more than enough for the roundings of doubles. */
  private static final BigDecimal ROUNDING = BigDecimal.valueOf(1, JointPlan.DECIMALS);

  private final JointPlan plan;

  JointRows(JointPlan plan) {
    this.plan = plan;
  }

  /** For each question one row for each of its segments, in their order. */
  List<List<Row>> of(Tally tally, RandomBits bits) {
    List<NoisyMarginals> noisy = new ArrayList<>();
    for (int shared = 0; shared < plan.sharedCells(); shared++) {
      noisy.add(plan.marginals().release(counts(tally.totals()[0], shared), bits));
    }
    List<List<Row>> rows = new ArrayList<>();
    for (int question = 0; question < plan.asked().size(); question++) {
      rows.add(rows(question, noisy));
    }
    return rows;
  }

  /** The exact counts of one shared cell by attributes. */
  private MarginalCounts counts(long[] totals, int shared) {
    MarginalPlan marginals = plan.marginals();
    MarginalCounts counts = marginals.newCounts();
    List<Integer> sizes = marginals.workload().domain().sizes();
    int[] values = new int[sizes.size()];
    int cells = plan.attributeCells();
    for (int cell = 0; cell < cells; cell++) {
      int rest = cell;
      for (int attribute = values.length - 1; attribute >= 0; attribute--) {
        values[attribute] = rest % sizes.get(attribute);
        rest /= sizes.get(attribute);
      }
      counts.addAll(totals[shared * cells + cell], values);
    }
    return counts;
  }

  private List<Row> rows(int question, List<NoisyMarginals> noisy) {
    QueryPlan asked = plan.asked().get(question);
    List<double[]> counts =
        noisy.stream().map(one -> one.counts(plan.sets().get(question))).toList();
    double error = plan.standardError(question);
    BigDecimal halfWidth = decimal(plan.halfWidth(question), RoundingMode.CEILING).add(ROUNDING);
    int[][] places = plan.places(question);
    List<Row> rows = new ArrayList<>(places.length);
    for (int segment = 0; segment < places.length; segment++) {
      double count = counts.get(places[segment][0])[places[segment][1]];
      BigDecimal value = decimal(count, RoundingMode.HALF_EVEN);
      Estimate estimate =
          new Estimate(
              value.doubleValue(),
              error,
              value.subtract(halfWidth).doubleValue(),
              value.add(halfWidth).doubleValue());
      rows.add(new Row(asked.labels(segment), List.of(estimate)));
    }
    return rows;
  }

  private static BigDecimal decimal(double count, RoundingMode rounding) {
    return BigDecimal.valueOf(count).setScale(JointPlan.DECIMALS, rounding);
  }
}
