package io.discreet.engine.policy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.Nearest;
import io.discreet.engine.failure.Quote;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A declared table.
 *
 * @param maxRows the most rows of one customer that count in one segment; empty where the policy
 *     gives none, so that {@code COUNT(*)} and {@code AVG} cannot be asked; always 1 in a
 *     one-row-per-customer table read from a file
 * @param retentionDate the date that says how old a row is, where the table has several dates;
 *     otherwise empty or the only one
 * @param columns by name, in the order of the file, without the customer's id
 */
public record Table(
    String name,
    boolean oneRowPerCustomer,
    OptionalInt maxRows,
    Optional<String> retentionDate,
    Map<String, Column> columns) {

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
    List<String> dates = dates(columns);
    retentionDate.ifPresent(
        date -> {
          if (!dates.contains(date)) {
            throw new InputException(
                "retention-date must be a date of the table, got "
                    + Quote.shorten(date)
                    + Nearest.hint(date, dates));
          }
        });
  }

  /** A table whose rows are as old as its only date says, or as the day of their intake. */
  public Table(
      String name, boolean oneRowPerCustomer, OptionalInt maxRows, Map<String, Column> columns) {
    this(name, oneRowPerCustomer, maxRows, Optional.empty(), columns);
  }

  /** The names of the columns that are dates. */
  public List<String> dates() {
    return dates(columns);
  }

  private static List<String> dates(Map<String, Column> columns) {
    return columns.values().stream()
        .filter(Column.Date.class::isInstance)
        .map(Column::name)
        .toList();
  }
}
