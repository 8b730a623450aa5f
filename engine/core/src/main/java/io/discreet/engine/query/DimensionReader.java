package io.discreet.engine.query;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;

/** Reads the axes that are made of a column by a function. */
final class DimensionReader {

  private DimensionReader() {}

  static Dimension read(Function function) {
    String name = function.getName().toUpperCase(Locale.ROOT);
    List<? extends Expression> arguments =
        function.getParameters() == null ? List.of() : function.getParameters();
    Optional<CalendarUnit> unit =
        Arrays.stream(CalendarUnit.values()).filter(u -> u.name().equals(name)).findFirst();
    if (unit.isPresent()) {
      if (function.isDistinct() || arguments.size() != 1) {
        throw new QueryException(name + " takes one date column: " + name + "(day)");
      }
      return new Dimension.ByPeriod(ConditionReader.column(arguments.get(0)), unit.get());
    } else if (name.equals("BAND")) {
      return band(function, arguments);
    }
    throw new QueryException(
        "unknown function "
            + function.getName()
            + "; measures are COUNT(DISTINCT customer), COUNT(*), SUM, CLAMPED_SUM, AVG, VAR_POP,"
            + " STDDEV_POP, RATE, QUANTILE, MEDIAN, MIN, MAX, TOP_K, LEFT_OUT; DAY, WEEK, MONTH,"
            + " QUARTER, YEAR and BAND make segments");
  }

  private static Dimension band(Function function, List<? extends Expression> arguments) {
    if (function.isDistinct() || arguments.size() < 2) {
      throw new QueryException(
          "BAND takes a numeric column and rising edges: BAND(amount, 0, 10, 50)");
    }
    List<BigDecimal> edges = new ArrayList<>();
    for (Expression edge : arguments.subList(1, arguments.size())) {
      if (!(ConditionReader.literal(edge) instanceof Literal.Numeral numeral)) {
        throw new QueryException("the edges of a BAND are numbers without quotes");
      }
      edges.add(numeral.value());
    }
    return new Dimension.ByBand(ConditionReader.column(arguments.get(0)), edges);
  }
}
