package io.discreet.engine.query;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.GroupByElement;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;

/** Reads conditions on a customer's history, and what stands in their HAVING. */
final class HistoryReader {

  /** What to write, for messages. */
  static final String FORM =
      "customer IN (SELECT customer FROM purchases WHERE ... GROUP BY customer HAVING COUNT(*) >="
          + " 2)";

  private HistoryReader() {}

  /**
   * Reads a subquery after IN.
   *
   * @param tested the left side of IN
   */
  static Predicate.History read(Expression tested, Select subquery, ConditionReader conditions) {
    if (!isCustomer(tested)
        || !(subquery instanceof ParenthesedSelect parenthesed)
        || parenthesed.getAlias() != null
        || !(parenthesed.getSelect() instanceof PlainSelect select)) {
      throw new QueryException("subqueries are not supported, except " + FORM);
    }
    QueryReader.refuseUnsupported(select);
    if (select.getSelectItems().size() != 1
        || select.getSelectItem(0).getAlias() != null
        || !isCustomer(select.getSelectItem(0).getExpression())) {
      throw new QueryException("a subquery selects the customer alone: " + FORM);
    }
    requireGroupByCustomer(select);
    return new Predicate.History(
        QueryReader.table(select.getFromItem()),
        Optional.ofNullable(select.getWhere()).map(conditions::read),
        Optional.ofNullable(select.getHaving()).map(conditions::read));
  }

  private static void requireGroupByCustomer(PlainSelect select) {
    GroupByElement groupBy = select.getGroupBy();
    if (groupBy == null && select.getHaving() == null) {
      return;
    }
    if (groupBy == null
        || !groupBy.getGroupingSets().isEmpty()
        || groupBy.getGroupByExpressionList().size() != 1
        || !isCustomer(groupBy.getGroupByExpressionList().get(0))) {
      throw new QueryException("a subquery groups by the customer alone: " + FORM);
    }
  }

  private static boolean isCustomer(Expression expression) {
    return ConditionReader.isColumn(expression)
        && ConditionReader.column(expression).equals("customer");
  }

  /** The aggregate that an expression is, or empty where it is none. */
  static Optional<Aggregate> aggregate(Expression expression) {
    if (!(expression instanceof Function function)) {
      return Optional.empty();
    }
    String name = function.getName().toUpperCase(Locale.ROOT);
    Aggregate.Kind kind =
        switch (name) {
          case "COUNT" -> Aggregate.Kind.COUNT;
          case "SUM" -> Aggregate.Kind.SUM;
          case "AVG", "MEAN" -> Aggregate.Kind.AVG;
          case "MIN" -> Aggregate.Kind.MIN;
          case "MAX" -> Aggregate.Kind.MAX;
          default -> null;
        };
    if (kind == null) {
      return Optional.empty();
    }
    List<? extends Expression> arguments =
        function.getParameters() == null ? List.of() : function.getParameters();
    if (arguments.size() != 1 || function.isDistinct()) {
      throw new QueryException(
          "in HAVING, " + name + " takes one column, or COUNT a star, without DISTINCT");
    }
    if (arguments.get(0) instanceof AllColumns) {
      return Optional.of(new Aggregate(kind, Optional.empty()));
    }
    return Optional.of(Aggregate.of(kind, ConditionReader.column(arguments.get(0))));
  }
}
