package io.discreet.engine.scan;

import io.discreet.engine.query.Aggregate;
import io.discreet.engine.query.Calculation;
import io.discreet.engine.query.Literal;
import io.discreet.engine.query.Predicate;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The truth of conditions on one customer's rows, by the words of the documentation. */
final class TruthOracle {
  private static final BigInteger MOST = BigInteger.TWO.pow(63).subtract(BigInteger.ONE);

  private final RandomShop shop;
  private final int customer;

  /** What is the same for all rows of the customer. */
  private final Map<Predicate.History, Boolean> histories = new HashMap<>();

  TruthOracle(RandomShop shop, int customer) {
    this.shop = shop;
    this.customer = customer;
  }

  /** A row with the customer's attributes beside its own values. */
  Map<String, Object> withAttributes(Map<String, Object> row) {
    Map<String, Object> all = new HashMap<>(shop.attributes.get(customer));
    all.putAll(row);
    return all;
  }

  boolean isTrue(Predicate predicate, Map<String, Object> row) {
    Boolean truth = truth(predicate, row);
    return truth != null && truth;
  }

  /** The truth of a condition on one row; null is unknown. */
  private @Nullable Boolean truth(Predicate predicate, Map<String, Object> row) {
    if (predicate instanceof Predicate.And and) {
      Boolean result = true;
      for (Predicate part : and.parts()) {
        Boolean truth = truth(part, row);
        if (truth != null && !truth) {
          return false;
        }
        result = truth == null ? null : result;
      }
      return result;
    } else if (predicate instanceof Predicate.Or or) {
      Boolean result = false;
      for (Predicate part : or.parts()) {
        Boolean truth = truth(part, row);
        if (truth != null && truth) {
          return true;
        }
        result = truth == null ? null : result;
      }
      return result;
    } else if (predicate instanceof Predicate.Not not) {
      Boolean truth = truth(not.part(), row);
      return truth == null ? null : !truth;
    } else if (predicate instanceof Predicate.IsNull isNull) {
      return row.get(isNull.column()) == null;
    } else if (predicate instanceof Predicate.Comparison comparison) {
      Object value = row.get(comparison.column());
      return value == null ? null : compares(value, comparison.operator(), comparison.literal());
    } else if (predicate instanceof Predicate.Between between) {
      Object value = row.get(between.column());
      return value == null
          ? null
          : compares(value, Predicate.Operator.AT_LEAST, between.low())
              && compares(value, Predicate.Operator.AT_MOST, between.high());
    } else if (predicate instanceof Predicate.In in) {
      Object value = row.get(in.column());
      return value == null
          ? null
          : in.literals().stream()
              .anyMatch(literal -> compares(value, Predicate.Operator.EQUAL, literal));
    } else if (predicate instanceof Predicate.StartsWith startsWith) {
      return row.get(startsWith.column()) instanceof String label
          ? label.startsWith(startsWith.prefix())
          : null;
    } else if (predicate instanceof Predicate.Calculated calculated) {
      Ratio left = number(calculated.left(), row);
      Ratio right = number(calculated.right(), row);
      if (left == null || right == null) {
        return null;
      }
      return holds(left.minus(right).numerator().signum(), calculated.operator());
    } else if (predicate instanceof Predicate.CalculationIsNull isNull) {
      return number(isNull.calculation(), row) == null;
    } else if (predicate instanceof Predicate.History history) {
      return histories.computeIfAbsent(history, this::holds);
    }
    throw new AssertionError(predicate);
  }

  private boolean holds(Predicate.History history) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Map<String, Object> own : shop.rowsOf(history.table(), customer)) {
      Map<String, Object> all = withAttributes(own);
      if (history.where().map(where -> isTrue(where, all)).orElse(true)) {
        rows.add(own);
      }
    }
    if (rows.isEmpty() || history.having().isEmpty()) {
      return !rows.isEmpty();
    }
    Boolean together = together(history.having().get(), rows);
    return together != null && together;
  }

  private static @Nullable Boolean together(Predicate having, List<Map<String, Object>> rows) {
    if (having instanceof Predicate.Not not) {
      Boolean truth = together(not.part(), rows);
      return truth == null ? null : !truth;
    } else if (having instanceof Predicate.And and) {
      List<@Nullable Boolean> parts = new ArrayList<>();
      and.parts().forEach(part -> parts.add(together(part, rows)));
      return parts.contains(false) ? Boolean.FALSE : parts.contains(null) ? null : Boolean.TRUE;
    } else if (having instanceof Predicate.Or or) {
      List<@Nullable Boolean> parts = new ArrayList<>();
      or.parts().forEach(part -> parts.add(together(part, rows)));
      return parts.contains(true) ? Boolean.TRUE : parts.contains(null) ? null : Boolean.FALSE;
    }
    Predicate.Aggregated aggregated = (Predicate.Aggregated) having;
    Optional<String> column = aggregated.aggregate().column();
    if (column.isEmpty()) {
      return compares(BigDecimal.valueOf(rows.size()), aggregated.operator(), aggregated.literal());
    }
    List<Object> values = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      if (row.get(column.get()) != null) {
        values.add(row.get(column.get()));
      }
    }
    if (values.isEmpty()) {
      return null;
    }
    Aggregate.Kind kind = aggregated.aggregate().kind();
    if (kind == Aggregate.Kind.MIN || kind == Aggregate.Kind.MAX) {
      Object best = values.get(0);
      for (Object value : values) {
        int order =
            value instanceof LocalDate day
                ? day.compareTo((LocalDate) best)
                : ((BigDecimal) value).compareTo((BigDecimal) best);
        best = (kind == Aggregate.Kind.MIN ? order < 0 : order > 0) ? value : best;
      }
      return compares(best, aggregated.operator(), aggregated.literal());
    }
    BigDecimal sum =
        values.stream().map(BigDecimal.class::cast).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal constant = ((Literal.Numeral) aggregated.literal()).value();
    // A mean of n values compares to c as their sum does to n · c.
    return holds(
        sum.compareTo(
            kind == Aggregate.Kind.AVG
                ? constant.multiply(BigDecimal.valueOf(values.size()))
                : constant),
        aggregated.operator());
  }

  private static boolean compares(Object value, Predicate.Operator operator, Literal literal) {
    if (value instanceof BigDecimal number && literal instanceof Literal.Numeral numeral) {
      return holds(number.compareTo(numeral.value()), operator);
    } else if (value instanceof LocalDate date && literal instanceof Literal.Text text) {
      return holds(date.compareTo(LocalDate.parse(text.value())), operator);
    } else if (value instanceof LocalDate date && literal instanceof Literal.Today today) {
      LocalDate day = RandomShop.AS_OF.plusMonths(today.months()).plusDays(today.days());
      return holds(date.compareTo(day), operator);
    } else if (value instanceof String label && literal instanceof Literal.Text text) {
      return holds(label.compareTo(text.value()), operator);
    }
    throw new AssertionError(value + " and " + literal);
  }

  private static boolean holds(int order, Predicate.Operator operator) {
    return switch (operator) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case AT_MOST -> order <= 0;
      case GREATER -> order > 0;
      case AT_LEAST -> order >= 0;
    };
  }

  /** A fraction in lowest terms, its denominator above 0. */
  private record Ratio(BigInteger numerator, BigInteger denominator) {

    static Ratio of(BigInteger numerator, BigInteger denominator) {
      BigInteger divisor = numerator.gcd(denominator);
      divisor = denominator.signum() < 0 ? divisor.negate() : divisor;
      return new Ratio(numerator.divide(divisor), denominator.divide(divisor));
    }

    static Ratio of(BigDecimal value) {
      return value.scale() <= 0
          ? of(value.toBigIntegerExact(), BigInteger.ONE)
          : of(value.unscaledValue(), BigInteger.TEN.pow(value.scale()));
    }

    Ratio minus(Ratio other) {
      return of(
          numerator.multiply(other.denominator).subtract(other.numerator.multiply(denominator)),
          denominator.multiply(other.denominator));
    }

    boolean isBeyond() {
      return numerator.abs().compareTo(MOST.multiply(denominator)) > 0;
    }
  }

  private static @Nullable Ratio number(Calculation calculation, Map<String, Object> row) {
    if (calculation instanceof Calculation.Constant constant) {
      return Ratio.of(constant.value());
    } else if (calculation instanceof Calculation.OfColumn column) {
      return row.get(column.column()) instanceof BigDecimal value ? Ratio.of(value) : null;
    } else if (calculation instanceof Calculation.Operation operation) {
      Ratio a = number(operation.left(), row);
      Ratio b = number(operation.right(), row);
      if (a == null || b == null) {
        return null;
      }
      Ratio negated = new Ratio(b.numerator().negate(), b.denominator());
      Ratio result =
          switch (operation.sign()) {
            case PLUS -> a.minus(negated);
            case MINUS -> a.minus(b);
            case TIMES ->
                Ratio.of(
                    a.numerator().multiply(b.numerator()),
                    a.denominator().multiply(b.denominator()));
            case OVER ->
                b.numerator().signum() == 0
                    ? null
                    : Ratio.of(
                        a.numerator().multiply(b.denominator()),
                        a.denominator().multiply(b.numerator()));
          };
      return result == null || result.isBeyond() ? null : result;
    }
    throw new AssertionError(calculation);
  }
}
