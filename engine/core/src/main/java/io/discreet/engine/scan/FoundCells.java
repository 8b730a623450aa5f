package io.discreet.engine.scan;

import io.discreet.engine.policy.Column;
import io.discreet.engine.vault.ColumnData;
import io.discreet.engine.vault.Packed;
import java.util.List;

/**
 * The cells of the axis whose values are found in the data: the dictionary's codes, and one cell
 * after them for missing values, and for texts that read like a reserved cell. Immutable.
 *
 * <p>Codes tell how many values there are and in which order they came, so that a number made of
 * one stays inside the scan: what leaves it is the label.
 */
final class FoundCells {

  private final Packed values;
  private final List<String> labels;
  private final int missing;

  /** The code of a stored text that reads like the cell of missing values, or −1. */
  private final int spelledMissing;

  /** The code of a stored text that reads like a total, for which readers would take it, or −1. */
  private final int spelledTotal;

  FoundCells(ColumnData.Codes data) {
    values = data.values();
    labels = data.dictionary();
    missing = labels.size();
    spelledMissing = labels.indexOf(Column.Category.NULL);
    spelledTotal = labels.indexOf(Column.Category.ALL);
  }

  Packed values() {
    return values;
  }

  /** The last cell: that of missing values. */
  int missing() {
    return missing;
  }

  /** The cell of a stored number. */
  int cell(int code) {
    // No stored code is outside its dictionary; the width of a column can hold others.
    boolean own = code >= 0 && code < missing && code != spelledMissing && code != spelledTotal;
    return own ? code : missing;
  }

  int ofRow(int row) {
    return cell(values.get(row));
  }

  String label(int cell) {
    return cell == missing ? Column.Category.NULL : labels.get(cell);
  }
}
