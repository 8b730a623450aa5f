package io.discreet.mechanisms.selection;

import io.discreet.mechanisms.noise.RandomBits;
import java.util.BitSet;

/**
 * A private choice among the segments that were found in the data.
 *
 * <p>What it costs a customer depends on how many of the segments that customer is in, and on
 * nobody else: units of μ² for the segments that others are in as well, and δ for the odds that a
 * segment is named in which nobody else is. Both add up over segments and over queries.
 */
public interface SegmentSelection {

  /** The field's name of the mechanism: {@code gaussian-threshold}, {@code truncated-geometric}. */
  String mechanism();

  /** The most segments of one customer that this choice was made for. */
  int l0();

  /**
   * Returns what the choice costs a customer, rounded up, in units of μ² of the Gaussian currency.
   *
   * @param segments in how many of the segments the customer is; from 0 to {@link #l0}
   */
  long costUnits(int segments);

  /**
   * Returns the δ that the choice costs a customer, rounded up.
   *
   * @param segments in how many of the segments the customer is; from 0 to {@link #l0}
   */
  double delta(int segments);

  /**
   * The threshold, averaged over its randomness: 1 + Σ over n ≥ 1 of the probability that a segment
   * with a total of n is not named. Of two mechanisms at one cost, the lower one names more.
   */
  double meanThreshold();

  /**
   * Returns the indexes of the segments that may be named.
   *
   * @param totals for each segment the exact total of its customers' weights, which are 1 each
   *     unless the mechanism says otherwise; 0 where there are none
   */
  BitSet select(long[] totals, RandomBits bits);
}
