package io.discreet.engine.scan;

import io.discreet.engine.plan.Answer;
import io.discreet.engine.plan.Answer.Part;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.RowTest;
import io.discreet.engine.vault.Packed;
import io.discreet.engine.vault.TableData;
import io.discreet.mechanisms.moments.CentredRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Block by block: rows are filtered, and their steps looked up, for a whole block; then each
 * customer's rows are counted and summed in arrays indexed by step, which stay in the processor's
 * cache. {@link ScalarContribution} says what it computes.
 *
 * <p>Between customers all entries of the arrays are zero: each customer clears the steps that the
 * one before touched.
 */
final class BlockContribution implements Contribution {

  /**
   * Totals of one step are kept in four lanes, row by row in turn, so that an addition need not
   * wait for the one before it when a customer's rows are in the same segment.
   */
  static final int LANES = 4;

  /** Up to this many steps, the steps that rows fall in are bits of a word. */
  private static final int STEPS_OF_WORD = Long.SIZE;

  /** The most steps whose arrays are worth keeping for each thread. */
  static final int MOST_STEPS = 1 << 16;

  private final Cells cells;
  private final Selection selection;
  private final Answer[] answers;
  private final int maxRows;
  private final int rowSteps;

  /** What is summed; answers over the same rows and column share one. */
  private final ValueTotals[] sums;

  /** Whether a sum leaves out the rows beyond max-rows. */
  private final boolean[] keptOnly;

  /** The sum behind an answer, or −1. */
  private final int[] sumOf;

  private final MeetingRows[] meeting;

  /** The {@link #meeting} behind an answer, or −1. */
  private final int[] meetingOf;

  /** The column behind an answer of leaves, and where its numbers stand; null for others. */
  private final @Nullable LeafColumn[] leafColumns;

  /** Whether any answer is of leaves. */
  private final boolean anyLeaves;

  /** The position of a step among the kept ones, or −1; −1 between calls. */
  private final int[] positionOfStep;

  private int from;
  private int to;

  /** Whether rows may be beyond max-rows, and {@link #ranks} says which. */
  private boolean ranked;

  /** Whether rows are counted at all; a bit of a word says without a count that there is one. */
  private final boolean counting;

  /**
   * The one axis whose cells are looked up as rows are counted, with no buffer of steps: where all
   * rows qualify and nothing is summed.
   */
  private final byte[] soleAxis;

  private final int[] stepOfByte;

  /** The bit of {@link #stepOfByte} in a word of steps. */
  private final long[] bitOfByte;

  private final boolean direct;

  private int[] steps = new int[0];
  private int[] ranks = new int[0];

  /** Rows by step and lane. */
  private final int[] rowsOfStep;

  /** Steps of the slots; one entry more, since the next free one is written before it is known. */
  private final int[] touched;

  private int slots;

  /** Whether the customer's rows are counted in the totals of the first sum. */
  private boolean countedInSums;

  BlockContribution(QueryPlan plan, Cells cells, Function<String, TableData> tables) {
    this.cells = cells;
    TableData table = tables.apply(plan.table().name());
    selection = new Selection(plan.where(), tables);
    answers = plan.answers().toArray(Answer[]::new);
    maxRows = plan.maxRows();
    rowSteps = Math.toIntExact(cells.rowSteps());
    rowsOfStep = new int[rowSteps * LANES];
    touched = new int[rowSteps + 1];
    sumOf = new int[answers.length];
    leafColumns = new LeafColumn[answers.length];
    anyLeaves = plan.answers().stream().anyMatch(answer -> answer.tree().isPresent());
    positionOfStep = new int[anyLeaves ? rowSteps : 0];
    Arrays.fill(positionOfStep, -1);
    List<Summed> keys = new ArrayList<>();
    List<ValueTotals> totals = new ArrayList<>();
    for (int answer = 0; answer < answers.length; answer++) {
      sumOf[answer] = -1;
      if (answers[answer].part() == Part.LEAVES) {
        leafColumns[answer] =
            new LeafColumn(
                table.column(answers[answer].column().orElseThrow().name()).values(),
                answers[answer].tree().get());
      } else if (answers[answer].column().isPresent()) {
        Summed key = Summed.by(answers[answer]);
        if (!keys.contains(key)) {
          keys.add(key);
          Packed values = table.column(key.column()).values();
          totals.add(
              key.squaresIn().isPresent()
                  ? new CentredSquares(values, key.squaresIn().get(), rowSteps)
                  : ValueTotals.of(values, rowSteps));
        }
        sumOf[answer] = keys.indexOf(key);
      }
    }
    sums = totals.toArray(ValueTotals[]::new);
    List<RowTest> conditions =
        plan.answers().stream().flatMap(answer -> answer.condition().stream()).distinct().toList();
    meeting =
        conditions.stream()
            .map(condition -> new MeetingRows(condition, tables, rowSteps))
            .toArray(MeetingRows[]::new);
    meetingOf =
        plan.answers().stream()
            .mapToInt(answer -> answer.condition().map(conditions::indexOf).orElse(-1))
            .toArray();
    direct =
        sums.length == 0
            && meeting.length == 0
            && !anyLeaves
            && rowSteps <= STEPS_OF_WORD
            && selection.whole()
            && cells.soleByteAxis().isPresent();
    soleAxis = direct ? cells.soleByteAxis().flatMap(AxisCells::bytes).orElseThrow() : new byte[0];
    stepOfByte = direct ? cells.soleByteAxis().orElseThrow().ofByte() : new int[0];
    bitOfByte = Arrays.stream(stepOfByte).mapToLong(step -> 1L << step).toArray();
    counting =
        rowSteps > STEPS_OF_WORD
            || sums.length > 0
            || anyLeaves
            || plan.answers().stream().anyMatch(answer -> answer.part() == Part.KEPT_ROWS);
    keptOnly = new boolean[sums.length];
    for (int sum = 0; sum < sums.length; sum++) {
      keptOnly[sum] = keys.get(sum).keptOnly();
    }
  }

  /**
   * What an answer sums: values, or their centred squares, of all rows or of those that max-rows
   * keeps.
   */
  private record Summed(String column, boolean keptOnly, Optional<CentredRange> squaresIn) {

    static Summed by(Answer answer) {
      String column = answer.column().orElseThrow().name();
      return switch (answer.part()) {
        case KEPT_VALUES, CENTRED_SUM -> new Summed(column, true, Optional.empty());
        case CENTRED_SQUARES -> new Summed(column, true, answer.range());
        case PRESENCE,
            MEETING,
            MISSING,
            KEPT_ROWS,
            CLAMPED_SUM,
            LEAVES,
            TOTAL_LEAF,
            ROWS_LEAF,
            SEGMENTS_LEAF ->
            new Summed(column, false, Optional.empty());
      };
    }
  }

  @Override
  public void begin(Block block) {
    selection.select(block);
    for (MeetingRows rows : meeting) {
      rows.begin(block);
    }
    if (direct) {
      return;
    }
    int count = selection.count();
    if (steps.length < count) {
      steps = new int[count]; // zeros, which is right where there is but one step
      ranks = new int[count];
    }
    if (rowSteps > 1) {
      if (selection.whole()) {
        cells.steps(selection.firstRow(), count, steps);
      } else {
        cells.steps(selection.rows(), count, steps);
      }
    }
  }

  @Override
  public void collect(int customer) {
    clear();
    from = selection.start(customer);
    to = selection.start(customer + 1);
    if (from == to) {
      return;
    }
    // Only then can a row be beyond max-rows.
    boolean crowded = to - from > maxRows;
    ranked = crowded && (sums.length > 0 || anyLeaves);
    countedInSums =
        sums.length > 0
            && sums[0].leavesRoomToCount()
            && rowSteps <= STEPS_OF_WORD
            && !crowded
            && to - from <= ValueTotals.MOST_COUNTED;
    if (rowSteps == 1 && !ranked) {
      rowsOfStep[0] = to - from;
      slots = 1; // touched[0] is 0
    } else if (ranked) {
      countRanked(from, to);
    } else if (direct) {
      int first = selection.firstRow();
      unpack(
          counting
              ? countDirectly(first + from, first + to)
              : findDirectly(first + from, first + to));
    } else if (rowSteps > STEPS_OF_WORD) {
      count(from, to);
    } else {
      unpack(counting && !countedInSums ? countInWord(from, to) : findInWord(from, to));
    }
    for (MeetingRows rows : meeting) {
      rows.add(selection, steps, from, to);
    }
    for (int sum = 0; sum < sums.length; sum++) {
      if (crowded && keptOnly[sum]) {
        sums[sum].addKept(selection, steps, ranks, maxRows, from, to);
      } else {
        long one = countedInSums && sum == 0 ? ValueTotals.COUNTED : 0;
        sums[sum].add(selection, steps, from, to, one);
      }
    }
  }

  private void clear() {
    if (counting) {
      for (int slot = 0; slot < slots; slot++) {
        int first = touched[slot] * LANES;
        for (int lane = 0; lane < LANES; lane++) {
          rowsOfStep[first + lane] = 0;
        }
      }
      for (ValueTotals sum : sums) {
        sum.clear(touched, slots);
      }
    }
    for (MeetingRows rows : meeting) {
      rows.clear(touched, slots);
    }
    slots = 0;
  }

  private long findDirectly(int firstRow, int endRow) {
    long found = 0;
    for (int row = firstRow; row < endRow; row++) {
      found |= bitOfByte[soleAxis[row] & 0xFF];
    }
    return found;
  }

  private long countDirectly(int firstRow, int endRow) {
    long found = 0;
    for (int row = firstRow; row < endRow; row++) {
      int value = soleAxis[row] & 0xFF;
      found |= bitOfByte[value];
      rowsOfStep[stepOfByte[value] * LANES + (row & (LANES - 1))]++;
    }
    return found;
  }

  private long findInWord(int from, int to) {
    long found = 0;
    for (int position = from; position < to; position++) {
      found |= 1L << steps[position];
    }
    return found;
  }

  private long countInWord(int from, int to) {
    long found = 0;
    for (int position = from; position < to; position++) {
      int step = steps[position];
      found |= 1L << step;
      rowsOfStep[step * LANES + (position & (LANES - 1))]++;
    }
    return found;
  }

  private void unpack(long found) {
    int next = 0;
    for (long rest = found; rest != 0; rest &= rest - 1) {
      touched[next++] = Long.numberOfTrailingZeros(rest);
    }
    slots = next;
  }

  private void count(int from, int to) {
    int next = 0;
    for (int position = from; position < to; position++) {
      int step = steps[position];
      int before = rowsOfStep[step * LANES];
      rowsOfStep[step * LANES] = before + 1;
      touched[next] = step;
      next += (before - 1) >>> 31; // 1 if this is the step's first row: no branch to mispredict
    }
    slots = next;
  }

  private void countRanked(int from, int to) {
    int next = 0;
    for (int position = from; position < to; position++) {
      int step = steps[position];
      int before = rowsOfStep[step * LANES];
      rowsOfStep[step * LANES] = before + 1;
      ranks[position] = before;
      touched[next] = step;
      next += (before - 1) >>> 31;
    }
    slots = next;
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public long step(int slot) {
    return touched[slot];
  }

  @Override
  public void bounded(int answer, int[] kept, int count, long[] parts) {
    Answer bounds = answers[answer];
    switch (bounds.part()) {
      case PRESENCE -> {
        for (int i = 0; i < count; i++) {
          parts[i] = 1;
        }
      }
      case MEETING, MISSING -> {
        MeetingRows rows = meeting[meetingOf[answer]];
        for (int i = 0; i < count; i++) {
          parts[i] = Contribution.bounded(bounds, 1, 0, rows.rows(touched[kept[i]]));
        }
      }
      case KEPT_ROWS -> {
        for (int i = 0; i < count; i++) {
          parts[i] = Math.min(rows(touched[kept[i]]), bounds.high());
        }
      }
      case ROWS_LEAF -> {
        for (int i = 0; i < count; i++) {
          parts[i] = rows(touched[kept[i]]);
        }
      }
      case CLAMPED_SUM, TOTAL_LEAF, KEPT_VALUES, CENTRED_SUM, CENTRED_SQUARES -> {
        int sum = sumOf[answer];
        int most = keptOnly[sum] ? maxRows : Integer.MAX_VALUE;
        // A square is centred row by row, a sum once for all rows.
        long centre = bounds.part() == Part.CENTRED_SQUARES ? 0 : bounds.centre();
        for (int i = 0; i < count; i++) {
          int step = touched[kept[i]];
          int rows = rows(step);
          long values = (long) Math.min(rows, most) - sums[sum].missing(step);
          long total = sums[sum].total(step, countedInSums && sum == 0) - centre * values;
          parts[i] = Contribution.bounded(bounds, rows, total, values);
        }
      }
      case LEAVES, SEGMENTS_LEAF -> throw new IllegalArgumentException("not a part of a segment");
    }
  }

  @Override
  public void leaves(int answer, int[] kept, int count, KeptLeaves leaves) {
    LeafColumn column = Objects.requireNonNull(leafColumns[answer]);
    for (int i = 0; i < count; i++) {
      positionOfStep[touched[kept[i]]] = i;
    }
    boolean whole = selection.whole();
    for (int position = from; position < to; position++) {
      int segment = positionOfStep[steps[position]];
      if (segment >= 0 && !(ranked && ranks[position] >= maxRows)) {
        int row = whole ? selection.firstRow() + position : selection.rows()[position];
        int leaf = column.leaf(row);
        if (leaf != LeafColumn.NO_VALUE) {
          leaves.add(segment, leaf);
        }
      }
    }
    for (int i = 0; i < count; i++) {
      positionOfStep[touched[kept[i]]] = -1;
    }
  }

  private int rows(int step) {
    if (countedInSums) {
      return sums[0].rows(step);
    }
    int first = step * LANES;
    return rowsOfStep[first]
        + rowsOfStep[first + 1]
        + rowsOfStep[first + 2]
        + rowsOfStep[first + 3];
  }
}
