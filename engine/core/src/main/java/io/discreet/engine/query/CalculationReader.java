package io.discreet.engine.query;

import io.discreet.engine.query.Calculation.Sign;
import java.math.BigDecimal;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.DateTimeLiteralExpression;
import net.sf.jsqlparser.expression.DoubleValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.NullValue;
import net.sf.jsqlparser.expression.SignedExpression;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.operators.arithmetic.Addition;
import net.sf.jsqlparser.expression.operators.arithmetic.Division;
import net.sf.jsqlparser.expression.operators.arithmetic.Multiplication;
import net.sf.jsqlparser.expression.operators.arithmetic.Subtraction;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.statement.select.Select;

/** Reads arithmetic on the numbers of a row. */
final class CalculationReader {

  private static final Calculation ZERO = new Calculation.Constant(BigDecimal.ZERO);

  private int depth;

  private CalculationReader() {}

  static Calculation read(Expression expression) {
    return new CalculationReader().part(expression);
  }

  private Calculation part(Expression expression) {
    if (++depth > 2 * Calculation.MOST_PARTS) {
      throw new QueryException(
          "a calculation has at most " + Calculation.MOST_PARTS + " columns and constants");
    }
    try {
      if (expression instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
        return part(list.get(0));
      } else if (expression instanceof Addition addition) {
        return operation(addition, Sign.PLUS);
      } else if (expression instanceof Subtraction subtraction) {
        return operation(subtraction, Sign.MINUS);
      } else if (expression instanceof Multiplication multiplication) {
        return operation(multiplication, Sign.TIMES);
      } else if (expression instanceof Division division) {
        return operation(division, Sign.OVER);
      } else if (expression instanceof SignedExpression signed) {
        return signed(signed);
      } else if (ConditionReader.isColumn(expression)) {
        return new Calculation.OfColumn(ConditionReader.column(expression));
      } else if (TodayReader.isToday(expression)) {
        throw new QueryException(
            "TODAY stands on one side of a comparison, alone or with days: day >= TODAY - 30");
      } else if (expression instanceof StringValue
          || expression instanceof DateTimeLiteralExpression) {
        throw new QueryException(
            "texts and dates cannot be calculated with; compare a column to them, such as day >="
                + " TODAY - 30");
      } else if (isConstant(expression)
          && ConditionReader.literal(expression) instanceof Literal.Numeral numeral) {
        return new Calculation.Constant(numeral.value());
      } else if (expression instanceof Select) {
        throw new QueryException("subqueries are not supported, except " + HistoryReader.FORM);
      }
    } finally {
      depth--;
    }
    throw new QueryException(
        "a constant is needed here, such as 'bread' or 3.5, or numbers with +, -, * and /");
  }

  private static boolean isConstant(Expression expression) {
    return expression instanceof LongValue
        || expression instanceof DoubleValue
        || expression instanceof NullValue;
  }

  private Calculation operation(BinaryExpression expression, Sign sign) {
    return new Calculation.Operation(
        part(expression.getLeftExpression()), sign, part(expression.getRightExpression()));
  }

  private Calculation signed(SignedExpression signed) {
    Calculation part = part(signed.getExpression());
    if (signed.getSign() != '-') {
      return part;
    }
    return part instanceof Calculation.Constant constant
        ? new Calculation.Constant(constant.value().negate())
        : new Calculation.Operation(ZERO, Sign.MINUS, part);
  }
}
