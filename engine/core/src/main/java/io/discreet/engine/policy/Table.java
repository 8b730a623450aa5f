package io.discreet.engine.policy;

import io.discreet.engine.failure.InputException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A declared table.
 *
 * @param maxRows the most rows of one customer that count in one segment; empty where the policy
 *     gives none, so that {@code COUNT(*)} and {@code AVG} cannot be asked; always 1 in a
 *     one-row-per-customer table read from a file
 * @param columns by name, in the order of the file, without the customer's id
 */
public record Table(
    String name, boolean oneRowPerCustomer, OptionalInt maxRows, Map<String, Column> columns) {

  /** The largest {@code max-rows}. */
  public static final int MOST_ROWS = 1_000_000;

  public Table {
    Identifier.require("table", name);
    if (maxRows.isPresent() && (maxRows.getAsInt() < 1 || maxRows.getAsInt() > MOST_ROWS)) {
      throw new InputException(
          "max-rows must be 1 to " + MOST_ROWS + ", got " + maxRows.getAsInt());
    }
    if (oneRowPerCustomer && maxRows.orElse(1) != 1) {
      throw new InputException(
          "max-rows of a one-row-per-customer table is 1, got "
              + maxRows.getAsInt()
              + "; remove it");
    }
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    columns.forEach(
        (key, column) -> {
          if (!key.equals(column.name())) {
            throw new IllegalArgumentException(
                "column " + column.name() + " is listed under the name " + key);
          }
        });
    Identifier.requireDistinct("columns", columns.keySet());
  }
}
