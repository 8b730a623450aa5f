package io.discreet.engine.query;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.sf.jsqlparser.expression.AnalyticExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.statement.select.AllColumns;

/** Reads the measures among the selected expressions. */
final class MeasureReader {

  private MeasureReader() {}

  /** The measure that an expression is, or empty where it is none. */
  static Optional<Measure> read(Expression expression, ConditionReader conditions) {
    if (expression instanceof AllColumns) {
      throw new QueryException(
          "SELECT * is not supported: only measures of segments leave the shop; ask COUNT(*)");
    }
    if (expression instanceof AnalyticExpression) {
      throw new QueryException("window functions (OVER) are not supported; group by instead");
    }
    if (!(expression instanceof Function function)) {
      return Optional.empty();
    }
    String name = function.getName().toUpperCase(Locale.ROOT);
    List<? extends Expression> arguments =
        function.getParameters() == null ? List.of() : function.getParameters();
    return switch (name) {
      case "COUNT" -> Optional.of(count(function, arguments));
      case "SUM" -> Optional.of(Measure.sum(onlyColumn(function, arguments)));
      case "AVG", "MEAN" -> Optional.of(Measure.mean(onlyColumn(function, arguments)));
      // In other dialects the short names are of samples; here nothing is sampled.
      case "VAR_POP", "VARIANCE" -> Optional.of(Measure.variance(onlyColumn(function, arguments)));
      case "STDDEV_POP", "STDDEV" ->
          Optional.of(Measure.standardDeviation(onlyColumn(function, arguments)));
      case "RATE" -> Optional.of(rate(function, arguments, conditions));
      case "CLAMPED_SUM" -> Optional.of(clampedSum(function, arguments));
      default -> Optional.empty();
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
