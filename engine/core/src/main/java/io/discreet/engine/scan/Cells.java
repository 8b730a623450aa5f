package io.discreet.engine.scan;

import io.discreet.engine.plan.PlannedAxis;
import io.discreet.engine.plan.PlannedAxis.BandAxis;
import io.discreet.engine.plan.PlannedAxis.CategoryAxis;
import io.discreet.engine.plan.PlannedAxis.PeriodAxis;
import io.discreet.engine.policy.Column;
import io.discreet.engine.vault.ColumnData;
import io.discreet.engine.vault.Packed;
import io.discreet.engine.vault.TableData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where a row, or a customer, stands among the cells of the axes.
 *
 * <p>A segment is {@code base(customer) + offset(step(row))}: the axes over attributes give the
 * base, the axes over the table's own columns give the step. Steps that are bits of a word count
 * those axes alone, in whatever order all axes are; others are their own offsets. The axis that is
 * discovered, if there is one, has the largest stride: {@code segment = public cell + public cells
 * × found cell}, so that only its numbers, which are private, can be beyond an int. Immutable.
 */
final class Cells {

  /** The offsets of an axis over the table's own columns: it needs none. */
  static final int[] OF_ROWS = new int[0];

  private final AxisCells[] rowAxes;
  private final AxisCells[] customerAxes;
  private final int[][] attributeOffsets;
  private final int publicCells;
  private final @Nullable FoundCells found;

  /** The discovered axis where it is over an attribute. */
  private final @Nullable FoundCells foundOfCustomers;

  private int[] foundOffsets = OF_ROWS;

  /** The discovered axis where it is over the rows and its steps do not fit an int. */
  private final @Nullable FoundCells foundOfRows;

  private final long rowSteps;

  /** By step within a word; empty where steps are their own offsets. */
  private final int[] offsetOfStep;

  /**
   * @param segments of the public cells
   * @param mostSteps from which step on steps are longs
   */
  Cells(
      Iterable<PlannedAxis> axes,
      int segments,
      Function<String, TableData> tables,
      long mostSteps) {
    List<AxisCells> ofRows = new ArrayList<>();
    List<AxisCells> ofCustomers = new ArrayList<>();
    List<int[]> offsets = new ArrayList<>();
    int[] word = wordOffsets(axes, segments);
    int wordStride = word.length;
    int stride = segments;
    long highest = 0;
    FoundCells codes = null;
    boolean codesOfCustomers = false;
    for (PlannedAxis axis : axes) {
      TableData table = tables.apply(axis.column().table());
      ColumnData data = table.column(axis.column().name());
      if (axis.discovered()) {
        codes = new FoundCells((ColumnData.Codes) data);
        codesOfCustomers = axis.column().attribute();
        foundOffsets = table.offsets();
        continue;
      }
      stride /= axis.cells().size();
      if (axis.column().attribute()) {
        ofCustomers.add(new AxisCells(data.values(), cell(axis, data), stride));
        offsets.add(table.offsets());
      } else {
        wordStride /= axis.cells().size();
        int ofSteps = word.length > 0 ? wordStride : stride;
        ofRows.add(new AxisCells(data.values(), cell(axis, data), ofSteps));
        highest += (long) ofSteps * axis.nullCell(); // the last cell
      }
    }
    publicCells = segments;
    found = codes;
    foundOfCustomers = codesOfCustomers ? codes : null;
    FoundCells wide = null;
    if (codes != null && !codesOfCustomers) {
      highest += (long) segments * codes.missing();
      if (highest < mostSteps) {
        ofRows.add(new AxisCells(codes.values(), codes::cell, segments));
      } else {
        wide = codes;
      }
    }
    foundOfRows = wide;
    rowAxes = ofRows.toArray(AxisCells[]::new);
    customerAxes = ofCustomers.toArray(AxisCells[]::new);
    attributeOffsets = offsets.toArray(int[][]::new);
    rowSteps = highest + 1;
    offsetOfStep = word;
  }

  /**
   * The offsets of the steps, if they are bits of a word; else none. What is found in the data
   * never decides: steps of discovered segments are numbered by a dictionary.
   */
  private static int[] wordOffsets(Iterable<PlannedAxis> axes, int segments) {
    int[] offsets = {0};
    int stride = segments;
    for (PlannedAxis axis : axes) {
      if (axis.discovered()) {
        return new int[0];
      }
      int cells = axis.cells().size();
      stride /= cells;
      if (!axis.column().attribute()) {
        if (offsets.length > Long.SIZE / cells) {
          return new int[0];
        }
        int[] before = offsets;
        offsets = new int[before.length * cells];
        for (int step = 0; step < offsets.length; step++) {
          offsets[step] = before[step / cells] + stride * (step % cells);
        }
      }
    }
    return offsets;
  }

  /** All steps are below this; 1 where every row of a customer falls in the same segment. */
  long rowSteps() {
    return rowSteps;
  }

  /** Whether the steps that a customer's rows fall in are bits of a word. */
  boolean inWord() {
    return offsetOfStep.length > 0;
  }

  /** What a step adds to the segment number. */
  long offset(long step) {
    return inWord() ? offsetOfStep[(int) step] : step;
  }

  /** The axis over the table's own columns, where there is but one and its column is of bytes. */
  Optional<AxisCells> soleByteAxis() {
    return rowAxes.length == 1 && rowAxes[0].bytes().isPresent()
        ? Optional.of(rowAxes[0])
        : Optional.empty();
  }

  /** The part of the segment number that all rows of a customer share. */
  long base(int customer) {
    long base = 0;
    for (int axis = 0; axis < customerAxes.length; axis++) {
      int row = attributeRow(attributeOffsets[axis], customer);
      base += row < 0 ? customerAxes[axis].missing() : customerAxes[axis].of(row);
    }
    if (foundOfCustomers != null) {
      int row = attributeRow(foundOffsets, customer);
      int cell = row < 0 ? foundOfCustomers.missing() : foundOfCustomers.ofRow(row);
      base += (long) publicCells * cell;
    }
    return base;
  }

  /** All segment numbers are below this, found ones too: never to be shown. */
  long segments() {
    return found == null ? publicCells : (long) publicCells * (found.missing() + 1L);
  }

  /** The part of a segment's number that its public cells make. */
  int publicCell(long segment) {
    return (int) (segment % publicCells);
  }

  /** The label of a segment on the discovered axis; that of missing values where there is none. */
  String foundLabel(long segment) {
    return found == null
        ? Column.Category.NULL
        : found.label(Math.toIntExact(segment / publicCells));
  }

  /** Where a row stands among the axes over the table's own columns. */
  long step(int row) {
    long step = 0;
    for (AxisCells axis : rowAxes) {
      step += axis.of(row);
    }
    if (foundOfRows != null) {
      step += (long) publicCells * foundOfRows.ofRow(row);
    }
    return step;
  }

  /**
   * {@link #step} of many rows; only where all steps fit an int.
   *
   * @param count how many of {@code rows} there are
   */
  void steps(int[] rows, int count, int[] into) {
    rowAxes[0].set(rows, count, into);
    for (int axis = 1; axis < rowAxes.length; axis++) {
      rowAxes[axis].add(rows, count, into);
    }
  }

  /** {@link #step} of consecutive rows; only where all steps fit an int. */
  void steps(int firstRow, int count, int[] into) {
    rowAxes[0].set(firstRow, count, into);
    for (int axis = 1; axis < rowAxes.length; axis++) {
      rowAxes[axis].add(firstRow, count, into);
    }
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

  /** The cell of an axis for a stored number. */
  private static IntUnaryOperator cell(PlannedAxis axis, ColumnData data) {
    if (axis instanceof CategoryAxis category && data instanceof ColumnData.Codes codes) {
      return category(category, codes);
    } else if (axis instanceof PeriodAxis periods && data instanceof ColumnData.Days) {
      return period(periods);
    } else if (axis instanceof BandAxis bands && data instanceof ColumnData.Units) {
      return band(bands);
    }
    throw new IllegalStateException("an axis without cells: " + axis.getClass());
  }

  private static IntUnaryOperator category(CategoryAxis axis, ColumnData.Codes data) {
    Column.Category category = (Column.Category) axis.column().column();
    int[] cellOfCode = new int[data.dictionary().size()];
    for (int code = 0; code < cellOfCode.length; code++) {
      int listed = category.values().indexOf(data.dictionary().get(code));
      cellOfCode[code] = listed < 0 ? axis.otherCell() : listed;
    }
    int missing = axis.nullCell();
    int other = axis.otherCell();
    // No stored code is outside its dictionary; the width of a column can hold others.
    return code ->
        code == Packed.NULL
            ? missing
            : code >= 0 && code < cellOfCode.length ? cellOfCode[code] : other;
  }

  private static IntUnaryOperator period(PeriodAxis axis) {
    int periods = axis.periods();
    int firstDay = Math.toIntExact(axis.first().toEpochDay());
    int length = Math.toIntExact(axis.unit().plus(axis.first(), periods).toEpochDay()) - firstDay;
    int[] cellOfDay = new int[length];
    int from = 0;
    for (int period = 0; period < periods; period++) {
      int to = (int) axis.unit().plus(axis.first(), period + 1L).toEpochDay() - firstDay;
      Arrays.fill(cellOfDay, from, to, period);
      from = to;
    }
    int other = axis.otherCell();
    int missing = axis.nullCell();
    return day -> {
      if (day == Packed.NULL) {
        return missing;
      }
      // The widths of columns hold days far beyond those of any calendar.
      long position = (long) day - firstDay;
      return position >= 0 && position < length ? cellOfDay[(int) position] : other;
    };
  }

  private static IntUnaryOperator band(BandAxis axis) {
    long[] edges = axis.edges().stream().mapToLong(Long::longValue).toArray();
    int missing = axis.nullCell();
    return units -> units == Packed.NULL ? missing : edgesUpTo(edges, units);
  }

  /** How many of the edges are at most a number: the band that it is in. */
  private static int edgesUpTo(long[] edges, int units) {
    int low = 0;
    int high = edges.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (edges[middle] <= units) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
