package io.discreet.engine.personalize;

import io.discreet.engine.release.Release.Axis;
import io.discreet.engine.release.Release.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One axis of a release: its cells, each with a code, in the order of their first row. */
final class CellAxis {

  private final String name;
  private final List<String> cells;
  private final Map<String, Integer> codes;
  private final boolean computed;

  /** The axis at one position of the rows' segments. */
  CellAxis(Axis axis, List<Row> rows, int position) {
    this.name = axis.name();
    this.computed = !axis.name().equals(axis.column());
    this.cells = rows.stream().map(row -> row.segment().get(position)).distinct().toList();
    this.codes = new HashMap<>();
    for (String cell : cells) {
      codes.put(cell, codes.size());
    }
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

  /** Whether its cells are periods or bands of a column: no items, and not to be summed over. */
  boolean isComputed() {
    return computed;
  }
}
