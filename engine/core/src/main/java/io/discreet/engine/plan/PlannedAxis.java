package io.discreet.engine.plan;

import io.discreet.engine.policy.Column;
import io.discreet.engine.query.CalendarUnit;
import java.time.LocalDate;
import java.util.List;

/**
 * One axis of the segments: with public cells, each of which is answered whatever the data, or with
 * cells that are discovered.
 */
public sealed interface PlannedAxis {

  /** As the query has it: {@code city}, {@code MONTH(day)} or {@code BAND(amount, 0, 10)}. */
  String name();

  ColumnRef column();

  /** Cell labels in order; the last is {@code NULL}. None where they are {@link #discovered}. */
  List<String> cells();

  /** Whether the cells are values found in the data, of which no plan knows any. */
  default boolean discovered() {
    return false;
  }

  /** The position of the reserved cell for missing values. */
  default int nullCell() {
    return cells().size() - 1;
  }

  /** The declared values of a category, then {@code other}. */
  record CategoryAxis(ColumnRef column, List<String> cells) implements PlannedAxis {

    /** The position of the reserved cell for what is not listed. */
    public int otherCell() {
      return cells.size() - 2;
    }

    @Override
    public String name() {
      return column.name();
    }
  }

  /**
   * Consecutive calendar periods, then {@code other}.
   *
   * @param first the first day of the first period
   */
  record PeriodAxis(ColumnRef column, CalendarUnit unit, LocalDate first, List<String> cells)
      implements PlannedAxis {

    @Override
    public String name() {
      return unit + "(" + column.name() + ")";
    }

    /** Periods that have a cell of their own. */
    public int periods() {
      return cells.size() - 2;
    }

    /** The position of the reserved cell for days of no listed period. */
    public int otherCell() {
      return cells.size() - 2;
    }
  }

  /**
   * Bands of a number; every number is in one of them.
   *
   * @param edges in units, not falling: the first number of each band but the lowest
   */
  record BandAxis(String name, ColumnRef column, List<Long> edges, List<String> cells)
      implements PlannedAxis {}

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
