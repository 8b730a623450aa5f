package io.discreet.engine.scan;

import io.discreet.engine.plan.PlannedAxis;
import io.discreet.engine.plan.PlannedAxis.CategoryAxis;
import io.discreet.engine.plan.PlannedAxis.MonthAxis;
import io.discreet.engine.policy.Column;
import io.discreet.engine.vault.ColumnData;
import io.discreet.engine.vault.TableData;
import java.time.LocalDate;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/**
 * Where a row, or a customer, stands among the cells of the axes.
 *
 * <p>A segment is {@code base(customer) + step(row)}: the axes over attributes give the base, the
 * axes over the table's own columns give the step.
 */
final class Cells {

  /**
   * The cell of one axis for a row of the table that holds its column, already times its stride.
   */
  private record Axis(IntUnaryOperator cell, int nullCell, int[] attributeOffsets) {}

  private static final int[] OF_ROWS = new int[0];

  private final Axis[] rowAxes;
  private final Axis[] customerAxes;

  Cells(Iterable<PlannedAxis> axes, int segments, Function<String, TableData> tables) {
    java.util.List<Axis> ofRows = new java.util.ArrayList<>();
    java.util.List<Axis> ofCustomers = new java.util.ArrayList<>();
    int stride = segments;
    for (PlannedAxis axis : axes) {
      stride /= axis.cells().size();
      TableData table = tables.apply(axis.column().table());
      IntUnaryOperator cell = cell(axis, table.column(axis.column().name()), stride);
      boolean attribute = axis.column().attribute();
      (attribute ? ofCustomers : ofRows)
          .add(new Axis(cell, axis.nullCell() * stride, attribute ? table.offsets() : OF_ROWS));
    }
    rowAxes = ofRows.toArray(Axis[]::new);
    customerAxes = ofCustomers.toArray(Axis[]::new);
  }

  /** The part of the segment number that all rows of a customer share. */
  int base(int customer) {
    int base = 0;
    for (Axis axis : customerAxes) {
      int row = attributeRow(axis.attributeOffsets(), customer);
      base += row < 0 ? axis.nullCell() : axis.cell().applyAsInt(row);
    }
    return base;
  }

  /** The part of the segment number that depends on the row. */
  int step(int row) {
    int step = 0;
    for (Axis axis : rowAxes) {
      step += axis.cell().applyAsInt(row);
    }
    return step;
  }

  /** The row of a customer in a one-row-per-customer table, or −1. */
  static int attributeRow(int[] offsets, int customer) {
    boolean present = customer + 1 < offsets.length && offsets[customer] < offsets[customer + 1];
    return present ? offsets[customer] : -1;
  }

  /** The label of a stored value under today's policy: what is no longer declared is other. */
  static String label(Column.Category category, String stored) {
    return !category.declared() || category.values().contains(stored)
        ? stored
        : Column.Category.OTHER;
  }

  private static IntUnaryOperator cell(PlannedAxis axis, ColumnData data, int stride) {
    if (axis instanceof CategoryAxis && data instanceof ColumnData.Codes codes) {
      return category(axis, codes, stride);
    } else if (axis instanceof MonthAxis months && data instanceof ColumnData.Days days) {
      return month(months, days.days(), stride);
    }
    throw new IllegalStateException("an axis without cells: " + axis.getClass());
  }

  private static IntUnaryOperator category(PlannedAxis axis, ColumnData.Codes data, int stride) {
    Column.Category category = (Column.Category) axis.column().column();
    int[] cellOfCode = new int[data.dictionary().size()];
    for (int code = 0; code < cellOfCode.length; code++) {
      int listed = category.values().indexOf(data.dictionary().get(code));
      cellOfCode[code] = stride * (listed < 0 ? axis.otherCell() : listed);
    }
    int missing = stride * axis.nullCell();
    int[] codes = data.codes();
    return row -> codes[row] == ColumnData.Codes.NULL ? missing : cellOfCode[codes[row]];
  }

  private static IntUnaryOperator month(MonthAxis axis, int[] days, int stride) {
    LocalDate first = axis.first().atDay(1);
    int firstDay = Math.toIntExact(first.toEpochDay());
    int length = Math.toIntExact(first.plusMonths(axis.months()).toEpochDay()) - firstDay;
    int[] cellOfDay = new int[length];
    for (int month = 0; month < axis.months(); month++) {
      LocalDate start = first.plusMonths(month);
      for (long day = start.toEpochDay(); day < start.plusMonths(1).toEpochDay(); day++) {
        cellOfDay[Math.toIntExact(day) - firstDay] = stride * month;
      }
    }
    int other = stride * axis.otherCell();
    int missing = stride * axis.nullCell();
    return row -> {
      int day = days[row];
      if (day == ColumnData.Days.NULL) {
        return missing;
      }
      int position = day - firstDay; // days are within years 1 to 9999: no overflow
      return position >= 0 && position < length ? cellOfDay[position] : other;
    };
  }
}
