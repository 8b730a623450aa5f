package io.discreet.engine.query;

import io.discreet.engine.query.Predicate.Operator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
      return negated(isNull.isNot(), new Predicate.IsNull(column(isNull.getLeftExpression())));
    } else if (expression instanceof Between between) {
      return negated(
          between.isNot(),
          new Predicate.Between(
              column(between.getLeftExpression()),
              literal(between.getBetweenExpressionStart()),
              literal(between.getBetweenExpressionEnd())));
    } else if (expression instanceof InExpression in) {
      return negated(
          in.isNot(),
          new Predicate.In(column(in.getLeftExpression()), literals(in.getRightExpression())));
    } else if (expression instanceof ExistsExpression) {
      throw new QueryException("subqueries are not supported; ask the parts one by one");
    } else if (expression instanceof LikeExpression) {
      throw new QueryException("LIKE is not supported; list the values with IN");
    } else if (expression instanceof ComparisonOperator comparison) {
      return comparison(comparison);
    }
    throw new QueryException(
        "this condition is not supported; use =, <>, <, <=, >, >=, IN, BETWEEN, IS NULL, AND, OR,"
            + " NOT between a column and constants");
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

  private static Predicate comparison(ComparisonOperator comparison) {
    Expression left = comparison.getLeftExpression();
    Expression right = comparison.getRightExpression();
    Operator operator = operator(comparison);
    if (isColumn(left) && isColumn(right)) {
      throw new QueryException(
          "two columns cannot be compared, got "
              + column(left)
              + " and "
              + column(right)
              + "; compare a column to a constant");
    }
    return isColumn(right)
        ? new Predicate.Comparison(column(right), flipped(operator), literal(left))
        : new Predicate.Comparison(column(left), operator, literal(right));
  }

  private static boolean isColumn(Expression expression) {
    return expression instanceof Column || expression instanceof DateUnitExpression;
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
    if (expression instanceof Select) {
      throw new QueryException("subqueries are not supported; list constants after IN");
    }
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
      throw new QueryException("subqueries are not supported; ask the parts one by one");
    }
    throw new QueryException(
        "a plain column is needed here; arithmetic and functions of columns are not supported");
  }

  static Literal literal(Expression expression) {
    if (expression instanceof StringValue text) {
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
      throw new QueryException("subqueries are not supported; ask the parts one by one");
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
