package io.discreet.engine.plan;

import io.discreet.engine.plan.Answer.Part;
import io.discreet.engine.policy.Column;
import io.discreet.mechanisms.accounting.Currency;
import io.discreet.mechanisms.moments.CentredRange;
import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.quantiles.QuantileTree;
import java.util.Optional;

/**
 * An answer before its cost is known: what a customer adds to it in one segment, and between which
 * bounds. The components are those of {@link Answer}.
 *
 * <h2>Sensitivity of a variance</h2>
 *
 * It is read from three noisy numbers: how many kept rows have a value, the total of their
 * deviations from the middle of the range, and the total of the centred squares of those. A
 * customer with at most r rows in a segment adds at most r to the first, r times the range's
 * deviation bound to the second and r times its square bound to the third, whatever the values are,
 * because a value beyond the range counts at its nearer end ({@link CentredRange}). So the vector
 * over all segments has at most l0 coordinates of that size in each answer. All three are charged,
 * each with the scale that is drawn for it; the quotient and its root are post-processing.
 *
 * <h2>Sensitivity of quantiles</h2>
 *
 * Quantiles of one column are read from one tree of counts for each segment ({@link QuantileTree}).
 * A customer with at most r kept rows in a segment adds 1 to one node of each of the tree's L
 * levels for each of them: in a level, non-negative integers whose sum is at most r, so that the
 * squares add up to at most r² and the absolute values to at most r. Over L levels and l0 segments
 * that is l0 · L · r², or l0 · L · r. Every node of every level is noised with the scale of that
 * norm, and a customer is charged for the squares of the own counts in all nodes.
 *
 * <p>Quantiles over customers are read from such trees, too. A customer adds 1 to one node of each
 * level for each kept segment, as with max-rows of 1, and once in all where segments are counted.
 *
 * <h2>Sensitivity of a rate</h2>
 *
 * It is read from the noisy numbers of customers that meet its condition and of those that do not.
 * In each segment a customer adds 1 to one of the two and 0 to the other, so that both vectors
 * together have the norm of one count: both are drawn with the scale of a count that has the whole
 * part of the cost, and whoever pays for their 1 has paid for both.
 *
 * @param weight of its part of the measure's cost, in parts of {@link #WHOLE}
 */
record Draft(
    Part part,
    Optional<ColumnRef> column,
    long low,
    long high,
    Optional<CentredRange> range,
    Optional<RowTest> condition,
    Optional<QuantileTree> tree,
    int decimals,
    int weight) {

  /** What the weights of a measure's answers add up to: 1, 2 or 3 equal parts are whole. */
  static final int WHOLE = 6;

  /** A count, of which a customer adds at most {@code most} in a segment. */
  static Draft count(Part part, int most) {
    return new Draft(
        part,
        Optional.empty(),
        0,
        most,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        WHOLE);
  }

  /** One of the two counts of a rate. */
  static Draft meeting(Part part, RowTest condition) {
    return new Draft(
        part,
        Optional.empty(),
        0,
        1,
        Optional.empty(),
        Optional.of(condition),
        Optional.empty(),
        0,
        WHOLE);
  }

  /** A sum of customers' clamped totals. */
  static Draft clampedSum(ColumnRef column, Column.Bounds clamp) {
    return new Draft(
        Part.CLAMPED_SUM,
        Optional.of(column),
        clamp.low(),
        clamp.high(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        decimals(column),
        WHOLE);
  }

  /** What the kept rows deviate from the middle of their range, in all. */
  static Draft centredSum(ColumnRef column, CentredRange range, int maxRows, int weight) {
    long most = range.deviationBound() * maxRows;
    return new Draft(
        Part.CENTRED_SUM,
        Optional.of(column),
        -most,
        most,
        Optional.of(range),
        Optional.empty(),
        Optional.empty(),
        decimals(column),
        weight);
  }

  /** The centred squares of those deviations, in all. */
  static Draft centredSquares(ColumnRef column, CentredRange range, int maxRows, int weight) {
    return new Draft(
        Part.CENTRED_SQUARES,
        Optional.of(column),
        -range.squareCentre() * maxRows,
        range.squareBound() * maxRows,
        Optional.of(range),
        Optional.empty(),
        Optional.empty(),
        2 * decimals(column),
        weight);
  }

  /** The kept rows that have a value. */
  static Draft keptValues(ColumnRef column, int maxRows, int weight) {
    return new Draft(
        Part.KEPT_VALUES,
        Optional.of(column),
        0,
        maxRows,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        weight);
  }

  /** A tree of counts, to whose leaves a customer adds at most {@code most} in a segment. */
  static Draft leaves(Part part, Optional<ColumnRef> column, int most, QuantileTree tree) {
    return new Draft(
        part,
        column,
        0,
        most,
        Optional.empty(),
        Optional.empty(),
        Optional.of(tree),
        column.map(Draft::decimals).orElse(0),
        WHOLE);
  }

  private static int decimals(ColumnRef column) {
    return ((Column.Numeric) column.column()).scale();
  }

  /** The largest absolute value that a customer may add in one segment. */
  long largest() {
    return Math.max(Math.abs(low), Math.abs(high));
  }

  /** The norm of a customer's largest contribution to one segment. */
  double largestNorm(Currency.Norm norm) {
    if (tree.isPresent()) {
      return Math.nextUp(tree.get().normBound(norm, Math.toIntExact(high)));
    }
    return switch (norm) {
      case SQUARED_L2 -> Math.nextUp((double) (largest() * largest()));
      case L1 -> largest();
    };
  }

  /** The answer whose noise {@code units} pay for. */
  Answer paidBy(long units, double normBound, LatticeNoise noise) {
    return new Answer(
        part, column, low, high, range, condition, tree, decimals, units, normBound, noise);
  }
}
