package io.discreet.engine.plan;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.Nearest;
import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.Table;
import java.util.ArrayList;
import java.util.List;

/** Finds what a query's names mean: columns of its own table, or attributes of the customer. */
final class Names {
  private final Policy policy;
  private final Table table;

  Names(Policy policy, String tableName) {
    this.policy = policy;
    Table found = policy.tables().get(tableName);
    if (found == null) {
      throw new InputException(
          "unknown table " + tableName + Nearest.hintOrKnown(tableName, policy.tables().keySet()));
    }
    this.table = found;
  }

  Table table() {
    return table;
  }

  /** The names of another table, as a condition on a customer's history sees them. */
  Names of(String tableName) {
    return new Names(policy, tableName);
  }

  ColumnRef column(String name) {
    List<ColumnRef> found = new ArrayList<>();
    Column own = table.columns().get(name);
    if (own != null) {
      found.add(new ColumnRef(table.name(), own, false));
    }
    for (Table attributes : policy.attributeTables()) {
      Column column = attributes.columns().get(name);
      if (column != null && !attributes.name().equals(table.name())) {
        found.add(new ColumnRef(attributes.name(), column, true));
      }
    }
    if (found.isEmpty()) {
      throw unknown(name);
    }
    if (found.size() > 1) {
      throw new InputException(
          "column "
              + name
              + " is both in "
              + found.get(0).table()
              + " and in "
              + found.get(1).table()
              + "; rename one of them in the policy");
    }
    return found.get(0);
  }

  /** A numeric column of the table itself. */
  ColumnRef numeric(String name, String measure) {
    ColumnRef column = column(name);
    if (!(column.column() instanceof Column.Numeric)) {
      throw new InputException(measure + " needs a number, but " + name + " is not one");
    }
    if (column.attribute()) {
      throw new InputException(
          measure
              + " is of an attribute of the customer; ask it FROM "
              + column.table()
              + " instead of "
              + table.name());
    }
    return column;
  }

  private InputException unknown(String name) {
    if (name.equalsIgnoreCase("customer")) {
      return new InputException(
          "the customer cannot be filtered or grouped by; count customers with"
              + " COUNT(DISTINCT customer), or ask for customers with a history: customer IN"
              + " (SELECT customer FROM ...)");
    }
    for (Table other : policy.tables().values()) {
      if (other.columns().containsKey(name)) {
        return new InputException(
            "column "
                + name
                + " belongs to table "
                + other.name()
                + ", not to "
                + table.name()
                + "; ask FROM "
                + other.name());
      }
    }
    List<String> known = new ArrayList<>(table.columns().keySet());
    policy.attributeTables().forEach(attributes -> known.addAll(attributes.columns().keySet()));
    return new InputException(
        "unknown column " + name + " in " + table.name() + Nearest.hintOrKnown(name, known));
  }
}
