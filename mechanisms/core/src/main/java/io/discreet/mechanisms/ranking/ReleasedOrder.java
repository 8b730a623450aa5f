package io.discreet.mechanisms.ranking;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The order of noisy values that are released: post-processing, free of charge.
 *
 * <p>The whole noisy vector has been charged, so that ties of rounded values harm nobody. For
 * customers in few of the candidates this costs least, and the values come with it; for customers
 * in many, see {@link OneShotTop}.
 */
public final class ReleasedOrder {

  private ReleasedOrder() {}

  /**
   * Returns the indexes of the k largest, largest first; of equal ones the lower index first.
   *
   * @param noisy the released values
   * @param k from 0 to their number
   */
  public static int[] top(long[] noisy, int k) {
    if (k < 0 || k > noisy.length) {
      throw new IllegalArgumentException("k must be from 0 to " + noisy.length + ", got " + k);
    }
    return IntStream.range(0, noisy.length)
        .boxed()
        .sorted(Comparator.comparingLong((Integer i) -> noisy[i]).reversed())
        .limit(k)
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
