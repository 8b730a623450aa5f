package io.discreet.engine.personalize;

import java.util.List;
import java.util.Locale;

/**
 * How much an item is expected to be taken by a segment: the share that it has among all that the
 * segment takes, with what the releases leave uncertain.
 *
 * @param item a cell of the item axis; never {@code other} or {@code NULL}
 * @param segment whom it is for
 * @param share the expected share of the item, above 0
 * @param low the lower end of the 95 % interval of that share, which items are ranked by; at least
 *     0
 * @param high the upper end of the interval
 * @param ownWeight how much of the share rests on the segment's own counts, in [0, 1]; the rest
 *     rests on the customers around the segment
 * @param releases the ids of the releases that it was computed from
 */
public record Affinity(
    String item,
    Level segment,
    double share,
    double low,
    double high,
    double ownWeight,
    List<String> releases) {

  public Affinity {
    // Written as !(x <= y) so that NaN is refused too.
    if (!(0 <= low && low <= share && share <= high && high < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "an affinity must have 0 <= low <= share <= high, got "
              + low
              + ", "
              + share
              + ", "
              + high);
    }
    if (!(ownWeight >= 0 && ownWeight <= 1)) {
      throw new IllegalArgumentException("a weight must be in [0, 1], got " + ownWeight);
    }
  }

  /** One sentence for people. */
  public String reason() {
    return String.format(
        Locale.ROOT,
        "about %.1f %% of what %s take (95 %% interval %.1f to %.1f %%); %s",
        100 * share,
        segment.words(),
        100 * low,
        100 * high,
        segment.isAll()
            ? "from the counts of all customers"
            : String.format(
                Locale.ROOT,
                "%.0f %% of that from their own counts, the rest from the customers around them",
                100 * ownWeight));
  }
}
