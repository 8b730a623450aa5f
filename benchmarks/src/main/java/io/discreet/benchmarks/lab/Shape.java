package io.discreet.benchmarks.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/** Kinds of made-up data. Amounts are at most 40.00. */
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
  EVERYWHERE("everywhere");

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
        int segment = segment(segments, random);
        int count = this == LOG_NORMAL ? 1 + (int) logNormal(1, 0.8, random) : USUAL_ROWS;
        for (int row = 0; row < count; row++) {
          rows.add(segment, this == LOG_NORMAL ? cents(random) : random.nextInt(USUAL_CENTS + 1));
        }
      }
      rows.endOfCustomer();
    }
    return rows.data(words, labels(segments), GREATEST_CENTS);
  }

  private int segment(int segments, SplittableRandom random) {
    return switch (this) {
      case UNIFORM, LOG_NORMAL, SPREAD, EVERYWHERE -> random.nextInt(segments);
      case SPARSE -> random.nextInt(10) < 9 ? 0 : random.nextInt(segments);
      case ZIPF -> zipf(segments, random);
    };
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
