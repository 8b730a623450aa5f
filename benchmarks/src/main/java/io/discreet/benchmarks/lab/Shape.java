package io.discreet.benchmarks.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/**
 * Kinds of made-up data. Amounts are at most 40.00.
 *
 * <p>Customers are drawn independently from a histogram of a given shape and number of segments, so
 * that shape, size of the domain and scale, the number of customers, vary one by one: what the
 * error of a private answer depends on (Hay et al. 2016). The histograms are formulas of ours.
 */
enum Shape {
  /** Four rows of 0 to 20.00 for each customer, all in one segment; segments are equally likely. */
  UNIFORM("uniform"),
  /** As uniform, but the k-th segment is 1/k times as likely as the first. */
  ZIPF("Zipf"),
  /** As uniform, but the rows of a customer and their amounts are log-normal. */
  LOG_NORMAL("log-normal"),
  /** As uniform, but the first segment holds nine customers in ten. */
  SPARSE("sparse"),
  /** As uniform, but a customer has rows in a log-normal number of segments. */
  SPREAD("spread"),
  /** One row of 0 to 20.00 of each customer in every segment. */
  EVERYWHERE("everywhere"),
  /**
   * As uniform, but one segment in twelve holds everybody: each of those, which lie anywhere, half
   * as many as the one before, and the others nobody.
   */
  SPIKES("spikes"),
  /** As uniform, but segments are likely as under two bells, at a quarter and at three quarters. */
  BIMODAL("bimodal"),
  /** As uniform, but the k-th segment is (1 + k / 4)^−2.5 times as likely as the first. */
  HEAVY_TAIL("heavy tail"),
  /** As uniform, but each eighth of the segments is half as likely as the one before. */
  STEPS("steps");

  private static final int GREATEST_CENTS = 4_000;
  private static final int USUAL_CENTS = 2_000;
  private static final int USUAL_ROWS = 4;

  private final String words;

  Shape(String words) {
    this.words = words;
  }

  /** The data of this shape, the same for the same arguments. */
  DataSet data(int customers, int segments, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] cumulated = cumulated(weights(segments, random));
    Rows rows = new Rows();
    for (int customer = 0; customer < customers; customer++) {
      if (this == EVERYWHERE) {
        for (int segment = 0; segment < segments; segment++) {
          rows.add(segment, random.nextInt(USUAL_CENTS + 1));
        }
      } else if (this == SPREAD) {
        int count = Math.min(segments, 1 + (int) logNormal(1, 0.8, random));
        for (int row = 0; row < count; row++) {
          rows.add(random.nextInt(segments), random.nextInt(USUAL_CENTS + 1));
        }
      } else {
        int segment = segment(segments, cumulated, random);
        int count = this == LOG_NORMAL ? 1 + (int) logNormal(1, 0.8, random) : USUAL_ROWS;
        for (int row = 0; row < count; row++) {
          rows.add(segment, this == LOG_NORMAL ? cents(random) : random.nextInt(USUAL_CENTS + 1));
        }
      }
      rows.endOfCustomer();
    }
    return rows.data(words, labels(segments), GREATEST_CENTS);
  }

  private int segment(int segments, double[] cumulated, SplittableRandom random) {
    return switch (this) {
      case UNIFORM, LOG_NORMAL, SPREAD, EVERYWHERE -> random.nextInt(segments);
      case SPARSE -> random.nextInt(10) < 9 ? 0 : random.nextInt(segments);
      case ZIPF -> zipf(segments, random);
      case SPIKES, BIMODAL, HEAVY_TAIL, STEPS -> draw(cumulated, random);
    };
  }

  /** How likely the segments are, up to a factor; of the shapes that are given by a histogram. */
  private double[] weights(int segments, SplittableRandom random) {
    double[] weights = new double[segments];
    switch (this) {
      case UNIFORM, ZIPF, LOG_NORMAL, SPARSE, SPREAD, EVERYWHERE -> {}
      case SPIKES -> {
        int spikes = Math.max(1, segments / 12);
        for (int spike = 0; spike < spikes; spike++) {
          int place = random.nextInt(segments);
          while (weights[place] > 0) {
            place = random.nextInt(segments);
          }
          weights[place] = Math.pow(0.5, spike);
        }
      }
      case BIMODAL ->
          Arrays.setAll(weights, i -> bell(i, 0.25, segments) + bell(i, 0.75, segments));
      case HEAVY_TAIL -> Arrays.setAll(weights, i -> Math.pow(1 + i / 4.0, -2.5));
      case STEPS ->
          Arrays.setAll(
              weights,
              i -> {
                int step = 8 * i / segments;
                return Math.pow(0.5, step);
              });
    }
    return weights;
  }

  /** A bell whose deviation is a twelfth of the segments. */
  private static double bell(int segment, double middle, int segments) {
    double deviations = 12 * ((segment + 0.5) / segments - middle);
    return Math.exp(-deviations * deviations / 2);
  }

  private static double[] cumulated(double[] weights) {
    double[] sums = weights.clone();
    Arrays.parallelPrefix(sums, Double::sum);
    return sums;
  }

  /** The first segment whose cumulated weight is above a uniform draw. */
  private static int draw(double[] cumulated, SplittableRandom random) {
    double at = random.nextDouble() * cumulated[cumulated.length - 1];
    int segment = 0;
    while (cumulated[segment] <= at) {
      segment++;
    }
    return segment;
  }

  private static int zipf(int segments, SplittableRandom random) {
    double all = 0;
    for (int rank = 1; rank <= segments; rank++) {
      all += 1.0 / rank;
    }
    double left = random.nextDouble() * all;
    int rank = 1;
    while (rank < segments && left >= 1.0 / rank) {
      left -= 1.0 / rank;
      rank++;
    }
    return rank - 1;
  }

  private static int cents(SplittableRandom random) {
    return (int) Math.min(GREATEST_CENTS, 100 * logNormal(2, 0.8, random));
  }

  private static double logNormal(double mean, double deviation, SplittableRandom random) {
    double normal =
        Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
            * Math.cos(2 * Math.PI * random.nextDouble());
    return Math.exp(mean + deviation * normal);
  }

  private static List<String> labels(int segments) {
    List<String> labels = new ArrayList<>();
    for (int segment = 0; segment < segments; segment++) {
      labels.add(String.format(Locale.ROOT, "s%04d", segment));
    }
    return List.copyOf(labels);
  }

  /** Rows in the making. */
  static final class Rows {
    private int[] offsets = {0};
    private int[] segment = {};
    private int[] cents = {};
    private int customers;
    private int rows;

    void add(int ofSegment, int amount) {
      if (rows == segment.length) {
        IntUnaryOperator grown = length -> Math.max(1_024, 2 * length);
        segment = Arrays.copyOf(segment, grown.applyAsInt(rows));
        cents = Arrays.copyOf(cents, segment.length);
      }
      segment[rows] = ofSegment;
      cents[rows++] = amount;
    }

    void endOfCustomer() {
      customers++;
      if (customers == offsets.length) {
        offsets = Arrays.copyOf(offsets, 2 * offsets.length);
      }
      offsets[customers] = rows;
    }

    DataSet data(String name, List<String> segments, int greatestCents) {
      return new DataSet(
          name,
          segments,
          Arrays.copyOf(offsets, customers + 1),
          Arrays.copyOf(segment, rows),
          Arrays.copyOf(cents, rows),
          greatestCents);
    }
  }
}
