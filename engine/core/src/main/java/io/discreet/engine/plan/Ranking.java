package io.discreet.engine.plan;

import io.discreet.engine.release.Release.Row;
import io.discreet.mechanisms.noise.LatticeNoise;
import io.discreet.mechanisms.ranking.PossiblePlaces;
import java.util.OptionalInt;

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

  /** How many values compete in a segment; empty where they are found in the data. */
  public OptionalInt competing() {
    return axis.discovered()
        ? OptionalInt.empty()
        : OptionalInt.of((int) axis.cells().stream().filter(Ranking::competes).count());
  }

  /**
   * The confidence that each value needs so that all that are known to compete lie in their
   * intervals at {@code confidence} together (Bonferroni): which of them come first depends on the
   * noise in all of them. Of a discovered axis, whose values no plan knows, that of one value.
   */
  public double confidence(double confidence) {
    return confidence(confidence, competing().orElse(1));
  }

  /** The same of {@code competing} values; of the named ones where the axis is discovered. */
  public static double confidence(double confidence, int competing) {
    return 1 - (1 - confidence) / competing;
  }

  /**
   * How far apart two values can be whose order the noise leaves open, at {@code confidence} for
   * all values of a segment together. Of a discovered axis, for two values.
   */
  public long reach(LatticeNoise noise, double confidence) {
    return PossiblePlaces.reach(noise, competing().orElse(2), confidence);
  }
}
