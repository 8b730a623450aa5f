package io.discreet.mechanisms.quantiles;

import java.util.Arrays;

/**
 * The nearest sequence that never falls, by squares: pools of adjacent violators, each replaced by
 * its mean (Ayer, Brunk, Ewing, Reid and Silverman 1955).
 *
 * <p>Pools end where the greatest convex function below the cumulative sums touches these, and its
 * slopes are their means. Below the sums at the ends of blocks alone there is another, nowhere
 * lower; a block inside of which no sum can be below that one is in one pool as a whole. Of noise,
 * most blocks are, and values are joined one by one in the others only.
 */
final class NeverFalling {

  private static final int BLOCK = 16;

  private NeverFalling() {}

  /** Replaces a sequence of at least one value, and returns it. */
  static double[] of(double[] values) {
    double[] blocks = new double[(values.length + BLOCK - 1) / BLOCK];
    Pools coarse = new Pools(new double[blocks.length]);
    for (int block = 0; block < blocks.length; block++) {
      blocks[block] = sum(values, block * BLOCK, end(values, block));
      coarse.add(blocks[block], end(values, block) - block * BLOCK);
    }
    Pools pools = new Pools(values); // never outrun the values that were read
    int block = 0;
    for (int pool = 0; pool < coarse.count; pool++) {
      double mean = coarse.mean(pool);
      double above = 0; // how far the cumulative sum is, at the start of a block
      int end = block * BLOCK + coarse.sizes[pool];
      for (; block * BLOCK < end; block++) {
        int first = block * BLOCK;
        int size = end(values, block) - first;
        double next = above + blocks[block] - size * mean;
        // What goes below 0 and up again goes further than both ends are high.
        if (variation(values, first, first + size, mean) < above + next) {
          pools.add(blocks[block], size);
        } else {
          for (int i = first; i < first + size; i++) {
            pools.add(values[i], 1);
          }
        }
        above = next;
      }
    }
    pools.writeMeans();
    return values;
  }

  private static int end(double[] values, int block) {
    return Math.min(values.length, (block + 1) * BLOCK);
  }

  private static double sum(double[] values, int from, int end) {
    double sum = 0;
    for (int i = from; i < end; i++) {
      sum += values[i];
    }
    return sum;
  }

  /** How far cumulative sums go up and down against a slope, in all. */
  private static double variation(double[] values, int from, int end, double slope) {
    double variation = 0;
    for (int i = from; i < end; i++) {
      variation += Math.abs(values[i] - slope);
    }
    return variation;
  }

  /** Pools whose means never fall. */
  private static final class Pools {
    private final double[] sums;
    private final int[] sizes;
    private int count;

    /**
     * @param sums where those of pools are written
     */
    Pools(double[] sums) {
      this.sums = sums;
      sizes = new int[sums.length];
    }

    double mean(int pool) {
      return sums[pool] / sizes[pool];
    }

    /** Adds a pool, and joins it with those before it whose mean is higher. */
    void add(double added, int addedSize) {
      double sum = added;
      int size = addedSize;
      // Means are compared without dividing.
      while (count > 0 && sums[count - 1] * size > sum * sizes[count - 1]) {
        count--;
        sum += sums[count];
        size += sizes[count];
      }
      sums[count] = sum;
      sizes[count++] = size;
    }

    /** Replaces sums by the mean at every place, from the last one on, lest one is lost unread. */
    void writeMeans() {
      int end = sums.length;
      for (int pool = count - 1; pool >= 0; pool--) {
        int from = end - sizes[pool];
        Arrays.fill(sums, from, end, mean(pool));
        end = from;
      }
    }
  }
}
