package io.discreet.engine.query;

import io.discreet.engine.query.Calculation.Constant;
import io.discreet.engine.query.Calculation.OfColumn;
import io.discreet.engine.query.Predicate.Operator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.DateTimeLiteralExpression;
import net.sf.jsqlparser.expression.DateTimeLiteralExpression.DateTime;
import net.sf.jsqlparser.expression.DateUnitExpression;
import net.sf.jsqlparser.expression.DoubleValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.NotExpression;
import net.sf.jsqlparser.expression.NullValue;
import net.sf.jsqlparser.expression.SignedExpression;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.conditional.OrExpression;
import net.sf.jsqlparser.expression.operators.relational.Between;
import net.sf.jsqlparser.expression.operators.relational.ComparisonOperator;
import net.sf.jsqlparser.expression.operators.relational.EqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ExistsExpression;
import net.sf.jsqlparser.expression.operators.relational.GreaterThan;
import net.sf.jsqlparser.expression.operators.relational.GreaterThanEquals;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.expression.operators.relational.LikeExpression;
import net.sf.jsqlparser.expression.operators.relational.MinorThan;
import net.sf.jsqlparser.expression.operators.relational.MinorThanEquals;
import net.sf.jsqlparser.expression.operators.relational.NotEqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.Select;

/** Reads the condition of a query. */
final class ConditionReader {
  private static final int MOST_LITERALS = 10_000;
  private static final int MOST_DEPTH = 500;
  private static final int MOST_EXPONENT = 100;

  private int depth;

  Predicate read(Expression expression) {
    if (++depth > MOST_DEPTH) {
      throw new QueryException("the condition is nested too deeply; write it flatter");
    }
    try {
      return predicate(expression);
    } finally {
      depth--;
    }
  }

  private Predicate predicate(Expression expression) {
    if (expression instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
      return read(list.get(0));
    } else if (expression instanceof AndExpression) {
      return new Predicate.And(parts(expression, AndExpression.class));
    } else if (expression instanceof OrExpression) {
      return new Predicate.Or(parts(expression, OrExpression.class));
    } else if (expression instanceof NotExpression not) {
      return new Predicate.Not(read(not.getExpression()));
    } else if (expression instanceof IsNullExpression isNull) {
      return negated(isNull.isNot(), isNull(isNull.getLeftExpression()));
    } else if (expression instanceof Between between) {
      return negated(between.isNot(), between(between));
    } else if (expression instanceof InExpression in) {
      return negated(in.isNot(), in(in));
    } else if (expression instanceof ExistsExpression) {
      throw new QueryException("subqueries are not supported, except " + HistoryReader.FORM);
    } else if (expression instanceof LikeExpression like) {
      return negated(like.isNot(), startsWith(like));
    } else if (expression instanceof ComparisonOperator comparison) {
      return compared(
          comparison.getLeftExpression(), operator(comparison), comparison.getRightExpression());
    }
    throw new QueryException(
        "this condition is not supported; use =, <>, <, <=, >, >=, IN, BETWEEN, LIKE, IS NULL,"
            + " AND, OR, NOT");
  }

  /** The operands of a chain that was written without parentheses, left to right. */
  private List<Predicate> parts(Expression expression, Class<? extends BinaryExpression> type) {
    List<Predicate> parts = new ArrayList<>();
    Expression left = expression;
    while (type.isInstance(left)) {
      BinaryExpression chain = type.cast(left);
      parts.add(read(chain.getRightExpression()));
      left = chain.getLeftExpression();
    }
    parts.add(read(left));
    Collections.reverse(parts);
    return List.copyOf(parts);
  }

  private static Predicate negated(boolean not, Predicate predicate) {
    return not ? new Predicate.Not(predicate) : predicate;
  }

  private static Predicate isNull(Expression written) {
    Expression expression = plain(written);
    return isColumn(expression)
        ? new Predicate.IsNull(column(expression))
        : new Predicate.CalculationIsNull(CalculationReader.read(expression));
  }

  private static Predicate between(Between between) {
    Expression left = plain(between.getLeftExpression());
    Expression start = plain(between.getBetweenExpressionStart());
    Expression end = plain(between.getBetweenExpressionEnd());
    if (isColumn(left) && isLiteral(start) && isLiteral(end)) {
      return new Predicate.Between(column(left), literal(start), literal(end));
    }
    return new Predicate.And(
        List.of(compared(left, Operator.AT_LEAST, start), compared(left, Operator.AT_MOST, end)));
  }

  private Predicate in(InExpression in) {
    Expression left = plain(in.getLeftExpression());
    if (in.getRightExpression() instanceof Select subquery) {
      return HistoryReader.read(left, subquery, this);
    }
    List<Literal> literals = literals(in.getRightExpression());
    if (isColumn(left)) {
      return new Predicate.In(column(left), literals);
    }
    ParenthesedExpressionList<?> list = (ParenthesedExpressionList<?>) in.getRightExpression();
    List<Predicate> parts = new ArrayList<>();
    list.forEach(element -> parts.add(compared(left, Operator.EQUAL, element)));
    return parts.size() == 1 ? parts.get(0) : new Predicate.Or(parts);
  }

  private static Predicate startsWith(LikeExpression like) {
    if (isColumn(like.getLeftExpression())
        && like.getLikeKeyWord() == LikeExpression.KeyWord.LIKE
        && like.getEscape() == null
        && like.getRightExpression() instanceof StringValue text
        && text.getNotExcapedValue().endsWith("%")) {
      String pattern = text.getNotExcapedValue();
      return new Predicate.StartsWith(
          column(like.getLeftExpression()), pattern.substring(0, pattern.length() - 1));
    }
    throw new QueryException(
        "LIKE compares a column to a prefix, such as product LIKE 'abc%'; for whole values write ="
            + " or IN");
  }

  private static Predicate compared(Expression leftSide, Operator operator, Expression rightSide) {
    Expression left = plain(leftSide);
    Expression right = plain(rightSide);
    if (isColumn(left) && isLiteral(right)) {
      return new Predicate.Comparison(column(left), operator, literal(right));
    } else if (isColumn(right) && isLiteral(left)) {
      return new Predicate.Comparison(column(right), flipped(operator), literal(left));
    }
    if (isLiteral(right) && HistoryReader.aggregate(left).isPresent()) {
      return new Predicate.Aggregated(
          HistoryReader.aggregate(left).get(), operator, literal(right));
    } else if (isLiteral(left) && HistoryReader.aggregate(right).isPresent()) {
      return new Predicate.Aggregated(
          HistoryReader.aggregate(right).get(), flipped(operator), literal(left));
    }
    Calculation first = CalculationReader.read(left);
    Calculation second = CalculationReader.read(right);
    if (first instanceof OfColumn column && second instanceof Constant constant) {
      return new Predicate.Comparison(
          column.column(), operator, new Literal.Numeral(constant.value()));
    } else if (first instanceof Constant constant && second instanceof OfColumn column) {
      return new Predicate.Comparison(
          column.column(), flipped(operator), new Literal.Numeral(constant.value()));
    }
    return new Predicate.Calculated(first, operator, second);
  }

  /** An expression without the parentheses around it. */
  private static Expression plain(Expression expression) {
    Expression inner = expression;
    while (inner instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
      inner = list.get(0);
    }
    return inner;
  }

  static boolean isColumn(Expression expression) {
    return (expression instanceof Column && !TodayReader.isToday(expression))
        || expression instanceof DateUnitExpression;
  }

  private static boolean isLiteral(Expression expression) {
    return expression instanceof StringValue
        || expression instanceof LongValue
        || expression instanceof DoubleValue
        || expression instanceof DateTimeLiteralExpression
        || expression instanceof NullValue
        || (expression instanceof SignedExpression signed && isLiteral(signed.getExpression()))
        || TodayReader.read(expression).isPresent();
  }

  private static Operator operator(ComparisonOperator comparison) {
    if (comparison instanceof EqualsTo) {
      return Operator.EQUAL;
    } else if (comparison instanceof NotEqualsTo) {
      return Operator.NOT_EQUAL;
    } else if (comparison instanceof MinorThan) {
      return Operator.LESS;
    } else if (comparison instanceof MinorThanEquals) {
      return Operator.AT_MOST;
    } else if (comparison instanceof GreaterThan) {
      return Operator.GREATER;
    } else if (comparison instanceof GreaterThanEquals) {
      return Operator.AT_LEAST;
    }
    throw new QueryException(
        "the comparison " + comparison.getStringExpression() + " is not supported");
  }

  private static Operator flipped(Operator operator) {
    return switch (operator) {
      case EQUAL, NOT_EQUAL -> operator;
      case LESS -> Operator.GREATER;
      case AT_MOST -> Operator.AT_LEAST;
      case GREATER -> Operator.LESS;
      case AT_LEAST -> Operator.AT_MOST;
    };
  }

  private static List<Literal> literals(Expression expression) {
    if (expression instanceof ParenthesedExpressionList<?> list && !list.isEmpty()) {
      if (list.size() > MOST_LITERALS) {
        throw new QueryException("IN takes at most " + MOST_LITERALS + " constants");
      }
      List<Literal> literals = new ArrayList<>();
      for (Expression element : list) {
        literals.add(literal(element));
      }
      return List.copyOf(literals);
    }
    throw new QueryException("IN needs constants in parentheses, such as IN ('a', 'b')");
  }

  static String column(Expression expression) {
    if (expression instanceof Column column) {
      if (column.getTable() != null && column.getTable().getName() != null) {
        throw new QueryException(
            "a column is written without its table: " + column.getColumnName());
      }
      return column.getColumnName();
    }
    if (expression instanceof DateUnitExpression unit) {
      // The parser takes a column called day, week, month or year for a unit of time; how it was
      // written is left in the token.
      return unit.getASTNode().jjtGetFirstToken().image;
    }
    if (expression instanceof Select) {
      throw new QueryException("subqueries are not supported, except " + HistoryReader.FORM);
    }
    throw new QueryException(
        "a plain column is needed here; arithmetic and functions of columns are not supported");
  }

  static Literal literal(Expression expression) {
    Optional<Literal.Today> today = TodayReader.read(expression);
    if (today.isPresent()) {
      return today.get();
    } else if (expression instanceof StringValue text) {
      return new Literal.Text(text.getNotExcapedValue());
    } else if (expression instanceof LongValue number) {
      return numeral(number.getStringValue());
    } else if (expression instanceof DoubleValue number) {
      return numeral(number.toString());
    } else if (expression instanceof SignedExpression signed
        && literal(signed.getExpression()) instanceof Literal.Numeral numeral) {
      return signed.getSign() == '-' ? new Literal.Numeral(numeral.value().negate()) : numeral;
    } else if (expression instanceof DateTimeLiteralExpression date) {
      if (date.getType() != DateTime.DATE) {
        throw new QueryException("only days are known; write DATE '2026-01-31'");
      }
      return new Literal.Text(date.getValue().replace("'", ""));
    } else if (expression instanceof Select) {
      throw new QueryException("subqueries are not supported, except " + HistoryReader.FORM);
    } else if (expression instanceof NullValue) {
      throw new QueryException("nothing equals NULL; use IS NULL or IS NOT NULL");
    }
    throw new QueryException(
        "a constant is needed here, such as 'bread', 3.5 or DATE '2026-01-31'");
  }

  private static Literal numeral(String text) {
    try {
      BigDecimal value = new BigDecimal(text);
      if (Math.abs((long) value.precision() - value.scale()) > MOST_EXPONENT
          || Math.abs(value.scale()) > 2 * MOST_EXPONENT) {
        throw new QueryException("a number is out of any reach; write at most 100 digits");
      }
      return new Literal.Numeral(value);
    } catch (NumberFormatException e) {
      throw new QueryException("a number cannot be read; write it like 3 or 3.25");
    }
  }
}
