package io.discreet.engine.query;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.IntervalExpression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.operators.arithmetic.Addition;
import net.sf.jsqlparser.expression.operators.arithmetic.Subtraction;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;

/** Reads days relative to the as-of date: {@code TODAY - 30}, {@code TODAY - INTERVAL 3 MONTH}. */
final class TodayReader {

  private static final Pattern INTERVAL =
      Pattern.compile(
          "INTERVAL ('?)([0-9]+)\\1 (DAY|WEEK|MONTH|QUARTER|YEAR)", Pattern.CASE_INSENSITIVE);

  private TodayReader() {}

  /** Whether an expression is the word TODAY itself, which is no column. */
  static boolean isToday(Expression expression) {
    return expression instanceof Column column
        && column.getTable() == null
        && column.getColumnName().equalsIgnoreCase("TODAY");
  }

  /** The day that an expression means, or empty where it does not begin with TODAY. */
  static Optional<Literal.Today> read(Expression expression) {
    if (expression instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
      return read(list.get(0));
    } else if (isToday(expression)) {
      return Optional.of(new Literal.Today(0, 0));
    } else if (expression instanceof Addition sum && isToday(sum.getLeftExpression())) {
      return Optional.of(moved(sum.getRightExpression(), 1));
    } else if (expression instanceof Subtraction difference
        && isToday(difference.getLeftExpression())) {
      return Optional.of(moved(difference.getRightExpression(), -1));
    }
    return Optional.empty();
  }

  private static Literal.Today moved(Expression by, int direction) {
    if (by instanceof LongValue days) {
      return new Literal.Today(0, direction * whole(days.getStringValue()));
    }
    if (by instanceof IntervalExpression) {
      // The parser keeps some units as types of an interval and others as its qualifiers.
      Matcher interval = INTERVAL.matcher(by.toString());
      if (interval.matches()) {
        int count = direction * whole(interval.group(2));
        return switch (CalendarUnit.valueOf(interval.group(3).toUpperCase(Locale.ROOT))) {
          case DAY -> new Literal.Today(0, count);
          case WEEK -> new Literal.Today(0, 7 * count);
          case MONTH -> new Literal.Today(count, 0);
          case QUARTER -> new Literal.Today(3 * count, 0);
          case YEAR -> new Literal.Today(12 * count, 0);
        };
      }
    }
    throw new QueryException(
        "days are counted from today as TODAY - 30 or TODAY - INTERVAL 3 MONTH (or DAY, WEEK,"
            + " QUARTER, YEAR)");
  }

  private static int whole(String digits) {
    if (!digits.matches("[0-9]{1,6}")) {
      throw new QueryException("a time from today is a whole number of at most 6 digits");
    }
    return Integer.parseInt(digits);
  }
}
