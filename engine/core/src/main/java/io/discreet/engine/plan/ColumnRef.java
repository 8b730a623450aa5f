package io.discreet.engine.plan;

import io.discreet.engine.policy.Column;

/**
 * A column as one query sees it.
 *
 * @param table the declared table that holds it
 * @param attribute whether it is an attribute of the customer, the same for all the customer's
 *     rows, rather than a column of the table that the query asks about
 */
public record ColumnRef(String table, Column column, boolean attribute) {

  public String name() {
    return column.name();
  }
}
