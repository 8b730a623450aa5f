package io.discreet.engine.personalize;

import io.discreet.engine.release.Release.Estimate;
import java.util.List;
import java.util.Optional;

/**
 * One item to offer to a segment, and what that rests on.
 *
 * @param item a cell of the item axis; never {@code other} or {@code NULL}
 * @param level whose counts it rests on: the segment that was asked for, or where noise drowns that
 *     one, customers around it
 * @param comparedWith the customers that the lift compares with; empty for an even spread over all
 *     items
 * @param share of the item among the counts of all named items of the level, in (0, 1]
 * @param lift of that share
 * @param customers how many customers of the level count for the item, with the 95 % interval of
 *     the noise, cut off at 0
 * @param releases the ids of the releases that level and comparison were computed from
 * @param reason one sentence for people
 */
public record Recommendation(
    String item,
    Level level,
    Optional<Level> comparedWith,
    double share,
    Lift lift,
    Estimate customers,
    List<String> releases,
    String reason) {

  public Recommendation {
    // Written as !(x > 0) so that NaN is refused too.
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("a share must be above 0 and at most 1, got " + share);
    }
    releases = List.copyOf(releases);
  }
}
