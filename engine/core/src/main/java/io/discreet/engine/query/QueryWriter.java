package io.discreet.engine.query;

import io.discreet.engine.query.SegmentQuery.Totals;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes canonical query text. */
final class QueryWriter {
  private static final int PLAIN_DIGITS = 40;

  private QueryWriter() {}

  static String text(SegmentQuery query) {
    Stream<Dimension> shown =
        query.totals() == Totals.POOLED ? Stream.empty() : query.segmentBy().stream();
    String selected =
        Stream.concat(
                shown.map(QueryWriter::dimension),
                query.measures().stream().map(QueryWriter::measure))
            .collect(Collectors.joining(", "));
    String text = "SELECT " + selected + " FROM " + query.table();
    if (query.where().isPresent()) {
      text += " WHERE " + predicate(query.where().get());
    }
    if (!query.segmentBy().isEmpty()) {
      String axes =
          query.segmentBy().stream().map(QueryWriter::dimension).collect(Collectors.joining(", "));
      text +=
          " GROUP BY " + (query.totals() == Totals.NONE ? axes : query.totals() + "(" + axes + ")");
    }
    return text;
  }

  static String dimension(Dimension dimension) {
    if (dimension instanceof Dimension.ByCategory category) {
      return category.column();
    } else if (dimension instanceof Dimension.ByPeriod period) {
      return period.unit() + "(" + period.column() + ")";
    } else if (dimension instanceof Dimension.ByBand band) {
      return "BAND("
          + band.column()
          + ", "
          + band.edges().stream().map(QueryWriter::number).collect(Collectors.joining(", "))
          + ")";
    }
    throw new IllegalStateException("an axis without a text: " + dimension.getClass());
  }

  private static String measure(Measure measure) {
    if (measure instanceof Measure.Weighted weighted) {
      return "WEIGHTED(" + measure(weighted.measure()) + ", " + number(weighted.weight()) + ")";
    } else if (measure instanceof Measure.Customers) {
      return "COUNT(DISTINCT customer)";
    } else if (measure instanceof Measure.Rows) {
      return "COUNT(*)";
    } else if (measure instanceof Measure.Mean mean) {
      return "AVG(" + mean.column() + ")";
    } else if (measure instanceof Measure.Variance variance) {
      return "VAR_POP(" + variance.column() + ")";
    } else if (measure instanceof Measure.StandardDeviation deviation) {
      return "STDDEV_POP(" + deviation.column() + ")";
    } else if (measure instanceof Measure.Quantile quantile) {
      return "QUANTILE(" + quantile.column() + ", " + number(quantile.q()) + ")";
    } else if (measure instanceof Measure.CustomerQuantile quantile) {
      String figure =
          switch (quantile.figure()) {
            case TOTAL -> "SUM(" + quantile.column().orElseThrow() + ")";
            case ROWS -> "COUNT(*)";
            case SEGMENTS -> "COUNT(DISTINCT " + MeasureReader.SEGMENT + ")";
          };
      return "QUANTILE(" + figure + ", " + number(quantile.q()) + ")";
    } else if (measure instanceof Measure.TopK top) {
      return "TOP_K(" + dimension(top.axis()) + ", " + top.k() + ")";
    } else if (measure instanceof Measure.LeftOut leftOut) {
      return "LEFT_OUT('"
          + leftOut.percent()
          + "', "
          + leftOut.measures().stream().map(QueryWriter::measure).collect(Collectors.joining(", "))
          + ")";
    } else if (measure instanceof Measure.Rate rate) {
      return "RATE(" + predicate(rate.condition()) + ")";
    } else if (measure instanceof Measure.Sum sum) {
      return sum.clamp()
          .map(
              clamp ->
                  "CLAMPED_SUM("
                      + sum.column()
                      + ", "
                      + number(clamp.low())
                      + ", "
                      + number(clamp.high())
                      + ")")
          .orElse("SUM(" + sum.column() + ")");
    }
    throw new IllegalStateException("a measure without a text: " + measure.getClass());
  }

  static String predicate(Predicate predicate) {
    if (predicate instanceof Predicate.And and) {
      return joined(and.parts(), " AND ");
    } else if (predicate instanceof Predicate.Or or) {
      return joined(or.parts(), " OR ");
    } else if (predicate instanceof Predicate.Not not) {
      return "NOT (" + predicate(not.part()) + ")";
    } else if (predicate instanceof Predicate.IsNull isNull) {
      return isNull.column() + " IS NULL";
    } else if (predicate instanceof Predicate.Comparison comparison) {
      return comparison.column()
          + " "
          + comparison.operator().sign()
          + " "
          + literal(comparison.literal());
    } else if (predicate instanceof Predicate.Between between) {
      return between.column()
          + " BETWEEN "
          + literal(between.low())
          + " AND "
          + literal(between.high());
    } else if (predicate instanceof Predicate.In in) {
      return in.column()
          + " IN ("
          + in.literals().stream().map(QueryWriter::literal).collect(Collectors.joining(", "))
          + ")";
    } else if (predicate instanceof Predicate.StartsWith startsWith) {
      return startsWith.column() + " LIKE " + text(startsWith.prefix() + "%");
    } else if (predicate instanceof Predicate.Calculated calculated) {
      return calculation(calculated.left())
          + " "
          + calculated.operator().sign()
          + " "
          + calculation(calculated.right());
    } else if (predicate instanceof Predicate.CalculationIsNull isNull) {
      return calculation(isNull.calculation()) + " IS NULL";
    } else if (predicate instanceof Predicate.Aggregated aggregated) {
      return aggregated.aggregate().text()
          + " "
          + aggregated.operator().sign()
          + " "
          + literal(aggregated.literal());
    } else if (predicate instanceof Predicate.History history) {
      return "customer IN (SELECT customer FROM "
          + history.table()
          + history.where().map(where -> " WHERE " + predicate(where)).orElse("")
          + history
              .having()
              .map(having -> " GROUP BY customer HAVING " + predicate(having))
              .orElse("")
          + ")";
    }
    throw new IllegalStateException("a predicate without a text: " + predicate.getClass());
  }

  private static String calculation(Calculation calculation) {
    if (calculation instanceof Calculation.OfColumn column) {
      return column.column();
    } else if (calculation instanceof Calculation.Constant constant) {
      return number(constant.value());
    } else if (calculation instanceof Calculation.Operation operation) {
      // Parentheses where reading from left to right, tighter signs first, would mean another one.
      return operand(operation.left(), operation.sign().tightness())
          + " "
          + operation.sign().text()
          + " "
          + operand(operation.right(), operation.sign().tightness() + 1);
    }
    throw new IllegalStateException("a calculation without a text: " + calculation.getClass());
  }

  private static String operand(Calculation part, int leastTightness) {
    String text = calculation(part);
    boolean loose =
        part instanceof Calculation.Operation operation
            && operation.sign().tightness() < leastTightness;
    return loose ? "(" + text + ")" : text;
  }

  /** Parts that are themselves AND or OR stand in parentheses, so that the nesting is kept. */
  private static String joined(List<Predicate> parts, String word) {
    return parts.stream()
        .map(
            part ->
                part instanceof Predicate.And || part instanceof Predicate.Or
                    ? "(" + predicate(part) + ")"
                    : predicate(part))
        .collect(Collectors.joining(word));
  }

  private static String literal(Literal literal) {
    if (literal instanceof Literal.Numeral numeral) {
      return number(numeral.value());
    } else if (literal instanceof Literal.Text text) {
      return text(text.value());
    } else if (literal instanceof Literal.Today today) {
      return "TODAY"
          + (today.months() != 0 ? moved(today.months(), "INTERVAL ", " MONTH") : "")
          + (today.days() != 0 ? moved(today.days(), "", "") : "");
    }
    throw new IllegalStateException("a literal without a text: " + literal.getClass());
  }

  private static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  private static String moved(int count, String before, String after) {
    return (count < 0 ? " - " : " + ") + before + Math.abs(count) + after;
  }

  static String number(BigDecimal value) {
    return Math.abs(value.scale()) <= PLAIN_DIGITS ? value.toPlainString() : value.toString();
  }
}
