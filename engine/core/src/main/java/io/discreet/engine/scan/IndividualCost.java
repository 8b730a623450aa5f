package io.discreet.engine.scan;

import io.discreet.engine.plan.Answer;
import io.discreet.engine.plan.CostLevels;
import io.discreet.engine.plan.LevelLookup;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.mechanisms.accounting.Currency.Norm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one customer's bounded contribution costs, rounded up to a level.
 *
 * <p>Coordinates are added exactly, as 96-bit integers, so that the cost does not depend on the
 * order of the customer's rows. Law 2: the result is at least Σ(c/σ)² (or Σ|c|/b) with the scales
 * that the plan calibrated: an answer's scale makes a norm of normBound cost at most its units. Not
 * thread-safe.
 */
final class IndividualCost {

  /** The level of a contribution that costs nothing. */
  static final int NOTHING = -1;

  /** Covers the handful of roundings below, each at most 2⁻⁵². */
  private static final double ROUND_UP = 1 + 0x1p-45;

  /** The largest norm that is taken for small. */
  private static final long MOST_SMALL = 1L << 62;

  private final Norm norm;

  /** By answer; where segments are discovered, last that of the choice among them. */
  private final double[] unitsPerNorm;

  private final long worstCaseUnits;
  private final CostLevels levels;

  /** Whether an answer counts leaves. */
  private final boolean[] ofLeaves;

  /** Whether each answer's largest norm fits a long. */
  private final boolean small;

  /** The level of a norm, where there is one answer with a small one; else null. */
  private final @Nullable LevelLookup levelOfNorm;

  IndividualCost(QueryPlan plan) {
    List<Answer> answers = plan.answers();
    norm = plan.currency().norm();
    worstCaseUnits = plan.worstCaseUnits();
    levels = plan.levels();
    unitsPerNorm = new double[answers.size() + (plan.discovers() ? 1 : 0)];
    ofLeaves = new boolean[unitsPerNorm.length];
    for (int answer = 0; answer < answers.size(); answer++) {
      unitsPerNorm[answer] =
          answers.get(answer).units() / answers.get(answer).normBound() * ROUND_UP;
      ofLeaves[answer] = answers.get(answer).tree().isPresent();
    }
    plan.selection()
        .ifPresent(
            selection ->
                unitsPerNorm[answers.size()] =
                    (double) selection.units() / selection.choice().l0() * ROUND_UP);
    small = answers.stream().allMatch(answer -> answer.normBound() < MOST_SMALL);
    levelOfNorm = small && unitsPerNorm.length == 1 ? new LevelLookup(norms()) : null;
  }

  /**
   * The cheapest level that covers a contribution, or {@link #NOTHING}.
   *
   * @param parts for each answer one in each kept segment, at most 2³¹ in absolute value; where
   *     segments are discovered, last what is added to the numbers that these are chosen by
   * @param segments how many segments are kept
   * @param leafNorms for each answer of leaves the norm over all nodes of its trees
   */
  int level(long[][] parts, int segments, double[] leafNorms) {
    if (levelOfNorm != null && !ofLeaves[0]) {
      return level(smallNorm(parts[0], segments));
    }
    return levelOfUnits(units(parts, segments, leafNorms));
  }

  /**
   * The same of the norm of a contribution to the only answer of a plan.
   *
   * @param total from 0 to 2⁶²; of a larger one the level is never cheaper, and beyond the answer's
   *     bound it is that of the worst case
   */
  int level(long total) {
    if (levelOfNorm != null) {
      return total == 0 ? NOTHING : levelOfNorm.last(total);
    }
    return levelOfUnits(units(total * ROUND_UP * unitsPerNorm[0]));
  }

  /** Whether each answer's norm fits a long, whatever a customer contributes. */
  boolean hasSmallNorms() {
    return small;
  }

  /**
   * The same of contributions whose norms are known; only where they are small.
   *
   * @param norms by answer, exact
   */
  int level(long[] norms) {
    if (norms.length == 1) {
      return level(norms[0]);
    }
    double cost = 0;
    for (int answer = 0; answer < norms.length; answer++) {
      cost += norms[answer] * ROUND_UP * unitsPerNorm[answer];
    }
    return levelOfUnits(units(cost));
  }

  /** By level the largest norm that it covers, where there is one answer. */
  private long[] norms() {
    long[] norms = new long[CostLevels.COUNT];
    long above = MOST_SMALL;
    for (int level = 0; level < norms.length; level++) {
      long covered = 0;
      while (covered < above) {
        long middle = (covered + above + 1) >>> 1;
        if (units(middle * ROUND_UP * unitsPerNorm[0]) <= levels.units(level)) {
          covered = middle;
        } else {
          above = middle - 1;
        }
      }
      norms[level] = covered;
    }
    return norms;
  }

  /** The cost of a contribution in units, rounded up; shapes are those of {@link #level}. */
  long units(long[][] parts, int segments, double[] leafNorms) {
    double cost = 0;
    for (int answer = 0; answer < parts.length; answer++) {
      double total =
          ofLeaves[answer]
              ? leafNorms[answer]
              : small ? smallNorm(parts[answer], segments) : largeNorm(parts[answer], segments);
      cost += total * ROUND_UP * unitsPerNorm[answer];
    }
    return units(cost);
  }

  private long units(double cost) {
    // Parts lie within their bounds (Contribution.bounded), so that only rounding up can pass it.
    return Math.min(worstCaseUnits, (long) Math.ceil(cost * ROUND_UP));
  }

  private int levelOfUnits(long units) {
    return units == 0 ? NOTHING : levels.levelOf(units);
  }

  private long smallNorm(long[] parts, int segments) {
    long total = 0;
    if (norm == Norm.SQUARED_L2) {
      for (int i = 0; i < segments; i++) {
        total += parts[i] * parts[i];
      }
    } else {
      for (int i = 0; i < segments; i++) {
        total += Math.abs(parts[i]);
      }
    }
    return total;
  }

  private double largeNorm(long[] parts, int segments) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < segments; i++) {
      long magnitude = norm == Norm.SQUARED_L2 ? parts[i] * parts[i] : Math.abs(parts[i]);
      high += magnitude >>> 32;
      low += magnitude & 0xffff_ffffL; // at most 10⁶ segments: no overflow
    }
    return high * 0x1p32 + low;
  }
}
