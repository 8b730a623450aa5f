package io.discreet.engine.plan;

import io.discreet.engine.policy.Column;
import java.time.YearMonth;
import java.util.List;

/** One axis of the segments with its public cells: every cell is answered, whatever the data. */
public sealed interface PlannedAxis {

  /** As the query has it: {@code city} or {@code MONTH(day)}. */
  String name();

  ColumnRef column();

  /** Cell labels in order; the last two are {@code other} and {@code NULL}. */
  List<String> cells();

  /** The position of the reserved cell for what is not listed. */
  default int otherCell() {
    return cells().size() - 2;
  }

  /** The position of the reserved cell for missing values. */
  default int nullCell() {
    return cells().size() - 1;
  }

  /** The declared values of a category. */
  record CategoryAxis(ColumnRef column, List<String> cells) implements PlannedAxis {

    @Override
    public String name() {
      return column.name();
    }
  }

  /** Consecutive calendar months from {@code first}. */
  record MonthAxis(ColumnRef column, YearMonth first, List<String> cells) implements PlannedAxis {

    @Override
    public String name() {
      return "MONTH(" + column.name() + ")";
    }

    /** Months that have a cell of their own. */
    public int months() {
      return cells().size() - 2;
    }
  }

  /** The listed labels and the two reserved cells after them. */
  static List<String> withReserved(List<String> labels) {
    List<String> cells = new java.util.ArrayList<>(labels);
    cells.add(Column.Category.OTHER);
    cells.add(Column.Category.NULL);
    return List.copyOf(cells);
  }
}
