package io.discreet.engine.query;

import io.discreet.engine.failure.Quote;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is asked of a segment. */
public sealed interface Measure {

  /**
   * The same measure with another part of the query's cost: {@code WEIGHTED(SUM(amount), 2)}. A
   * measure without a weight has weight 1.
   *
   * @param weight above 0; only the ratios of a query's weights matter
   */
  default Measure weighted(Number weight) {
    return new Weighted(unweighted(), exact(weight, "a weight"));
  }

  /** The measure without its weight. */
  default Measure unweighted() {
    return this;
  }

  /** The weight of its part of the query's cost. */
  default BigDecimal weight() {
    return BigDecimal.ONE;
  }

  /** The number of distinct customers: {@code COUNT(DISTINCT customer)}. */
  static Measure customers() {
    return new Customers();
  }

  /** The number of rows, at most the table's max-rows of each customer: {@code COUNT(*)}. */
  static Measure rows() {
    return new Rows();
  }

  /** The sum of a numeric column, each customer's total clamped as the policy says. */
  static Sum sum(String column) {
    return new Sum(column, Optional.empty());
  }

  /** The mean of a numeric column over the kept rows: {@code AVG(column)}. */
  static Measure mean(String column) {
    return new Mean(column);
  }

  /**
   * The population variance of a numeric column over the kept rows, in squares of its scale: {@code
   * VAR_POP(column)}.
   */
  static Measure variance(String column) {
    return new Variance(column);
  }

  /** The root of {@link #variance}: {@code STDDEV_POP(column)}. */
  static Measure standardDeviation(String column) {
    return new StandardDeviation(column);
  }

  /**
   * The share of a segment's customers of whose qualifying rows there at least one meets a
   * condition, as in query text after WHERE: {@code RATE(category = 'bread')}.
   */
  static Measure rate(String condition) {
    return rate(new QueryReader().readCondition(condition));
  }

  /** See {@link #rate(String)}. */
  static Measure rate(Predicate condition) {
    return new Rate(condition);
  }

  /**
   * The quantile of a numeric column over the kept rows: the value that a part {@code q} of the
   * rows does not exceed, {@code QUANTILE(column, q)}. Quantiles of one column are read from one
   * tree of noisy counts: any number of them costs what one costs.
   *
   * @param q in [0, 1], with at most 6 decimals
   */
  static Measure quantile(String column, Number q) {
    return new Quantile(column, exact(q, "a quantile"));
  }

  /** The quantile 0.5: {@code MEDIAN(column)}. */
  static Measure median(String column) {
    return new Quantile(column, new BigDecimal("0.5"));
  }

  /**
   * About the least value: the quantile 0.01, {@code MIN(column)}. The least value itself is one
   * row of one customer, so that no private answer can have it.
   */
  static Measure min(String column) {
    return new Quantile(column, new BigDecimal("0.01"));
  }

  /** About the greatest value: the quantile 0.99, {@code MAX(column)}. See {@link #min}. */
  static Measure max(String column) {
    return new Quantile(column, new BigDecimal("0.99"));
  }

  /**
   * The quantile over customers of what each has in a segment: {@code QUANTILE(SUM(amount), 0.95)},
   * {@code QUANTILE(COUNT(*), 0.95)}, or, of pooled segments only, {@code QUANTILE(COUNT(DISTINCT
   * segment), 0.95)}. Nothing is clamped; values are told to a quarter of a power of two.
   *
   * @param column of a total
   * @param q in [0, 1], with at most 6 decimals
   */
  static Measure quantileOfCustomers(Figure figure, Optional<String> column, Number q) {
    return new CustomerQuantile(figure, column, exact(q, "a quantile"));
  }

  /**
   * The {@code k} most frequent values of a column in each segment, by customers: {@code
   * TOP_K(category, 3)}. Asked alone.
   *
   * @param axis an axis as query text has it: a column, a period of a date, a band of a number
   * @param k 1 to {@value TopK#MOST}
   */
  static Measure topK(String axis, int k) {
    return new TopK(new QueryReader().readDimension(axis), k);
  }

  /**
   * The number of customers who would have to stay out of a question for lack of budget, if it was
   * asked now: {@code LEFT_OUT('2%', SUM(amount))}. Asked alone, and paid for from the part of the
   * budget that the policy keeps for it. {@link SegmentQuery#leftOut} makes it of a question.
   *
   * @param share of each customer's budget that the question costs, above 0 and at most 1
   * @param measures of the question
   */
  static Measure leftOut(BigDecimal share, List<Measure> measures) {
    return new LeftOut(share, measures);
  }

  /** What a customer has. */
  enum Figure {
    /** The sum of a column in a segment. */
    TOTAL,
    /** Rows in a segment. */
    ROWS,
    /** Segments with rows. */
    SEGMENTS
  }

  /** See {@link #customers()}. */
  record Customers() implements Measure {}

  /** See {@link #rows()}. */
  record Rows() implements Measure {}

  /**
   * See {@link #sum(String)}.
   *
   * @param clamp of a customer's total in one segment, in the column's own scale; empty for the
   *     policy's
   */
  record Sum(String column, Optional<Clamp> clamp) implements Measure {

    /** The same sum with a clamp of its own: {@code CLAMPED_SUM(column, low, high)}. */
    public Sum clampedTo(Number low, Number high) {
      return new Sum(column, Optional.of(new Clamp(exact(low, "a clamp"), exact(high, "a clamp"))));
    }
  }

  /** See {@link #mean(String)}. */
  record Mean(String column) implements Measure {}

  /** See {@link #variance(String)}. */
  record Variance(String column) implements Measure {}

  /** See {@link #standardDeviation(String)}. */
  record StandardDeviation(String column) implements Measure {}

  /** See {@link #rate(String)}. */
  record Rate(Predicate condition) implements Measure {}

  /**
   * See {@link #quantile(String, Number)}.
   *
   * @param q the part of the rows, in [0, 1]
   */
  record Quantile(String column, BigDecimal q) implements Measure {
    private static final int MOST_DECIMALS = 6;

    public Quantile {
      q = part(q);
    }

    private static BigDecimal part(BigDecimal q) {
      BigDecimal part = Literal.Numeral.normal(q);
      if (part.signum() < 0 || part.compareTo(BigDecimal.ONE) > 0 || part.scale() > MOST_DECIMALS) {
        throw new QueryException(
            "a quantile is a part from 0 to 1 with at most 6 decimals, such as 0.5");
      }
      return part;
    }
  }

  /**
   * See {@link #quantileOfCustomers}.
   *
   * @param column of a total; empty for the others
   * @param q the part of the customers, in [0, 1]
   */
  record CustomerQuantile(Figure figure, Optional<String> column, BigDecimal q) implements Measure {

    public CustomerQuantile {
      q = Quantile.part(q);
      if ((figure == Figure.TOTAL) != column.isPresent()) {
        throw new QueryException("a column belongs to customers' totals, and to them alone");
      }
    }
  }

  /**
   * See {@link #topK}.
   *
   * @param axis whose cells are ranked
   * @param k how many of them are named in each segment
   */
  record TopK(Dimension axis, int k) implements Measure {

    /** The most values that are named. */
    public static final int MOST = 1_000;

    public TopK {
      if (k < 1 || k > MOST) {
        throw new QueryException("TOP_K names 1 to " + MOST + " values of a column, got " + k);
      }
    }

    /** As releases call it: {@code top_k(category, 3)}. */
    public String name() {
      return "top_k(" + QueryWriter.dimension(axis) + ", " + k + ")";
    }
  }

  /**
   * See {@link #leftOut}.
   *
   * @param share with at most 22 decimals
   * @param measures at least one, with weights in lowest terms; none of them is a ranking
   */
  record LeftOut(BigDecimal share, List<Measure> measures) implements Measure {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,20})?) ?%");
    private static final int MOST_DECIMALS = 22;

    public LeftOut {
      share = Literal.Numeral.normal(share);
      measures = MeasureWeights.normal(measures);
      if (share.signum() <= 0
          || share.compareTo(BigDecimal.ONE) > 0
          || share.scale() > MOST_DECIMALS) {
        throw new QueryException(
            "LEFT_OUT is of a question that costs above 0% and at most 100% of a budget, got "
                + percent(share));
      }
      if (measures.isEmpty()) {
        throw new QueryException("LEFT_OUT needs what is asked: LEFT_OUT('2%', SUM(amount))");
      }
      for (Measure measure : measures) {
        if (measure.unweighted() instanceof TopK || measure.unweighted() instanceof LeftOut) {
          throw new QueryException(
              "LEFT_OUT takes neither TOP_K nor LEFT_OUT; of a ranking, group by its column and ask"
                  + " LEFT_OUT of COUNT(DISTINCT customer)");
        }
      }
      if (measures.stream().map(Measure::unweighted).distinct().count() < measures.size()) {
        throw new QueryException("a measure is listed twice");
      }
    }

    /** Reads a share such as "2%" or "0.5 %". */
    static BigDecimal share(String text) {
      Matcher written = FORM.matcher(text);
      if (!written.matches()) {
        throw new QueryException("a share is written like '2%', got " + Quote.shorten(text));
      }
      return new BigDecimal(written.group(1)).movePointLeft(2);
    }

    /** The share as {@link #share(String)} reads it. */
    String percent() {
      return percent(share);
    }

    private static String percent(BigDecimal share) {
      return share.movePointRight(2).toPlainString() + "%";
    }
  }

  /**
   * See {@link #weighted(Number)}.
   *
   * @param measure without a weight of its own
   * @param weight above 0, with at most 12 digits
   */
  record Weighted(Measure measure, BigDecimal weight) implements Measure {
    private static final int MOST_DIGITS = 12;

    public Weighted {
      weight = Literal.Numeral.normal(weight);
      if (measure instanceof Weighted) {
        throw new QueryException("a measure has one weight; leave the inner WEIGHTED away");
      }
      if (weight.signum() <= 0
          || weight.precision() > MOST_DIGITS
          || Math.abs(weight.scale()) > MOST_DIGITS) {
        throw new QueryException("a weight must be above 0, such as 2 or 0.5, got " + weight);
      }
    }

    @Override
    public Measure unweighted() {
      return measure;
    }
  }

  private static BigDecimal exact(Number number, String what) {
    try {
      return new BigDecimal(number.toString());
    } catch (NumberFormatException e) {
      throw new QueryException(what + " needs finite numbers, got " + number);
    }
  }

  /** Bounds of a customer's total in one segment, both ends included. */
  record Clamp(BigDecimal low, BigDecimal high) {
    public Clamp {
      // Equal clamps are one question, however many zeros they were written with.
      low = Literal.Numeral.normal(low);
      high = Literal.Numeral.normal(high);
    }
  }
}
