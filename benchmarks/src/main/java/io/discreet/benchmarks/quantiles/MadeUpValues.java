package io.discreet.benchmarks.quantiles;

import java.util.SplittableRandom;

/** The kinds of values that quantiles are measured on, from 0 to {@value #GREATEST}. */
enum MadeUpValues {
  /** Each value equally likely. */
  UNIFORM,
  /** ln X is normal of mean 7 and deviation 1: half of the values below 1,100. */
  LOG_NORMAL,
  /** Six in ten are 0, the others spread evenly below 50,000. */
  ZERO_INFLATED,
  /** One of the ten values 0, 10,000, …, 90,000. */
  DISCRETE;

  static final int GREATEST = 99_999;

  long[] rows(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] rows = new long[count];
    for (int i = 0; i < count; i++) {
      rows[i] = draw(random);
    }
    return rows;
  }

  private long draw(SplittableRandom random) {
    return switch (this) {
      case UNIFORM -> random.nextInt(GREATEST + 1);
      case LOG_NORMAL -> (long) Math.min(GREATEST, Math.exp(7 + normal(random)));
      case ZERO_INFLATED -> random.nextInt(10) < 6 ? 0 : random.nextInt(50_000);
      case DISCRETE -> 10_000L * random.nextInt(10);
    };
  }

  private static double normal(SplittableRandom random) {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }
}
