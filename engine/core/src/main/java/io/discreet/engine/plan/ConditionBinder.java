package io.discreet.engine.plan;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.Nearest;
import io.discreet.engine.policy.Column;
import io.discreet.engine.query.Aggregate;
import io.discreet.engine.query.Aggregate.Kind;
import io.discreet.engine.query.Calculation;
import io.discreet.engine.query.Literal;
import io.discreet.engine.query.Predicate;
import io.discreet.engine.query.Predicate.Operator;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Turns a predicate over names and literals into a row test over columns and stored values.
 *
 * <p>Law: what is refused here depends on the policy alone. A literal is checked against a declared
 * list, which is public, and never against a dictionary that was discovered from rows.
 */
final class ConditionBinder {

  private static final int DAYS_END = 1 << 30;

  private final Names names;
  private final LocalDate asOf;
  private boolean usesAsOf;

  /**
   * @param asOf the date that conditions mean by TODAY
   */
  ConditionBinder(Names names, LocalDate asOf) {
    this.names = names;
    this.asOf = asOf;
  }

  /** Whether a condition bound so far says TODAY. */
  boolean usesAsOf() {
    return usesAsOf;
  }

  RowTest bind(Predicate predicate) {
    if (predicate instanceof Predicate.And and) {
      return new RowTest.And(and.parts().stream().map(this::bind).toList());
    } else if (predicate instanceof Predicate.Or or) {
      return new RowTest.Or(or.parts().stream().map(this::bind).toList());
    } else if (predicate instanceof Predicate.Not not) {
      return new RowTest.Not(bind(not.part()));
    } else if (predicate instanceof Predicate.IsNull isNull) {
      return new RowTest.IsNull(names.column(isNull.column()));
    } else if (predicate instanceof Predicate.Comparison comparison) {
      return comparison(
          names.column(comparison.column()), comparison.operator(), comparison.literal());
    } else if (predicate instanceof Predicate.Between between) {
      ColumnRef column = names.column(between.column());
      return new RowTest.And(
          List.of(
              comparison(column, Operator.AT_LEAST, between.low()),
              comparison(column, Operator.AT_MOST, between.high())));
    } else if (predicate instanceof Predicate.In in) {
      return in(names.column(in.column()), in.literals());
    } else if (predicate instanceof Predicate.StartsWith startsWith) {
      return startsWith(names.column(startsWith.column()), startsWith.prefix());
    } else if (predicate instanceof Predicate.Calculated calculated) {
      Map<String, ColumnRef> columns = new TreeMap<>();
      addColumns(calculated.left(), columns);
      addColumns(calculated.right(), columns);
      return new RowTest.Calculated(
          calculated.left(), calculated.operator(), calculated.right(), columns);
    } else if (predicate instanceof Predicate.CalculationIsNull isNull) {
      Map<String, ColumnRef> columns = new TreeMap<>();
      addColumns(isNull.calculation(), columns);
      return new RowTest.CalculationIsNull(isNull.calculation(), columns);
    } else if (predicate instanceof Predicate.History history) {
      return history(history);
    } else if (predicate instanceof Predicate.Aggregated aggregated) {
      throw new InputException(
          aggregated.aggregate().text()
              + " is of a customer's rows taken together; write customer IN (SELECT customer FROM "
              + names.table().name()
              + " GROUP BY customer HAVING "
              + aggregated.text()
              + ")");
    }
    throw new IllegalStateException("a predicate without a meaning: " + predicate.getClass());
  }

  private RowTest history(Predicate.History history) {
    ConditionBinder ofTable = new ConditionBinder(names.of(history.table()), asOf);
    RowTest bound =
        new RowTest.History(
            history.table(),
            history.where().map(ofTable::bind),
            history.having().map(ofTable::together));
    usesAsOf |= ofTable.usesAsOf;
    return bound;
  }

  /** Binds a condition on a customer's rows taken together. */
  private RowTest together(Predicate having) {
    if (having instanceof Predicate.And and) {
      return new RowTest.And(and.parts().stream().map(this::together).toList());
    } else if (having instanceof Predicate.Or or) {
      return new RowTest.Or(or.parts().stream().map(this::together).toList());
    } else if (having instanceof Predicate.Not not) {
      return new RowTest.Not(together(not.part()));
    }
    Predicate.Aggregated aggregated = (Predicate.Aggregated) having;
    Aggregate aggregate = aggregated.aggregate();
    Optional<ColumnRef> column = aggregate.column().map(name -> aggregated(aggregate, name));
    return new RowTest.Aggregated(
        aggregate.kind(),
        column,
        aggregated.operator(),
        constant(aggregate, column, aggregated.literal()));
  }

  /** A number of the table itself, or a date of which the first or last is asked. */
  private ColumnRef aggregated(Aggregate aggregate, String name) {
    ColumnRef column = names.column(name);
    boolean ordered = aggregate.kind() == Kind.MIN || aggregate.kind() == Kind.MAX;
    if (ordered && column.column() instanceof Column.Date && !column.attribute()) {
      return column;
    }
    return names.numeric(name, aggregate.kind().name());
  }

  private BigDecimal constant(Aggregate aggregate, Optional<ColumnRef> column, Literal literal) {
    if (column.isPresent() && column.get().column() instanceof Column.Date) {
      return BigDecimal.valueOf(day(column.get(), literal));
    }
    if (!(literal instanceof Literal.Numeral numeral)) {
      throw new InputException(
          aggregate.text()
              + " compares to a number without quotes, such as "
              + aggregate.text()
              + " > 3");
    }
    if (column.isEmpty()) {
      return numeral.value();
    }
    int scale = ((Column.Numeric) column.get().column()).scale();
    BigDecimal units = numeral.value().movePointRight(scale);
    if (aggregate.kind() == Kind.AVG && units.scale() > RowTest.Aggregated.MOST_DECIMALS_OF_MEAN) {
      throw new InputException(
          aggregate.text()
              + " compares to a number with at most "
              + (scale + RowTest.Aggregated.MOST_DECIMALS_OF_MEAN)
              + " digits after the point");
    }
    return units;
  }

  private void addColumns(Calculation calculation, Map<String, ColumnRef> columns) {
    if (calculation instanceof Calculation.Operation operation) {
      addColumns(operation.left(), columns);
      addColumns(operation.right(), columns);
    } else if (calculation instanceof Calculation.OfColumn part) {
      ColumnRef column = names.column(part.column());
      if (!(column.column() instanceof Column.Numeric)) {
        throw new InputException(
            "arithmetic, and a comparison of two columns, is of numbers, but "
                + column.name()
                + " is not one"
                + (column.column() instanceof Column.Date
                    ? "; compare a date to a day, such as " + column.name() + " >= TODAY - 30"
                    : ""));
      }
      columns.put(part.column(), column);
    }
  }

  private static RowTest startsWith(ColumnRef column, String prefix) {
    if (!(column.column() instanceof Column.Category category)) {
      throw new InputException("LIKE needs a category, but " + column.name() + " is not one");
    }
    if (category.declared()
        && !Column.Category.OTHER.startsWith(prefix)
        && category.values().stream().noneMatch(value -> value.startsWith(prefix))) {
      throw new InputException(
          "category " + category.name() + " has no declared value LIKE '" + prefix + "%'");
    }
    return new RowTest.LabelStartsWith(column, prefix);
  }

  private RowTest in(ColumnRef column, List<Literal> literals) {
    if (column.column() instanceof Column.Category category) {
      Set<String> labels = new LinkedHashSet<>();
      literals.forEach(literal -> labels.add(label(category, literal)));
      return new RowTest.LabelIn(column, labels);
    }
    List<RowTest> parts = new ArrayList<>();
    literals.forEach(literal -> parts.add(comparison(column, Operator.EQUAL, literal)));
    return parts.size() == 1 ? parts.get(0) : new RowTest.Or(parts);
  }

  private RowTest comparison(ColumnRef column, Operator operator, Literal literal) {
    if (operator == Operator.NOT_EQUAL) {
      return new RowTest.Not(comparison(column, Operator.EQUAL, literal));
    }
    if (column.column() instanceof Column.Category category) {
      if (operator != Operator.EQUAL) {
        throw new InputException(
            "category "
                + column.name()
                + " has no order; compare it with =, <>, IN or IS NULL, not "
                + operator.sign());
      }
      return new RowTest.LabelIn(column, Set.of(label(category, literal)));
    } else if (column.column() instanceof Column.Date) {
      int day = day(column, literal);
      return switch (operator) {
        case EQUAL -> new RowTest.DayBetween(column, day, day);
        case LESS -> new RowTest.DayBetween(column, -DAYS_END, day - 1);
        case AT_MOST -> new RowTest.DayBetween(column, -DAYS_END, day);
        case GREATER -> new RowTest.DayBetween(column, day + 1, DAYS_END);
        case AT_LEAST -> new RowTest.DayBetween(column, day, DAYS_END);
        case NOT_EQUAL -> throw new IllegalStateException("handled above");
      };
    } else if (column.column() instanceof Column.Numeric numeric) {
      BigDecimal units = number(column, literal).movePointRight(numeric.scale());
      long floor = Units.round(units, RoundingMode.FLOOR);
      long ceiling = Units.round(units, RoundingMode.CEILING);
      return switch (operator) {
        case EQUAL -> new RowTest.UnitsBetween(column, ceiling, floor); // empty between two units
        case LESS -> new RowTest.UnitsBetween(column, -Units.BEYOND, ceiling - 1);
        case AT_MOST -> new RowTest.UnitsBetween(column, -Units.BEYOND, floor);
        case GREATER -> new RowTest.UnitsBetween(column, floor + 1, Units.BEYOND);
        case AT_LEAST -> new RowTest.UnitsBetween(column, ceiling, Units.BEYOND);
        case NOT_EQUAL -> throw new IllegalStateException("handled above");
      };
    }
    throw new IllegalStateException("a column without a type: " + column.column().getClass());
  }

  private static String label(Column.Category category, Literal literal) {
    if (!(literal instanceof Literal.Text text)) {
      throw new InputException(
          "category " + category.name() + " compares to a quoted text, not to a number");
    }
    String label = text.value();
    if (category.declared()
        && !category.values().contains(label)
        && !label.equals(Column.Category.OTHER)) {
      throw new InputException(
          "category "
              + category.name()
              + " has no declared value '"
              + label
              + "'"
              + Nearest.hint(label, category.values()));
    }
    return label;
  }

  private int day(ColumnRef column, Literal literal) {
    if (literal instanceof Literal.Today today) {
      usesAsOf = true;
      // In reach of an int: at most a million years either side.
      return (int) asOf.plusMonths(today.months()).plusDays(today.days()).toEpochDay();
    }
    if (!(literal instanceof Literal.Text text)) {
      throw new InputException(
          "date " + column.name() + " compares to a date such as '2026-01-31'");
    }
    try {
      LocalDate date = LocalDate.parse(text.value());
      if (date.getYear() >= 1 && date.getYear() <= 9999) {
        return (int) date.toEpochDay();
      }
    } catch (DateTimeException e) {
      throw noSuchDay(column, text);
    }
    throw noSuchDay(column, text);
  }

  private static InputException noSuchDay(ColumnRef column, Literal.Text text) {
    return new InputException(
        "date "
            + column.name()
            + " compares to a date such as '2026-01-31', and '"
            + text.value()
            + "' is no day from year 1 to 9999");
  }

  private static BigDecimal number(ColumnRef column, Literal literal) {
    if (literal instanceof Literal.Numeral numeral) {
      return numeral.value();
    }
    throw new InputException("number " + column.name() + " compares to a number without quotes");
  }
}
