package io.discreet.engine.personalize;

import io.discreet.engine.release.Release.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** One axis of a release: its cells, each with a code, in the order of their first row. */
final class CellAxis {

  private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");

  private final String name;
  private final List<String> cells;
  private final Map<String, Integer> codes;
  private final boolean calendar;

  /** The axis at one position of the rows' segments. */
  CellAxis(String name, List<Row> rows, int position) {
    this.name = name;
    this.cells = rows.stream().map(row -> row.segment().get(position)).distinct().toList();
    this.codes = new HashMap<>();
    for (String cell : cells) {
      codes.put(cell, codes.size());
    }
    List<String> named = cells.stream().filter(cell -> !isReserved(cell)).toList();
    this.calendar =
        !named.isEmpty() && named.stream().allMatch(cell -> MONTH.matcher(cell).matches());
  }

  static boolean isReserved(String cell) {
    return cell.equals(Row.OTHER) || cell.equals(Row.NULL);
  }

  String name() {
    return name;
  }

  List<String> cells() {
    return cells;
  }

  /** The code of a cell, or −1. */
  int code(String cell) {
    return codes.getOrDefault(cell, -1);
  }

  /** Whether its cells are calendar months: no items, and not to be summed over. */
  boolean isCalendar() {
    return calendar;
  }
}
