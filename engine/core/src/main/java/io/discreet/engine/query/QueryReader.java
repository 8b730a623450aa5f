package io.discreet.engine.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.Token;
import net.sf.jsqlparser.parser.TokenMgrException;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.SelectItem;
import org.jspecify.annotations.Nullable;

/** Reads query text. What is not supported is refused by name, with what would work. */
final class QueryReader {
  private static final int MOST_CHARACTERS = 1 << 16;
  private static final int MOST_NESTING = 100;

  private final ConditionReader conditions = new ConditionReader();

  SegmentQuery read(String sql, String purpose) {
    requireModest(sql);
    Statement statement = parse(sql);
    if (!(statement instanceof PlainSelect select)) {
      throw new QueryException(
          "only one SELECT can be asked, without UNION, WITH or subqueries; ask the parts one by"
              + " one");
    }
    refuseUnsupported(select);
    List<Dimension> groupBy = groupBy(select);
    List<Dimension> selected = new ArrayList<>();
    List<Measure> measures = new ArrayList<>();
    for (SelectItem<?> item : select.getSelectItems()) {
      if (item.getAlias() != null) {
        throw new QueryException("names with AS are not supported; leave AS away");
      }
      Optional<Measure> measure = MeasureReader.read(item.getExpression());
      if (measure.isPresent()) {
        measures.add(measure.get());
      } else {
        selected.add(dimension(item.getExpression()));
      }
    }
    if (!new HashSet<>(selected).equals(new HashSet<>(groupBy))) {
      throw new QueryException(
          "the selected columns must be those of GROUP BY; got "
              + names(selected)
              + " and "
              + names(groupBy));
    }
    Optional<Predicate> where = Optional.ofNullable(select.getWhere()).map(conditions::read);
    return new SegmentQuery(
        table(select.getFromItem()), where, groupBy, measures, purpose, OptionalInt.empty());
  }

  Predicate readCondition(String condition) {
    requireModest(condition);
    return conditions.read(parseExpression(condition));
  }

  Dimension readDimension(String text) {
    requireModest(text);
    return dimension(parseExpression(text));
  }

  private static Expression parseExpression(String text) {
    Statement statement = parse("SELECT 1 FROM t WHERE " + text);
    if (statement instanceof PlainSelect select
        && select.getWhere() != null
        && select.getGroupBy() == null
        && select.getHaving() == null
        && select.getOrderByElements() == null
        && select.getLimit() == null) {
      return select.getWhere();
    }
    throw new QueryException("a condition must be one expression, such as category = 'bread'");
  }

  private static Statement parse(String sql) {
    try {
      CCJSqlParser parser = new CCJSqlParser(sql);
      Statement statement = parser.Statement();
      Token next = parser.getNextToken();
      if (next.kind != 0 && !next.image.equals(";")) {
        throw new QueryException(
            "the query goes on after its end, at line "
                + next.beginLine
                + ", column "
                + next.beginColumn);
      }
      return statement;
    } catch (ParseException e) {
      Token at = e.currentToken == null ? null : e.currentToken.next;
      throw new QueryException(
          "the query cannot be read"
              + (at == null ? "" : " at line " + at.beginLine + ", column " + at.beginColumn)
              + "; write SELECT columns, measures FROM table WHERE condition GROUP BY columns");
    } catch (TokenMgrException e) {
      throw new QueryException(
          "the query has a character or a quote that cannot be read; texts stand in single quotes");
    } catch (StackOverflowError e) {
      throw new QueryException("the query is nested too deeply; write it flatter");
    }
  }

  private static void requireModest(String text) {
    if (text.length() > MOST_CHARACTERS) {
      throw new QueryException("a query has at most " + MOST_CHARACTERS + " characters");
    }
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
      if (depth > MOST_NESTING) {
        throw new QueryException("the query is nested too deeply; write it flatter");
      }
    }
  }

  private static void refuseUnsupported(PlainSelect select) {
    refuse(select.getWithItemsList() != null, "WITH is not supported; ask the parts one by one");
    refuse(
        select.getJoins() != null,
        "JOIN is not supported; attributes of the customer table can be used directly");
    refuse(
        select.getDistinct() != null,
        "SELECT DISTINCT is not supported; ask COUNT(DISTINCT customer)");
    refuse(
        select.getHaving() != null,
        "HAVING on segments is not supported; filter the released values instead");
    refuse(
        select.getOrderByElements() != null,
        "ORDER BY is not supported; segments come in the policy's order");
    refuse(
        select.getLimit() != null
            || select.getOffset() != null
            || select.getFetch() != null
            || select.getTop() != null,
        "LIMIT is not supported; every segment is answered");
    refuse(
        select.getWindowDefinitions() != null && !select.getWindowDefinitions().isEmpty(),
        "windows are not supported; ask one query for each range");
    refuse(select.getQualify() != null, "QUALIFY is not supported");
  }

  private static void refuse(boolean found, String message) {
    if (found) {
      throw new QueryException(message);
    }
  }

  private static String table(@Nullable Object from) {
    if (!(from instanceof Table table)) {
      throw new QueryException("FROM needs the name of one table; subqueries are not supported");
    }
    if (table.getAlias() != null) {
      throw new QueryException("a table needs no other name; leave the alias away");
    }
    if (table.getSchemaName() != null) {
      throw new QueryException("a table has no schema; write its name alone");
    }
    return table.getName();
  }

  private static List<Dimension> groupBy(PlainSelect select) {
    if (select.getGroupBy() == null) {
      return List.of();
    }
    if (!select.getGroupBy().getGroupingSets().isEmpty()) {
      throw new QueryException("GROUPING SETS are not supported; ask one query for each");
    }
    List<Dimension> dimensions = new ArrayList<>();
    for (Object expression : select.getGroupBy().getGroupByExpressionList()) {
      dimensions.add(dimension((Expression) expression));
    }
    return dimensions;
  }

  private static Dimension dimension(Expression expression) {
    if (expression instanceof Function function) {
      String name = function.getName().toUpperCase(Locale.ROOT);
      if (name.equals("MONTH") && function.getParameters().size() == 1) {
        return new Dimension.ByMonth(ConditionReader.column(function.getParameters().get(0)));
      }
      throw new QueryException(
          "unknown function "
              + function.getName()
              + "; measures are COUNT(DISTINCT customer), COUNT(*), SUM, CLAMPED_SUM, AVG, and"
              + " MONTH(day) makes segments");
    }
    return new Dimension.ByCategory(ConditionReader.column(expression));
  }

  private static String names(List<Dimension> dimensions) {
    return dimensions.stream().map(Dimension::column).toList().toString();
  }
}
