package io.discreet.engine.query;

import java.util.HashSet;
import java.util.Set;

/** The names that a query uses. */
final class QueryNames {

  private final Set<String> names = new HashSet<>();

  private QueryNames() {}

  static Set<String> of(SegmentQuery query) {
    QueryNames found = new QueryNames();
    found.names.add(query.table());
    query.segmentBy().forEach(dimension -> found.names.add(dimension.column()));
    query.measures().forEach(found::add);
    query.where().ifPresent(found::add);
    return found.names;
  }

  static Set<String> of(Predicate condition) {
    QueryNames found = new QueryNames();
    found.add(condition);
    return found.names;
  }

  private void add(Measure asked) {
    Measure measure = asked.unweighted();
    if (measure instanceof Measure.Customers) {
      names.add("customer");
    } else if (measure instanceof Measure.Sum sum) {
      names.add(sum.column());
    } else if (measure instanceof Measure.Mean mean) {
      names.add(mean.column());
    } else if (measure instanceof Measure.Variance variance) {
      names.add(variance.column());
    } else if (measure instanceof Measure.StandardDeviation deviation) {
      names.add(deviation.column());
    } else if (measure instanceof Measure.Quantile quantile) {
      names.add(quantile.column());
    } else if (measure instanceof Measure.CustomerQuantile quantile) {
      quantile.column().ifPresent(names::add);
      if (quantile.figure() == Measure.Figure.SEGMENTS) {
        names.add(MeasureReader.SEGMENT);
      }
    } else if (measure instanceof Measure.TopK top) {
      names.add(top.axis().column());
    } else if (measure instanceof Measure.Rate rate) {
      add(rate.condition());
    } else if (measure instanceof Measure.LeftOut leftOut) {
      leftOut.measures().forEach(this::add);
    }
  }

  private void add(Predicate predicate) {
    if (predicate instanceof Predicate.And and) {
      and.parts().forEach(this::add);
    } else if (predicate instanceof Predicate.Or or) {
      or.parts().forEach(this::add);
    } else if (predicate instanceof Predicate.Not not) {
      add(not.part());
    } else if (predicate instanceof Predicate.Comparison comparison) {
      names.add(comparison.column());
    } else if (predicate instanceof Predicate.In in) {
      names.add(in.column());
    } else if (predicate instanceof Predicate.Between between) {
      names.add(between.column());
    } else if (predicate instanceof Predicate.IsNull isNull) {
      names.add(isNull.column());
    } else if (predicate instanceof Predicate.StartsWith startsWith) {
      names.add(startsWith.column());
    } else if (predicate instanceof Predicate.Calculated calculated) {
      add(calculated.left());
      add(calculated.right());
    } else if (predicate instanceof Predicate.CalculationIsNull isNull) {
      add(isNull.calculation());
    } else if (predicate instanceof Predicate.History history) {
      names.add("customer");
      names.add(history.table());
      history.where().ifPresent(this::add);
      history.having().ifPresent(this::add);
    } else if (predicate instanceof Predicate.Aggregated aggregated) {
      aggregated.aggregate().column().ifPresent(names::add);
    } else {
      throw new IllegalStateException("a predicate without names: " + predicate.getClass());
    }
  }

  private void add(Calculation calculation) {
    if (calculation instanceof Calculation.OfColumn column) {
      names.add(column.column());
    } else if (calculation instanceof Calculation.Operation operation) {
      add(operation.left());
      add(operation.right());
    }
  }
}
