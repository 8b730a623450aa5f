package io.discreet.benchmarks.scan;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The rows of the made-up shop, the same for the same seed and size.
 *
 * <p>Activity is skewed (log-normal). A customer buys in a home store, now and then in a second
 * one, and sometimes anywhere; half of the purchases are of a few favourite categories.
 */
final class MadeUpRows {
  static final List<String> CITIES = labels("city", 50);
  static final List<String> STORES = labels("store", 50);
  static final List<String> CATEGORIES = labels("category", 100);
  static final List<String> CHANNELS = labels("channel", 10);
  static final LocalDate FIRST_DAY = LocalDate.of(2024, 7, 1);
  static final int DAYS = 730;

  private static final int FAVOURITES = 5;
  private static final double SKEW = 1.2;

  /** Takes one row; the array is reused. */
  interface Sink {
    void take(int customer, long rowHash, long[] values);
  }

  private final long seed;
  private final int customers;
  private final long rows;
  private final long missing;

  /**
   * @param missing what stands for a NULL
   */
  MadeUpRows(long seed, int customers, long rows, long missing) {
    this.seed = seed;
    this.customers = customers;
    this.rows = rows;
    this.missing = missing;
  }

  /** One row a customer: city. */
  void attributes(Sink sink) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] values = new long[1];
    for (int customer = 0; customer < customers; customer++) {
      values[0] = random.nextInt(CITIES.size());
      sink.take(customer, random.nextLong(), values);
    }
  }

  /** Day, store, category, channel, amount; one amount in a hundred is missing. */
  void purchases(Sink sink) {
    SplittableRandom random = new SplittableRandom(seed + 1);
    java.util.Random normal = new java.util.Random(seed);
    double[] activity = new double[customers];
    double total = 0;
    for (int customer = 0; customer < customers; customer++) {
      activity[customer] = Math.exp(SKEW * normal.nextGaussian());
      total += activity[customer];
    }
    long[] values = new long[5];
    int[] favourites = new int[FAVOURITES];
    double reached = 0;
    long written = 0;
    int firstDay = Math.toIntExact(FIRST_DAY.toEpochDay());
    for (int customer = 0; customer < customers; customer++) {
      reached += activity[customer];
      long end = customer == customers - 1 ? rows : Math.round(rows * (reached / total));
      int home = (int) (STORES.size() * random.nextDouble() * random.nextDouble());
      int second = random.nextInt(STORES.size());
      for (int i = 0; i < FAVOURITES; i++) {
        favourites[i] = random.nextInt(CATEGORIES.size());
      }
      for (; written < end; written++) {
        values[0] = (long) firstDay + random.nextInt(DAYS);
        int where = random.nextInt(10);
        values[1] = where < 7 ? home : where < 9 ? second : random.nextInt(STORES.size());
        values[2] =
            random.nextBoolean()
                ? favourites[random.nextInt(FAVOURITES)]
                : random.nextInt(CATEGORIES.size());
        values[3] = random.nextInt(CHANNELS.size());
        values[4] = random.nextInt(100) == 0 ? missing : random.nextInt(-500, 5_000);
        sink.take(customer, random.nextLong(), values);
      }
    }
  }

  private static List<String> labels(String kind, int count) {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      labels.add(String.format(Locale.ROOT, "%s-%02d", kind, i));
    }
    return List.copyOf(labels);
  }
}
