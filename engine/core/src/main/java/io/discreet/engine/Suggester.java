package io.discreet.engine;

import io.discreet.engine.Suggestion.Bound;
import io.discreet.engine.Suggestion.Setting;
import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.Nearest;
import io.discreet.engine.plan.Cost;
import io.discreet.engine.plan.Explanation;
import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Column.Bounds;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.Table;
import io.discreet.engine.query.Measure;
import io.discreet.engine.query.Measure.Figure;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.Estimate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Suggests clamps, max-rows and l0 from quantiles of what customers have.
 *
 * <p>One question, charged and stored like any other: each customer counts with one segment of
 * their own, which the keyed hash chooses. What a bound would cost in error is read from plans, and
 * looks at no data.
 */
final class Suggester {

  /** Parts of the customers that a bound may hold, and what is left beyond it at a lower end. */
  private static final List<BigDecimal> PARTS =
      List.of(new BigDecimal("0.9"), new BigDecimal("0.95"), new BigDecimal("0.99"));

  private final Table table;
  private final SegmentQuery query;

  /**
   * @param axes that segments are made of, as in query text; none for one segment of all
   */
  Suggester(Policy policy, String tableName, List<String> axes, String purpose) {
    Table found = policy.tables().get(tableName);
    if (found == null) {
      throw new InputException(
          "unknown table " + tableName + Nearest.hintOrKnown(tableName, policy.tables().keySet()));
    }
    table = found;
    SegmentQuery.Builder builder =
        SegmentQuery.from(tableName).segmentBy(axes.toArray(String[]::new)).l0(1);
    if (!axes.isEmpty()) {
      builder.pooled();
      ask(builder, Figure.SEGMENTS, Optional.empty(), false);
    }
    ask(builder, Figure.ROWS, Optional.empty(), false);
    for (Column.Numeric column : numeric()) {
      ask(builder, Figure.TOTAL, Optional.of(column.name()), column.range().low() < 0);
    }
    query = builder.forPurpose(purpose);
  }

  private List<Column.Numeric> numeric() {
    return table.columns().values().stream()
        .filter(Column.Numeric.class::isInstance)
        .map(Column.Numeric.class::cast)
        .toList();
  }

  private static void ask(
      SegmentQuery.Builder builder, Figure figure, Optional<String> column, boolean bothEnds) {
    for (BigDecimal part : PARTS) {
      if (bothEnds) {
        builder.measure(Measure.quantileOfCustomers(figure, column, BigDecimal.ONE.subtract(part)));
      }
      builder.measure(Measure.quantileOfCustomers(figure, column, part));
    }
  }

  /** The question that is asked. */
  SegmentQuery query() {
    return query;
  }

  /**
   * Plans the widest bounds that an answer could suggest, so that nothing is refused once the
   * answer is paid for.
   *
   * @throws InputException if one of them does not fit
   */
  void requirePlannable(Consumer<SegmentQuery> plan) {
    plan.accept(bounded(Measure.customers()));
    for (Column.Numeric column : numeric()) {
      double most = most(column);
      plan.accept(bounded(sum(column, column.range().low() < 0 ? -most : 0, most)));
    }
  }

  /**
   * Reads the answer.
   *
   * @param explain what a query would bring at the suggestion's cost
   */
  Suggestion read(Release release, Cost cost, BiFunction<SegmentQuery, Cost, Explanation> explain) {
    List<Bound> bounds = new ArrayList<>();
    boolean segmented = !query.segmentBy().isEmpty();
    for (BigDecimal part : PARTS) {
      if (segmented) {
        Estimate most = estimate(release, Figure.SEGMENTS, Optional.empty(), part);
        int segments = explain.apply(bounded(Measure.customers()), cost).segments();
        int l0 = (int) Math.max(1, Math.min(segments, most.value()));
        SegmentQuery counted = bounded(Measure.customers()).withL0(l0);
        bounds.add(
            new Bound(
                Setting.L0,
                "segments",
                part.doubleValue(),
                0,
                l0,
                most,
                halfWidth(explain.apply(counted, cost))));
      }
      Estimate rows = estimate(release, Figure.ROWS, Optional.empty(), part);
      double most = Math.max(1, rows.value());
      // The noise of a number of rows is that of a number of customers times max-rows.
      double ofCount = halfWidth(explain.apply(bounded(Measure.customers()), cost));
      bounds.add(
          new Bound(Setting.MAX_ROWS, "rows", part.doubleValue(), 0, most, rows, most * ofCount));
      for (Column.Numeric column : numeric()) {
        bounds.add(clamp(release, column, part, cost, explain));
      }
    }
    return new Suggestion(release, bounds);
  }

  private Bound clamp(
      Release release,
      Column.Numeric column,
      BigDecimal part,
      Cost cost,
      BiFunction<SegmentQuery, Cost, Explanation> explain) {
    Optional<String> name = Optional.of(column.name());
    Estimate high = estimate(release, Figure.TOTAL, name, part);
    double low =
        column.range().low() < 0
            ? Math.max(
                -most(column),
                Math.min(
                    0,
                    estimate(release, Figure.TOTAL, name, BigDecimal.ONE.subtract(part)).value()))
            : 0;
    double most = Math.min(most(column), Math.max(Math.pow(10, -column.scale()), high.value()));
    return new Bound(
        Setting.CLAMP,
        column.name(),
        part.doubleValue(),
        low,
        most,
        high,
        halfWidth(explain.apply(bounded(sum(column, low, most)), cost)));
  }

  private static Measure sum(Column.Numeric column, double low, double high) {
    return Measure.sum(column.name()).clampedTo(units(low, column), units(high, column));
  }

  /** The farthest end that a clamp can have, in the column's scale. */
  private static double most(Column.Numeric column) {
    return BigDecimal.valueOf(Bounds.MOST, column.scale()).doubleValue();
  }

  private static BigDecimal units(double value, Column.Numeric column) {
    return BigDecimal.valueOf(value).setScale(column.scale(), RoundingMode.HALF_EVEN);
  }

  private SegmentQuery bounded(Measure measure) {
    return new SegmentQuery(
        query.table(),
        Optional.empty(),
        query.segmentBy(),
        List.of(measure),
        query.purpose(),
        OptionalInt.empty());
  }

  private static double halfWidth(Explanation explanation) {
    return explanation.measures().get(0).halfWidth();
  }

  private Estimate estimate(
      Release release, Figure figure, Optional<String> column, BigDecimal part) {
    int position = query.measures().indexOf(Measure.quantileOfCustomers(figure, column, part));
    return release.rows().get(0).estimates().get(position);
  }
}
