package io.discreet.engine.plan;

import io.discreet.mechanisms.accounting.SafeSide;
import io.discreet.mechanisms.marginals.AttributeSet;
import io.discreet.mechanisms.marginals.MarginalPlan;
import java.util.List;

/**
 * All that can be said, before any row is looked at, about group-bys of customers that are answered
 * from one draw.
 *
 * <p>One scan counts customers in the finest segments, those of all axes together. Its first axes
 * are those that every question has; for each of their cells, {@code marginals} answers all
 * questions at once, from the counts by attributes.
 *
 * <h2>What a customer pays</h2>
 *
 * A customer counts in k ≤ l0 finest segments. They lie in k different shared cells, because the
 * rest of the axes are attributes, which all rows of a customer share. In each of these cells the
 * customer adds 1 to one count, which {@link MarginalPlan} prices at no more than ⌊U / l0⌋ units,
 * and in the others nothing. The scan charges k / l0 · U, rounded up, as for any count; a customer
 * who is in no segment pays nothing.
 *
 * @param asked the questions, each planned by itself: their axes, l0 and parts of the cost
 * @param finest the question of all axes, at the cost U of all; its scan serves all of them
 * @param shared how many of the first axes of {@code finest} every question has
 * @param marginals of the customers in one shared cell; its attributes are the other axes
 * @param sets the attributes of each question
 */
public record JointPlan(
    List<QueryPlan> asked,
    QueryPlan finest,
    int shared,
    MarginalPlan marginals,
    List<AttributeSet> sets) {

  /** How releases call the noise: its scale is that of a whole segment, its unit a customer. */
  public static final String MECHANISM = "residual-gaussian";

  /** What is noised, likewise. */
  public static final String ANSWER = "count, with others jointly";

  /** Digits after the point that answers carry. */
  public static final int DECIMALS = 3;

  private static final double CONFIDENCE = 0.95;

  /**
   * Law 2: what the scan charges pays for the noise.
   *
   * @throws IllegalArgumentException if it does not, or if a question has another l0 than the scan
   */
  public JointPlan {
    asked = List.copyOf(asked);
    sets = List.copyOf(sets);
    for (QueryPlan plan : asked) {
      if (plan.l0() != finest.l0()) {
        throw new IllegalArgumentException(
            "'" + plan.query().text() + "' has l0 " + plan.l0() + ", the scan " + finest.l0());
      }
    }
    // Divided, since a product of units and l0 could pass 2⁶³.
    if (marginals.costUnits() > finest.worstCaseUnits() / finest.l0()) {
      throw new IllegalArgumentException(
          "noise that costs "
              + marginals.costUnits()
              + " units in each of "
              + finest.l0()
              + " shared cells is not paid by "
              + finest.worstCaseUnits());
    }
  }

  /** The cells of the shared axes; 1 where there are none. */
  public int sharedCells() {
    return finest.segments() / attributeCells();
  }

  /** The cells of all attributes together: so many neighbouring segments of the scan share one. */
  public int attributeCells() {
    return marginals.workload().domain().cells(marginals.workload().domain().all());
  }

  /** The standard error of each segment of a question, in customers. */
  public double standardError(int question) {
    return Math.sqrt(marginals.variance(sets.get(question)));
  }

  /** Half of the 95 % interval of each segment of a question, in customers, rounded up. */
  public double halfWidth(int question) {
    return marginals.halfWidth(sets.get(question), CONFIDENCE);
  }

  /**
   * The ε of the worst case, rounded up, to somebody who sees the answers to one question alone.
   *
   * @param delta the policy's δ for noise
   */
  public double epsilonOfNoise(int question, double delta) {
    long units = marginals.costUnits(sets.get(question)) * finest.l0();
    return SafeSide.SPENT.of(finest.currency().epsilon(units, delta));
  }

  /**
   * For each segment of a question in its order, the cell of the shared axes and then that of the
   * marginal over its attributes.
   */
  public int[][] places(int question) {
    List<PlannedAxis> axes = asked.get(question).axes();
    int[] coordinate = new int[axes.size()];
    int[] strides = new int[axes.size()];
    int[] cells = {1, 1};
    for (int position = finest.axes().size() - 1; position >= 0; position--) {
      int axis = axes.indexOf(finest.axes().get(position));
      if (axis >= 0) {
        coordinate[axis] = position < shared ? 0 : 1;
        strides[axis] = cells[coordinate[axis]];
        cells[coordinate[axis]] *= axes.get(axis).cells().size();
      }
    }
    int[][] places = new int[asked.get(question).segments()][2];
    for (int segment = 0; segment < places.length; segment++) {
      int rest = segment;
      for (int axis = axes.size() - 1; axis >= 0; axis--) {
        int size = axes.get(axis).cells().size();
        places[segment][coordinate[axis]] += rest % size * strides[axis];
        rest /= size;
      }
    }
    return places;
  }
}
