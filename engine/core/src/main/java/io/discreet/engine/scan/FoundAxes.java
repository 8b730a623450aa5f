package io.discreet.engine.scan;

import io.discreet.engine.vault.ColumnData;
import io.discreet.engine.vault.TableData;
import java.util.ArrayList;
import java.util.List;

/**
 * The axes whose values are found in the data, in the order of the plan.
 *
 * <p>How many values each has is private and may be anything, so that no product of them is formed
 * but where it is known to fit: a segment's number has a word for each axis. Immutable.
 */
final class FoundAxes {

  private final FoundCells[] cells;

  /** By axis those of the table of its attribute. */
  private final int[][] attributeOffsets;

  private final boolean[] ofRows;

  private FoundAxes(List<Axis> axes) {
    cells = axes.stream().map(Axis::cells).toArray(FoundCells[]::new);
    attributeOffsets = axes.stream().map(Axis::offsets).toArray(int[][]::new);
    ofRows = new boolean[cells.length];
    for (int axis = 0; axis < ofRows.length; axis++) {
      ofRows[axis] = attributeOffsets[axis] == Cells.OF_ROWS;
    }
  }

  private record Axis(FoundCells cells, int[] offsets) {}

  /** Collects axes in their order. */
  static final class Builder {
    private final List<Axis> axes = new ArrayList<>();

    /**
     * @param table that holds the axis's column
     * @param attribute whether each customer has at most one row there
     */
    void add(ColumnData data, TableData table, boolean attribute) {
      FoundCells cells = new FoundCells((ColumnData.Codes) data);
      axes.add(new Axis(cells, attribute ? table.offsets() : Cells.OF_ROWS));
    }

    FoundAxes build() {
      return new FoundAxes(axes);
    }
  }

  int count() {
    return cells.length;
  }

  FoundCells cells(int axis) {
    return cells[axis];
  }

  /** Whether an axis is over the table's own columns, and not over an attribute. */
  boolean ofRows(int axis) {
    return ofRows[axis];
  }

  /** The cell that all rows of a customer share; 0 for an axis over the table's own columns. */
  int ofCustomer(int axis, int customer) {
    if (ofRows[axis]) {
      return 0;
    }
    int row = Cells.attributeRow(attributeOffsets[axis], customer);
    return row < 0 ? cells[axis].missing() : cells[axis].ofRow(row);
  }
}
