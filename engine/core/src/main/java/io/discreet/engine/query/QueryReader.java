package io.discreet.engine.query;

import io.discreet.engine.failure.Quote;
import io.discreet.engine.query.SegmentQuery.Totals;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParserConstants;
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
  private static final String QUERY = "the query";
  private static final String CONDITION = "the condition";
  // A line of its own, so that positions in a condition need but one line subtracted.
  private static final String BEFORE_CONDITION = "SELECT 1 FROM t WHERE\n";

  private final ConditionReader conditions = new ConditionReader();

  SegmentQuery read(String sql, String purpose) {
    QueryTokens tokens = QueryTokens.of(sql, QUERY);
    Statement statement = parse(sql, QUERY, 0);
    if (!(statement instanceof PlainSelect select)) {
      throw new QueryException(
          "only one SELECT can be asked, without UNION, WITH or subqueries; ask the parts one by"
              + " one");
    }
    refuseUnsupported(select);
    refuse(
        select.getHaving() != null,
        "HAVING on segments is not supported; for a condition on each customer's own rows write"
            + " WHERE "
            + HistoryReader.FORM);
    Totals totals = totals(select);
    List<Dimension> groupBy = groupBy(select, totals);
    List<Dimension> selected = new ArrayList<>();
    List<Measure> measures = new ArrayList<>();
    for (SelectItem<?> item : select.getSelectItems()) {
      if (item.getAlias() != null) {
        throw new QueryException("names with AS are not supported; leave AS away");
      }
      List<Measure> read = MeasureReader.read(item.getExpression(), conditions);
      if (read.isEmpty()) {
        selected.add(dimension(item.getExpression()));
      }
      measures.addAll(read);
    }
    if (totals == Totals.POOLED && !selected.isEmpty()) {
      throw new QueryException(
          "POOLED gives one answer for all segments; select measures only, got " + names(selected));
    }
    if (totals != Totals.POOLED && !new HashSet<>(selected).equals(new HashSet<>(groupBy))) {
      throw new QueryException(
          "the selected columns must be those of GROUP BY; got "
              + names(selected)
              + " and "
              + names(groupBy));
    }
    Optional<Predicate> where = Optional.ofNullable(select.getWhere()).map(conditions::read);
    SegmentQuery query =
        new SegmentQuery(
            table(select.getFromItem()),
            where,
            groupBy,
            measures,
            purpose,
            OptionalInt.empty(),
            totals);
    tokens.requireQueryOf(QueryNames.of(query));
    return query;
  }

  Predicate readCondition(String text) {
    QueryTokens tokens = QueryTokens.of(text, CONDITION);
    Predicate condition = conditions.read(parseExpression(text));
    tokens.requireConditionOf(QueryNames.of(condition));
    return condition;
  }

  Dimension readDimension(String text) {
    QueryTokens tokens = QueryTokens.of(text, "the segment column");
    Dimension dimension = dimension(parseExpression(text));
    tokens.requireConditionOf(Set.of(dimension.column()));
    return dimension;
  }

  private static Expression parseExpression(String text) {
    Statement statement = parse(BEFORE_CONDITION + text, CONDITION, 1);
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

  private static Statement parse(String sql, String what, int linesBefore) {
    try {
      CCJSqlParser parser = new CCJSqlParser(sql);
      Statement statement = parser.Statement();
      Token next = parser.getNextToken();
      if (next.kind != CCJSqlParserConstants.EOF) {
        throw new QueryException(
            what
                + " goes on after its end, at line "
                + (next.beginLine - linesBefore)
                + ", column "
                + next.beginColumn
                + "; ask one query at a time");
      }
      return statement;
    } catch (ParseException e) {
      Token at = e.currentToken == null ? null : e.currentToken.next;
      String where =
          at == null || at.kind == CCJSqlParserConstants.EOF
              ? " to its end"
              : " at "
                  + Quote.shorten(at.image)
                  + ", line "
                  + (at.beginLine - linesBefore)
                  + ", column "
                  + at.beginColumn;
      throw new QueryException(
          what
              + " cannot be read"
              + where
              + "; write "
              + (what.equals(QUERY)
                  ? "SELECT columns, measures FROM table WHERE condition GROUP BY columns"
                  : "it like category = 'bread' AND amount > 3"));
    } catch (TokenMgrException e) {
      throw QueryTokens.unreadableToken(what);
    } catch (NumberFormatException e) {
      // The parser takes some numbers for an int, such as the precision of an interval.
      throw new QueryException(what + " has a number that cannot be read; write it like 3 or 3.25");
    } catch (StackOverflowError e) {
      throw new QueryException(what + " is nested too deeply; write it flatter");
    }
  }

  /** Refuses the clauses that neither a query nor a condition on history has. */
  static void refuseUnsupported(PlainSelect select) {
    refuse(select.getWithItemsList() != null, "WITH is not supported; ask the parts one by one");
    refuse(
        select.getJoins() != null,
        "JOIN is not supported; attributes of the customer table can be used directly");
    refuse(
        select.getDistinct() != null,
        "SELECT DISTINCT is not supported; ask COUNT(DISTINCT customer)");
    refuse(
        select.getOrderByElements() != null,
        "ORDER BY is not supported; segments come in the policy's order");
    refuse(
        select.getLimit() != null
            || select.getOffset() != null
            || select.getFetch() != null
            || select.getTop() != null,
        "LIMIT is not supported; every segment is answered. For the first few values of a column ask"
            + " TOP_K(category, 3)");
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

  static String table(@Nullable Object from) {
    if (!(from instanceof Table table)) {
      throw new QueryException("FROM needs the name of one table; subqueries are not supported");
    }
    if (table.getAlias() != null) {
      throw new QueryException("a table needs no other name; leave the alias away");
    }
    if (table.getSchemaName() != null) {
      throw new QueryException("a table has no schema; write its name alone");
    }
    String name = table.getName();
    if (name.startsWith("'")) {
      throw new QueryException("a table's name stands without quotes, got " + Quote.shorten(name));
    }
    return name;
  }

  /** ROLLUP(...) or POOLED(...) around all columns of GROUP BY; the parser reads a function. */
  private static Totals totals(PlainSelect select) {
    if (select.getGroupBy() == null) {
      return Totals.NONE;
    }
    List<?> expressions = select.getGroupBy().getGroupByExpressionList();
    for (Object expression : expressions) {
      for (Totals totals : List.of(Totals.ROLLUP, Totals.POOLED)) {
        if (expression instanceof Function function
            && function.getName().equalsIgnoreCase(totals.name())) {
          if (expressions.size() > 1 || function.isDistinct() || function.getParameters() == null) {
            throw new QueryException(
                totals + " stands around all columns: GROUP BY " + totals + "(city, age_band)");
          }
          return totals;
        }
      }
    }
    return Totals.NONE;
  }

  private static List<Dimension> groupBy(PlainSelect select, Totals totals) {
    if (select.getGroupBy() == null) {
      return List.of();
    }
    if (totals != Totals.NONE) {
      Function around = (Function) select.getGroupBy().getGroupByExpressionList().get(0);
      List<Dimension> inside = new ArrayList<>();
      for (Expression expression : around.getParameters()) {
        inside.add(dimension(expression));
      }
      return inside;
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

  static Dimension dimension(Expression expression) {
    if (expression instanceof Function function) {
      return DimensionReader.read(function);
    }
    return new Dimension.ByCategory(ConditionReader.column(expression));
  }

  private static String names(List<Dimension> dimensions) {
    return dimensions.stream().map(Dimension::column).toList().toString();
  }
}
