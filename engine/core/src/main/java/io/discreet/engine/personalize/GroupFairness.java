package io.discreet.engine.personalize;

/**
 * What noise and silence cost one group of customers.
 *
 * @param axis that declares the group, such as {@code age_band}
 * @param group its cell
 * @param segments how many named segments the group has in the finest release
 * @param relativeError the median, over the items of these segments, of the standard error as a
 *     part of the count; 1 where the noise is as large as the count, or larger
 * @param withOwn in how many segments the first recommendation rests on the segment's own counts
 * @param without in how many segments nothing at all is recommended
 * @param release the id of that release
 */
public record GroupFairness(
    String axis,
    String group,
    int segments,
    double relativeError,
    int withOwn,
    int without,
    String release) {

  public GroupFairness {
    // Written as !(x >= y) so that NaN is refused too.
    if (!(relativeError >= 0 && relativeError <= 1)) {
      throw new IllegalArgumentException(
          "a relative error must be in [0, 1], got " + relativeError);
    }
    if (withOwn < 0 || without < 0 || withOwn + without > segments) {
      throw new IllegalArgumentException(
          "of " + segments + " segments, got " + withOwn + " and " + without);
    }
  }

  /** How many segments are offered only what the customers around them like. */
  public int withWider() {
    return segments - withOwn - without;
  }
}
