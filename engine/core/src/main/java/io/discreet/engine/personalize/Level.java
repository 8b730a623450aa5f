package io.discreet.engine.personalize;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The customers that an estimate is about: those in one cell of each named axis.
 *
 * @param cells the cell of each axis, in a fixed order; empty for all customers
 */
public record Level(Map<String, String> cells) {

  public Level {
    cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
  }

  /** Whether this is the top level: all customers. */
  public boolean isAll() {
    return cells.isEmpty();
  }

  /** Such as {@code customers with city Leeds and age_band 35-44}, or {@code all customers}. */
  public String words() {
    return isAll()
        ? "all customers"
        : cells.entrySet().stream()
            .map(cell -> cell.getKey() + " " + cell.getValue())
            .collect(Collectors.joining(" and ", "customers with ", ""));
  }

  /** Whether {@code other} holds more customers: it lacks at least one axis of this level. */
  boolean isWithin(Level other) {
    return other.cells.size() < cells.size()
        && cells.entrySet().containsAll(other.cells.entrySet());
  }
}
