package io.discreet.engine.plan;

import io.discreet.engine.release.Release.Row;

/**
 * A ranking of the cells of the last axis by their noisy numbers of customers, in each combination
 * of the cells of the others.
 *
 * <p>The whole noisy vector is charged, as if all of it were released, so that neither which cells
 * come first nor what they hold costs more: law 1 has nothing to add to post-processing. Cells of
 * missing and undeclared values do not compete.
 *
 * @param axis whose cells compete
 * @param k how many are named
 */
public record Ranking(PlannedAxis axis, int k) {

  /** Whether a cell is ranked. */
  public static boolean competes(String cell) {
    return !cell.equals(Row.NULL) && !cell.equals(Row.OTHER);
  }

  /**
   * The confidence that each value needs so that all that are known to compete lie in their
   * intervals at {@code confidence} together (Bonferroni): which of them come first depends on the
   * noise in all of them. Of a discovered axis, whose values no plan knows, that of one value.
   */
  public double confidence(double confidence) {
    return confidence(confidence, axis.cells().stream().filter(Ranking::competes).count());
  }

  /** The same of {@code competing} values; of the named ones where the axis is discovered. */
  public static double confidence(double confidence, long competing) {
    return 1 - (1 - confidence) / Math.max(1, competing);
  }
}
