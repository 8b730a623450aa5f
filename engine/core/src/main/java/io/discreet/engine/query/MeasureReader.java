package io.discreet.engine.query;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.sf.jsqlparser.expression.AnalyticExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.statement.select.AllColumns;

/** Reads the measures among the selected expressions. */
final class MeasureReader {

  /** What a customer's segments are called in {@code COUNT(DISTINCT segment)}. */
  static final String SEGMENT = "segment";

  private MeasureReader() {}

  /** The measures that an expression is: several quantiles, one, or none. */
  static List<Measure> read(Expression expression, ConditionReader conditions) {
    if (expression instanceof AllColumns) {
      throw new QueryException(
          "SELECT * is not supported: only measures of segments leave the shop; ask COUNT(*)");
    }
    if (expression instanceof AnalyticExpression) {
      throw new QueryException("window functions (OVER) are not supported; group by instead");
    }
    if (!(expression instanceof Function function)) {
      return List.of();
    }
    String name = function.getName().toUpperCase(Locale.ROOT);
    List<? extends Expression> arguments =
        function.getParameters() == null ? List.of() : function.getParameters();
    return switch (name) {
      case "COUNT" -> List.of(count(function, arguments));
      case "SUM" -> List.of(Measure.sum(onlyColumn(function, arguments)));
      case "AVG", "MEAN" -> List.of(Measure.mean(onlyColumn(function, arguments)));
      // In other dialects the short names are of samples; here nothing is sampled.
      case "VAR_POP", "VARIANCE" -> List.of(Measure.variance(onlyColumn(function, arguments)));
      case "STDDEV_POP", "STDDEV" ->
          List.of(Measure.standardDeviation(onlyColumn(function, arguments)));
      case "MEDIAN" -> List.of(Measure.median(onlyColumn(function, arguments)));
      case "MIN" -> List.of(Measure.min(onlyColumn(function, arguments)));
      case "MAX" -> List.of(Measure.max(onlyColumn(function, arguments)));
      case "QUANTILE" -> quantiles(function, arguments);
      case "RATE" -> List.of(rate(function, arguments, conditions));
      case "TOP_K" -> List.of(topK(function, arguments));
      case "LEFT_OUT" -> List.of(leftOut(function, arguments, conditions));
      case "WEIGHTED" -> weighted(function, arguments, conditions);
      case "CLAMPED_SUM" -> List.of(clampedSum(function, arguments));
      default -> List.of();
    };
  }

  private static Measure count(Function function, List<? extends Expression> arguments) {
    if (arguments.size() == 1) {
      if (!function.isDistinct() && arguments.get(0) instanceof AllColumns) {
        return Measure.rows();
      }
      if (function.isDistinct()
          && !(arguments.get(0) instanceof AllColumns)
          && ConditionReader.column(arguments.get(0)).equals("customer")) {
        return Measure.customers();
      }
    }
    throw new QueryException(
        "COUNT counts customers or rows: ask COUNT(DISTINCT customer) or COUNT(*)");
  }

  private static String onlyColumn(Function function, List<? extends Expression> arguments) {
    if (arguments.size() != 1 || function.isDistinct()) {
      throw new QueryException(function.getName() + " takes one column, without DISTINCT");
    }
    return ConditionReader.column(arguments.get(0));
  }

  private static Measure rate(
      Function function, List<? extends Expression> arguments, ConditionReader conditions) {
    if (arguments.size() != 1 || function.isDistinct()) {
      throw new QueryException("RATE takes one condition: RATE(category = 'bread')");
    }
    return Measure.rate(conditions.read(arguments.get(0)));
  }

  private static List<Measure> quantiles(Function function, List<? extends Expression> arguments) {
    List<Measure> quantiles = new ArrayList<>();
    if (arguments.size() >= 2 && !function.isDistinct()) {
      for (Expression part : arguments.subList(1, arguments.size())) {
        if (ConditionReader.literal(part) instanceof Literal.Numeral q) {
          quantiles.add(quantile(arguments.get(0), q.value()));
        }
      }
    }
    if (quantiles.isEmpty() || quantiles.size() != arguments.size() - 1) {
      throw new QueryException(
          "QUANTILE takes a column and parts from 0 to 1: QUANTILE(amount, 0.25, 0.5, 0.75)");
    }
    return quantiles;
  }

  /** Of a column over rows, or of SUM or COUNT over customers. */
  private static Measure quantile(Expression of, BigDecimal q) {
    if (!(of instanceof Function figure)) {
      return new Measure.Quantile(ConditionReader.column(of), q);
    }
    List<? extends Expression> arguments =
        figure.getParameters() == null ? List.of() : figure.getParameters();
    String name = figure.getName().toUpperCase(Locale.ROOT);
    if (name.equals("SUM")) {
      Optional<String> column = Optional.of(onlyColumn(figure, arguments));
      return new Measure.CustomerQuantile(Measure.Figure.TOTAL, column, q);
    }
    if (name.equals("COUNT") && arguments.size() == 1) {
      boolean all = arguments.get(0) instanceof AllColumns;
      if (all && !figure.isDistinct()) {
        return new Measure.CustomerQuantile(Measure.Figure.ROWS, Optional.empty(), q);
      }
      if (!all && figure.isDistinct() && ConditionReader.column(arguments.get(0)).equals(SEGMENT)) {
        return new Measure.CustomerQuantile(Measure.Figure.SEGMENTS, Optional.empty(), q);
      }
    }
    throw new QueryException(
        "QUANTILE takes a column, or what a customer has: SUM(amount), COUNT(*) or"
            + " COUNT(DISTINCT segment)");
  }

  private static Measure topK(Function function, List<? extends Expression> arguments) {
    if (arguments.size() == 2
        && !function.isDistinct()
        && ConditionReader.literal(arguments.get(1)) instanceof Literal.Numeral k
        && k.value().scale() <= 0
        && k.value().abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0) {
      return new Measure.TopK(QueryReader.dimension(arguments.get(0)), k.value().intValueExact());
    }
    throw new QueryException("TOP_K takes a column and a whole number: TOP_K(category, 3)");
  }

  private static Measure leftOut(
      Function function, List<? extends Expression> arguments, ConditionReader conditions) {
    if (arguments.size() >= 2
        && !function.isDistinct()
        && arguments.get(0) instanceof StringValue share) {
      List<Measure> measures = new ArrayList<>();
      boolean all = true;
      for (Expression argument : arguments.subList(1, arguments.size())) {
        List<Measure> read = read(argument, conditions);
        all &= !read.isEmpty();
        measures.addAll(read);
      }
      if (all) {
        return Measure.leftOut(Measure.LeftOut.share(share.getValue()), measures);
      }
    }
    throw new QueryException(
        "LEFT_OUT takes the share that a question costs, and its measures:"
            + " LEFT_OUT('2%', SUM(amount))");
  }

  private static List<Measure> weighted(
      Function function, List<? extends Expression> arguments, ConditionReader conditions) {
    if (arguments.size() == 2
        && !function.isDistinct()
        && ConditionReader.literal(arguments.get(1)) instanceof Literal.Numeral weight) {
      List<Measure> measures = read(arguments.get(0), conditions);
      if (!measures.isEmpty()) {
        return measures.stream()
            .<Measure>map(measure -> new Measure.Weighted(measure, weight.value()))
            .toList();
      }
    }
    throw new QueryException("WEIGHTED takes a measure and a number: WEIGHTED(SUM(amount), 2)");
  }

  private static Measure clampedSum(Function function, List<? extends Expression> arguments) {
    if (arguments.size() == 3
        && !function.isDistinct()
        && ConditionReader.literal(arguments.get(1)) instanceof Literal.Numeral low
        && ConditionReader.literal(arguments.get(2)) instanceof Literal.Numeral high) {
      return new Measure.Sum(
          ConditionReader.column(arguments.get(0)),
          Optional.of(new Measure.Clamp(low.value(), high.value())));
    }
    throw new QueryException(
        "CLAMPED_SUM takes a column and two numbers: CLAMPED_SUM(amount, 0, 50)");
  }
}
