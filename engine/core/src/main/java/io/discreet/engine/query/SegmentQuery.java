package io.discreet.engine.query;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * An aggregate question about segments.
 *
 * @param table the table whose rows are asked about
 * @param where the condition that a row must meet; empty for all rows
 * @param segmentBy the axes of the segments; empty for one segment of all
 * @param measures what is asked of each segment; at least one. Their weights are in lowest terms
 * @param purpose why it is asked
 * @param l0 the most segments that one customer may count in; empty for the plan's default
 * @param totals which totals over the segments are answered
 */
public record SegmentQuery(
    String table,
    Optional<Predicate> where,
    List<Dimension> segmentBy,
    List<Measure> measures,
    String purpose,
    OptionalInt l0,
    Totals totals) {

  /** Totals over segments, each bounded after a customer's segments were chosen. */
  public enum Totals {
    /** The segments alone. */
    NONE,
    /** The segments, their totals with the last axis left out, and so on to the total of all. */
    ROLLUP,
    /** The total of all segments, and not the segments. */
    POOLED
  }

  public SegmentQuery {
    segmentBy = List.copyOf(segmentBy);
    measures = MeasureWeights.normal(measures);
    if (measures.isEmpty()) {
      throw new QueryException("nothing is asked: add a measure such as COUNT(DISTINCT customer)");
    }
    if (new HashSet<>(segmentBy).size() < segmentBy.size()) {
      throw new QueryException("a segment column is listed twice");
    }
    if (measures.stream().map(Measure::unweighted).distinct().count() < measures.size()) {
      throw new QueryException("a measure is listed twice");
    }
    Optional<Measure.TopK> top = topOf(measures);
    if (top.isPresent() && measures.size() > 1) {
      throw new QueryException("TOP_K is asked alone; ask the other measures in a second query");
    }
    if (top.isPresent() && totals != Totals.NONE) {
      throw new QueryException(
          "TOP_K names values of segments, not of totals; leave " + totals + " away");
    }
    if (top.isPresent() && segmentBy.contains(top.get().axis())) {
      throw new QueryException(
          "TOP_K ranks a column that the segments are not made of; leave it out of GROUP BY");
    }
    if (measures.size() > 1 && leftOutOf(measures).isPresent()) {
      throw new QueryException("LEFT_OUT is asked alone; ask the other measures in a second query");
    }
    if (totals != Totals.NONE && segmentBy.isEmpty()) {
      throw new QueryException(totals + " needs columns, such as " + totals + "(city)");
    }
    if (l0.isPresent() && l0.getAsInt() < 1) {
      throw new QueryException("l0 must be at least 1, got " + l0.getAsInt());
    }
  }

  /** A question without totals. */
  public SegmentQuery(
      String table,
      Optional<Predicate> where,
      List<Dimension> segmentBy,
      List<Measure> measures,
      String purpose,
      OptionalInt l0) {
    this(table, where, segmentBy, measures, purpose, l0, Totals.NONE);
  }

  /** What is ranked in each segment, where that is asked. */
  public Optional<Measure.TopK> top() {
    return topOf(measures);
  }

  /** Whose customers without budget are counted, where that is asked. */
  public Optional<Measure.LeftOut> leftOut() {
    return leftOutOf(measures);
  }

  /**
   * The question how many customers of each segment would have to stay out of this one, if it was
   * asked now, because their budget does not suffice. See {@link Measure#leftOut}.
   *
   * @param share of each customer's budget that this question costs, above 0 and at most 1
   */
  public SegmentQuery leftOut(BigDecimal share) {
    return withMeasures(List.of(Measure.leftOut(share, measures)));
  }

  /** The axes that rows are told apart by: those of the segments, then the one that is ranked. */
  public List<Dimension> axes() {
    return Stream.concat(segmentBy.stream(), top().map(Measure.TopK::axis).stream()).toList();
  }

  private static Optional<Measure.TopK> topOf(List<Measure> measures) {
    return measures.stream()
        .map(Measure::unweighted)
        .filter(Measure.TopK.class::isInstance)
        .map(Measure.TopK.class::cast)
        .findFirst();
  }

  private static Optional<Measure.LeftOut> leftOutOf(List<Measure> measures) {
    return measures.stream()
        .map(Measure::unweighted)
        .filter(Measure.LeftOut.class::isInstance)
        .map(Measure.LeftOut.class::cast)
        .findFirst();
  }

  /** The same question with every measure at the same part of the cost. */
  public SegmentQuery unweighted() {
    return withMeasures(measures.stream().map(Measure::unweighted).toList());
  }

  /** The same question with other measures. */
  public SegmentQuery withMeasures(List<Measure> others) {
    return new SegmentQuery(table, where, segmentBy, others, purpose, l0, totals);
  }

  /** Begins a question about the rows of a table. */
  public static Builder from(String table) {
    return new Builder(table);
  }

  /**
   * Reads query text: {@code SELECT columns, measures FROM table [WHERE ...] [GROUP BY columns]}.
   *
   * @throws QueryException if something in the text is not supported; it is named
   */
  public static SegmentQuery parse(String sql, String purpose) {
    return new QueryReader().read(sql, purpose);
  }

  /** The canonical text: parsing it gives this query again, purpose and l0 apart. */
  public String text() {
    return QueryWriter.text(this);
  }

  /** The same question with another bound on the segments that one customer counts in. */
  public SegmentQuery withL0(int bound) {
    return new SegmentQuery(
        table, where, segmentBy, measures, purpose, OptionalInt.of(bound), totals);
  }

  /** Collects the parts of a question; {@link #forPurpose} completes it. */
  public static final class Builder {
    private final String table;
    private final List<Predicate> conditions = new ArrayList<>();
    private final List<Dimension> segmentBy = new ArrayList<>();
    private final List<Measure> measures = new ArrayList<>();
    private OptionalInt l0 = OptionalInt.empty();
    private Totals totals = Totals.NONE;

    private Builder(String table) {
      this.table = table;
    }

    /** Adds a condition, as in query text after WHERE; all conditions must hold. */
    public Builder where(String condition) {
      return where(new QueryReader().readCondition(condition));
    }

    /** Adds a condition; all conditions must hold. */
    public Builder where(Predicate condition) {
      // Flat, as the text "a AND b AND c" is: the same question is one question.
      if (condition instanceof Predicate.And and) {
        conditions.addAll(and.parts());
      } else {
        conditions.add(condition);
      }
      return this;
    }

    /**
     * Adds axes as query text has them: columns, {@code DAY}, {@code WEEK}, {@code MONTH}, {@code
     * QUARTER} or {@code YEAR} of a date, or {@code BAND} of a number.
     */
    public Builder segmentBy(String... columns) {
      for (String column : columns) {
        segmentBy.add(new QueryReader().readDimension(column));
      }
      return this;
    }

    /** Answers totals besides: {@code GROUP BY ROLLUP(city, age_band)}. */
    public Builder rollup() {
      totals = Totals.ROLLUP;
      return this;
    }

    /** Answers the total of all segments instead of them: {@code GROUP BY POOLED(city)}. */
    public Builder pooled() {
      totals = Totals.POOLED;
      return this;
    }

    /** Adds axes. */
    public Builder segmentBy(Dimension... axes) {
      segmentBy.addAll(List.of(axes));
      return this;
    }

    /** Adds measures. */
    public Builder measure(Measure... asked) {
      measures.addAll(List.of(asked));
      return this;
    }

    /** Bounds the segments that one customer counts in. */
    public Builder l0(int bound) {
      l0 = OptionalInt.of(bound);
      return this;
    }

    /** Completes the question with the purpose that it is asked for. */
    public SegmentQuery forPurpose(String purpose) {
      Optional<Predicate> where =
          conditions.size() > 1
              ? Optional.of(new Predicate.And(conditions))
              : conditions.stream().findFirst();
      return new SegmentQuery(table, where, segmentBy, measures, purpose, l0, totals);
    }
  }
}
