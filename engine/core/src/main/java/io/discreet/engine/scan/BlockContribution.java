package io.discreet.engine.scan;

import io.discreet.engine.plan.Answer;
import io.discreet.engine.plan.Answer.Part;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.RowTest;
import io.discreet.engine.vault.CustomerCodes;
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
 * Block by block: rows are filtered for a whole block. Then the steps of each customer's rows are
 * found, and only what is in the segments that count is added up, in arrays indexed by place, which
 * stay in the processor's cache. {@link ScalarContribution} says what it computes.
 */
final class BlockContribution implements Contribution {

  private static final int NOT_KEPT = -1;

  /** The most steps whose arrays are worth keeping for each thread. */
  static final int MOST_STEPS = 1 << 16;

  private final TableData table;
  private final Cells cells;
  private final Selection selection;
  private final RowSteps steps;
  private final Answer[] answers;
  private final int maxRows;

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

  /** Whether rows have to be told apart by max-rows where a customer has that many. */
  private final boolean ranking;

  /** Whether the place of each row is needed, not only how many rows are in each kept segment. */
  private final boolean placing;

  /** Whether the rows of each kept segment are needed. */
  private final boolean counting;

  private int firstCustomer;
  private int customer;
  private int from;
  private int to;

  /** Whether rows may be beyond max-rows, and {@link #ranks} says which. */
  private boolean ranked;

  /** By position. */
  private int[] places = new int[0];

  /** By position, how many rows of the same place are before. */
  private int[] ranks = new int[0];

  private final int[] rowsOfPlace;

  /** By position among the kept segments. */
  private final int[] rows;

  /** By place the position among the kept segments, or {@link #NOT_KEPT}, as between calls. */
  private final int[] keptOfPlace;

  /** Whether the customer's rows are counted in the totals of the first sum. */
  private boolean countedInSums;

  BlockContribution(QueryPlan plan, Cells cells, Function<String, TableData> tables) {
    table = tables.apply(plan.table().name());
    this.cells = cells;
    selection = new Selection(plan.where(), tables, wholeCustomers(plan, cells));
    int mostKept = (int) Math.min(plan.l0(), cells.rowSteps());
    steps = RowSteps.of(cells, selection, mostKept, codes(plan, table));
    int mostPlaces = steps.mostPlaces();
    rowsOfPlace = new int[mostPlaces];
    rows = new int[mostKept];
    keptOfPlace = new int[mostPlaces];
    Arrays.fill(keptOfPlace, NOT_KEPT);
    answers = plan.answers().toArray(Answer[]::new);
    maxRows = plan.maxRows();
    sumOf = new int[answers.length];
    leafColumns = new LeafColumn[answers.length];
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
                  ? new CentredSquares(values, key.squaresIn().get(), mostPlaces)
                  : ValueTotals.of(values, mostPlaces));
        }
        sumOf[answer] = keys.indexOf(key);
      }
    }
    sums = totals.toArray(ValueTotals[]::new);
    List<RowTest> conditions =
        plan.answers().stream().flatMap(answer -> answer.condition().stream()).distinct().toList();
    meeting =
        conditions.stream()
            .map(condition -> new MeetingRows(condition, tables, mostPlaces))
            .toArray(MeetingRows[]::new);
    meetingOf =
        plan.answers().stream()
            .mapToInt(answer -> answer.condition().map(conditions::indexOf).orElse(-1))
            .toArray();
    keptOnly = new boolean[sums.length];
    for (int sum = 0; sum < sums.length; sum++) {
      keptOnly[sum] = keys.get(sum).keptOnly();
    }
    boolean leaves = Arrays.stream(leafColumns).anyMatch(Objects::nonNull);
    ranking = sums.length > 0 || leaves;
    placing = ranking || meeting.length > 0;
    counting =
        sums.length > 0
            || plan.answers().stream()
                .map(Answer::part)
                .anyMatch(part -> part == Part.KEPT_ROWS || part == Part.ROWS_LEAF);
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

  /** Whether rows are looked at customer by customer, if at all. */
  private static boolean wholeCustomers(QueryPlan plan, Cells cells) {
    return plan.countsWholeCustomers()
        && cells.inWord()
        && (cells.rowSteps() == 1 || cells.soleByteAxis().isPresent());
  }

  private static Optional<CustomerCodes> codes(QueryPlan plan, TableData table) {
    return plan.codedCategory().flatMap(column -> table.customerCodes(column.name()));
  }

  Selection selection() {
    return selection;
  }

  RowSteps steps() {
    return steps;
  }

  /** The numbers of a column of the table. */
  Packed values(String column) {
    return table.column(column).values();
  }

  @Override
  public void begin(Block block) {
    selection.select(block);
    for (MeetingRows met : meeting) {
      met.begin(block);
    }
    firstCustomer = block.firstCustomer();
    steps.begin(block);
    if (ranking && ranks.length < selection.count()) {
      ranks = new int[selection.count()];
    }
  }

  @Override
  public void collect(int ofCustomer) {
    customer = ofCustomer;
    int ofBlock = customer - firstCustomer;
    from = selection.start(ofBlock);
    to = selection.takes(ofBlock) ? selection.start(ofBlock + 1) : from;
    if (from < to) {
      steps.find(customer, from, to);
    }
  }

  @Override
  public int slots() {
    return from < to ? steps.slots() : 0;
  }

  @Override
  public long offset(int slot) {
    return cells.offset(steps.step(slot));
  }

  @Override
  public long otherOffset(int slot, int other) {
    return cells.otherOffset(steps.step(slot), other);
  }

  @Override
  public long word() {
    return steps.word();
  }

  @Override
  public void keep(int[] kept, int count) {
    if (placing) {
      places = steps.places(from, to, kept, count);
    }
    // Only then can a row be beyond max-rows.
    boolean crowded = to - from > maxRows;
    ranked = ranking && crowded;
    countedInSums =
        sums.length > 0
            && sums[0].leavesRoomToCount()
            && !crowded
            && to - from <= Totalled.MOST_ROWS;
    if (ranked) {
      rank(kept, count);
    } else if (counting && !countedInSums) {
      steps.rows(customer, from, to, kept, count, rows);
    }
    for (MeetingRows met : meeting) {
      for (int i = 0; i < count; i++) {
        met.clear(steps.place(kept, i));
      }
      met.add(selection, places, from, to);
    }
    for (int sum = 0; sum < sums.length; sum++) {
      for (int i = 0; i < count; i++) {
        sums[sum].clear(steps.place(kept, i));
      }
      if (crowded && keptOnly[sum]) {
        sums[sum].addKept(selection, places, ranks, maxRows, from, to);
      } else {
        long one = countedInSums && sum == 0 ? Totalled.ROW : 0;
        sums[sum].add(selection, places, from, to, one);
      }
    }
  }

  private void rank(int[] kept, int count) {
    for (int i = 0; i < count; i++) {
      rowsOfPlace[steps.place(kept, i)] = 0;
    }
    for (int position = from; position < to; position++) {
      ranks[position] = rowsOfPlace[places[position]]++;
    }
    for (int i = 0; i < count; i++) {
      rows[i] = rowsOfPlace[steps.place(kept, i)];
    }
  }

  @Override
  public void bounded(int answer, int[] kept, int count, long[] parts) {
    Answer bounds = answers[answer];
    switch (bounds.part()) {
      case PRESENCE -> Arrays.fill(parts, 0, count, 1);
      case MEETING, MISSING -> {
        MeetingRows met = meeting[meetingOf[answer]];
        for (int i = 0; i < count; i++) {
          parts[i] = Contribution.bounded(bounds, 1, 0, met.rows(steps.place(kept, i)));
        }
      }
      case KEPT_ROWS -> {
        for (int i = 0; i < count; i++) {
          parts[i] = Math.min(rows(kept, i), bounds.high());
        }
      }
      case ROWS_LEAF -> {
        for (int i = 0; i < count; i++) {
          parts[i] = rows(kept, i);
        }
      }
      case CLAMPED_SUM, TOTAL_LEAF, KEPT_VALUES, CENTRED_SUM, CENTRED_SQUARES -> {
        ValueTotals sum = sums[sumOf[answer]];
        boolean counted = countedInSums && sumOf[answer] == 0;
        int most = keptOnly[sumOf[answer]] ? maxRows : Integer.MAX_VALUE;
        // A square is centred row by row, a sum once for all rows.
        long centre = bounds.part() == Part.CENTRED_SQUARES ? 0 : bounds.centre();
        for (int i = 0; i < count; i++) {
          int place = steps.place(kept, i);
          int all = rows(kept, i);
          long values = (long) Math.min(all, most) - sum.missing(place);
          long total = sum.total(place, counted) - centre * values;
          parts[i] = Contribution.bounded(bounds, all, total, values);
        }
      }
      case LEAVES, SEGMENTS_LEAF -> throw new IllegalArgumentException("not a part of a segment");
    }
  }

  @Override
  public void leaves(int answer, int[] kept, int count, KeptLeaves leaves) {
    LeafColumn column = Objects.requireNonNull(leafColumns[answer]);
    boolean whole = selection.whole();
    for (int i = 0; i < count; i++) {
      keptOfPlace[steps.place(kept, i)] = i;
    }
    for (int position = from; position < to; position++) {
      int segment = keptOfPlace[places[position]];
      if (segment != NOT_KEPT && !(ranked && ranks[position] >= maxRows)) {
        int row = whole ? selection.firstRow() + position : selection.rows()[position];
        int leaf = column.leaf(row);
        if (leaf != LeafColumn.NO_VALUE) {
          leaves.add(segment, leaf);
        }
      }
    }
    for (int i = 0; i < count; i++) {
      keptOfPlace[steps.place(kept, i)] = NOT_KEPT;
    }
  }

  /** The rows of {@code kept[index]}. */
  private int rows(int[] kept, int index) {
    return countedInSums ? sums[0].rows(steps.place(kept, index)) : rows[index];
  }
}
