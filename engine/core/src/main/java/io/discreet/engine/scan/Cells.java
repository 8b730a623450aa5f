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
 * <p>A segment is {@code base(customer) + offset(step(row))}, word by word: the axes over
 * attributes give the base, the axes over the table's own columns give the step. The first word is
 * {@code public cell + public cells × cell of the first axis that is discovered}; each other axis
 * that is discovered has a word of its own, so that no number that is private overflows. Steps that
 * are bits of a word count the axes over the table's own columns alone, in whatever order all axes
 * are; those of blocks are ints, in which all cells of such axes are packed. Immutable.
 */
final class Cells {

  /** The offsets of an axis over the table's own columns: it needs none. */
  static final int[] OF_ROWS = new int[0];

  /** As many packed steps are too many. */
  private static final long MOST_PACKED = 1L << 62;

  /** The public axes over the table's own columns, then the first discovered one if it fits. */
  private final AxisCells[] rowAxes;

  /** The same, then the other discovered ones: by them steps are packed into ints. */
  private final AxisCells[] packedAxes;

  private final AxisCells[] customerAxes;
  private final int[][] attributeOffsets;
  private final int publicCells;
  private final FoundAxes found;

  /** By discovered axis what a cell of it adds to a packed step; 0 of attributes. */
  private final long[] packedStrides;

  /** The first discovered axis where it is over the rows and its offsets do not fit an int. */
  private final @Nullable FoundCells wide;

  private final long rowSteps;

  /** Packed steps that are the same modulo this add the same to the first word. */
  private final int firstSteps;

  /** By step within a word; empty where steps are their own offsets, or packed. */
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
    FoundAxes.Builder discovered = new FoundAxes.Builder();
    int[] word = wordOffsets(axes, segments);
    int wordStride = word.length;
    int stride = segments;
    long highest = 0;
    for (PlannedAxis axis : axes) {
      TableData table = tables.apply(axis.column().table());
      ColumnData data = table.column(axis.column().name());
      if (axis.discovered()) {
        discovered.add(data, table, axis.column().attribute());
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
    found = discovered.build();
    packedStrides = new long[found.count()];
    rowSteps = highest + 1 + packingBeyond();
    boolean firstOfRows = found.count() > 0 && found.ofRows(0);
    boolean fits = firstOfRows && highest + (long) segments * found.cells(0).missing() < mostSteps;
    if (fits) {
      ofRows.add(axisOf(found.cells(0), segments));
    }
    wide = firstOfRows && !fits ? found.cells(0) : null;
    firstSteps =
        found.count() < 2
            ? Integer.MAX_VALUE
            : (int) Math.min(Integer.MAX_VALUE, firstOfRows ? belowFirst() : segments);
    rowAxes = ofRows.toArray(AxisCells[]::new);
    if (rowSteps <= mostSteps) {
      for (int axis = 1; axis < found.count(); axis++) {
        if (found.ofRows(axis)) {
          ofRows.add(axisOf(found.cells(axis), (int) packedStrides[axis]));
        }
      }
    }
    packedAxes = ofRows.toArray(AxisCells[]::new);
    customerAxes = ofCustomers.toArray(AxisCells[]::new);
    attributeOffsets = offsets.toArray(int[][]::new);
    offsetOfStep = word;
  }

  /**
   * Sets the strides of the discovered axes in packed steps, and returns how many more steps there
   * are for them; so many that none fits an int where their product is beyond a long.
   */
  private long packingBeyond() {
    long stride = publicCells;
    for (int axis = 0; axis < found.count(); axis++) {
      if (found.ofRows(axis)) {
        long cells = found.cells(axis).missing() + 1L;
        if (stride > MOST_PACKED / cells) {
          return MOST_PACKED;
        }
        packedStrides[axis] = stride;
        stride *= cells;
      }
    }
    return stride - publicCells;
  }

  private static AxisCells axisOf(FoundCells cells, int stride) {
    return new AxisCells(cells.values(), cells::cell, stride);
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

  /** All packed steps are below this; 1 where all rows of a customer fall in the same segment. */
  long rowSteps() {
    return rowSteps;
  }

  /** Whether the steps that a customer's rows fall in are bits of a word. */
  boolean inWord() {
    return offsetOfStep.length > 0;
  }

  /** How many words a segment's number has besides the first: one for each further found axis. */
  int otherWords() {
    return Math.max(1, found.count()) - 1;
  }

  /** What a packed step, or one within a word, adds to the first word of the segment's number. */
  long offset(int step) {
    return inWord() ? offsetOfStep[step] : step < firstSteps ? step : step % firstSteps;
  }

  /** What a packed step adds to another word, numbered from 0. */
  long otherOffset(int step, int other) {
    int axis = other + 1;
    return found.ofRows(axis) ? step / packedStrides[axis] % (found.cells(axis).missing() + 1L) : 0;
  }

  /** The axis over the table's own columns, where there is but one and its column is of bytes. */
  Optional<AxisCells> soleByteAxis() {
    return rowAxes.length == 1 && rowAxes[0].bytes().isPresent()
        ? Optional.of(rowAxes[0])
        : Optional.empty();
  }

  /**
   * Writes the part of the number's first word that all rows of a customer share.
   *
   * @param into gets it for each customer of the block
   */
  void bases(Block block, long[] into) {
    int first = block.firstCustomer();
    int count = block.customers();
    Arrays.fill(into, 0, count, 0);
    for (int axis = 0; axis < customerAxes.length; axis++) {
      customerAxes[axis].add(attributeOffsets[axis], first, count, into);
    }
    if (found.count() > 0) {
      for (int i = 0; i < count; i++) {
        into[i] += (long) publicCells * found.ofCustomer(0, first + i);
      }
    }
  }

  /** Writes the words of the number of a customer's segment but the first. */
  void others(int customer, Contribution contribution, int slot, long[] into) {
    for (int other = 0; other < into.length; other++) {
      into[other] = found.ofCustomer(other + 1, customer) + contribution.otherOffset(slot, other);
    }
  }

  /** The first words of all segment numbers are below this, found ones too: never to be shown. */
  long belowFirst() {
    return found.count() == 0 ? publicCells : publicCells * (found.cells(0).missing() + 1L);
  }

  /** That other word of all segment numbers is below this: never to be shown. */
  long belowOther(int other) {
    return found.cells(other + 1).missing() + 1L;
  }

  /** The part of a segment's number that its public cells make. */
  int publicCell(long first) {
    return (int) (first % publicCells);
  }

  /** The labels of a segment on the discovered axes. */
  List<String> foundLabels(long first, long[] others) {
    String[] labels = new String[found.count()];
    for (int axis = 0; axis < labels.length; axis++) {
      long cell = axis == 0 ? first / publicCells : others[axis - 1];
      labels[axis] = found.cells(axis).label(Math.toIntExact(cell));
    }
    return List.of(labels);
  }

  /** Where a row stands among the axes over the table's own columns, in the first word. */
  long step(int row) {
    long step = 0;
    for (AxisCells axis : rowAxes) {
      step += axis.of(row);
    }
    if (wide != null) {
      step += (long) publicCells * wide.ofRow(row);
    }
    return step;
  }

  /** Writes the same in the other words. */
  void otherSteps(int row, long[] into) {
    for (int other = 0; other < into.length; other++) {
      into[other] = found.ofRows(other + 1) ? found.cells(other + 1).ofRow(row) : 0;
    }
  }

  /**
   * The packed steps of many rows; only where all of them fit an int.
   *
   * @param count how many of {@code rows} there are
   */
  void steps(int[] rows, int count, int[] into) {
    if (packedAxes.length == 0) {
      Arrays.fill(into, 0, count, 0);
      return;
    }
    if (packedAxes.length == 2 && packedAxes[0].areBytesAs(packedAxes[1])) {
      packedAxes[0].setWith(packedAxes[1], rows, count, into);
      return;
    }
    packedAxes[0].set(rows, count, into);
    for (int axis = 1; axis < packedAxes.length; axis++) {
      packedAxes[axis].add(rows, count, into);
    }
  }

  /** The packed steps of consecutive rows; only where all of them fit an int. */
  void steps(int firstRow, int count, int[] into) {
    if (packedAxes.length == 0) {
      Arrays.fill(into, 0, count, 0);
      return;
    }
    packedAxes[0].set(firstRow, count, into);
    for (int axis = 1; axis < packedAxes.length; axis++) {
      packedAxes[axis].add(firstRow, count, into);
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
