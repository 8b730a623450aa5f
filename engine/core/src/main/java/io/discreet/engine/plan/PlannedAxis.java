package io.discreet.engine.plan;

import io.discreet.engine.policy.Column;
import java.time.YearMonth;
import java.util.List;

/**
 * One axis of the segments: with public cells, each of which is answered whatever the data, or with
 * cells that are discovered.
 */
public sealed interface PlannedAxis {

  /** As the query has it: {@code city} or {@code MONTH(day)}. */
  String name();

  ColumnRef column();

  /**
   * Cell labels in order; the last two are {@code other} and {@code NULL}. None where they are
   * {@link #discovered}.
   */
  List<String> cells();

  /** Whether the cells are values found in the data, of which no plan knows any. */
  default boolean discovered() {
    return false;
  }

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

  /**
   * The values of a category that declares none. Missing values are a cell like the others, called
   * {@code NULL}; none is called {@code other}, except values that intake stored as that.
   */
  record DiscoveredAxis(ColumnRef column) implements PlannedAxis {

    @Override
    public String name() {
      return column.name();
    }

    @Override
    public List<String> cells() {
      return List.of();
    }

    @Override
    public boolean discovered() {
      return true;
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
