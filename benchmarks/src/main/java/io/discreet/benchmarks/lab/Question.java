package io.discreet.benchmarks.lab;

import java.util.Arrays;

/** What is asked of every segment. */
enum Question {
  CUSTOMERS("COUNT(DISTINCT customer)", "customers"),
  ROWS("COUNT(*)", "rows"),
  SUM("SUM(amount)", "£"),
  MEAN("AVG(amount)", "£"),
  VARIANCE("VAR_POP(amount)", "£²"),
  DEVIATION("STDDEV_POP(amount)", "£"),
  MEDIAN("MEDIAN(amount)", "£"),
  RATE("RATE(amount >= 10)", "share of customers");

  private static final int RATE_CENTS = 1_000;

  private final String measure;
  private final String unit;

  Question(String measure, String unit) {
    this.measure = measure;
    this.unit = unit;
  }

  /** As it is written in a query. */
  String measure() {
    return measure;
  }

  String unit() {
    return unit;
  }

  /** The exact values of all segments, without bounds; NaN where a segment has none. */
  double[] exact(DataSet data) {
    int segments = data.segments().size();
    double[] rows = new double[segments];
    double[] sum = new double[segments];
    double[] customers = new double[segments];
    double[] meeting = new double[segments];
    int[] lastCustomer = new int[segments];
    int[] lastMeeting = new int[segments];
    for (int customer = 0; customer < data.customers(); customer++) {
      for (int row = data.offsets()[customer]; row < data.offsets()[customer + 1]; row++) {
        int segment = data.segment()[row];
        rows[segment]++;
        sum[segment] += data.cents()[row] / 100.0;
        if (lastCustomer[segment] != customer + 1) {
          lastCustomer[segment] = customer + 1;
          customers[segment]++;
        }
        if (data.cents()[row] >= RATE_CENTS && lastMeeting[segment] != customer + 1) {
          lastMeeting[segment] = customer + 1;
          meeting[segment]++;
        }
      }
    }
    return switch (this) {
      case CUSTOMERS -> customers;
      case ROWS -> rows;
      case SUM -> sum;
      case MEAN -> quotients(sum, rows);
      case RATE -> quotients(meeting, customers);
      case VARIANCE -> variances(data, quotients(sum, rows), rows);
      case DEVIATION ->
          Arrays.stream(variances(data, quotients(sum, rows), rows)).map(Math::sqrt).toArray();
      case MEDIAN -> medians(data, rows);
    };
  }

  private static double[] quotients(double[] above, double[] below) {
    double[] quotients = new double[above.length];
    Arrays.setAll(quotients, i -> above[i] / below[i]);
    return quotients;
  }

  private static double[] variances(DataSet data, double[] means, double[] rows) {
    double[] squares = new double[means.length];
    for (int row = 0; row < data.rows(); row++) {
      double offset = data.cents()[row] / 100.0 - means[data.segment()[row]];
      squares[data.segment()[row]] += offset * offset;
    }
    return quotients(squares, rows);
  }

  /** The least value that at least half of a segment's rows do not exceed. */
  private static double[] medians(DataSet data, double[] rows) {
    int[][] values = new int[rows.length][];
    Arrays.setAll(values, i -> new int[(int) rows[i]]);
    int[] filled = new int[rows.length];
    for (int row = 0; row < data.rows(); row++) {
      int segment = data.segment()[row];
      values[segment][filled[segment]++] = data.cents()[row];
    }
    double[] medians = new double[rows.length];
    for (int segment = 0; segment < medians.length; segment++) {
      Arrays.sort(values[segment]);
      int count = values[segment].length;
      medians[segment] = count == 0 ? Double.NaN : values[segment][(count - 1) / 2] / 100.0;
    }
    return medians;
  }
}
