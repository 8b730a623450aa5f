package io.discreet.engine.scan;

import io.discreet.engine.plan.Answer;
import io.discreet.engine.plan.Answer.Part;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.RowTest;
import io.discreet.engine.scan.RowTruth.Outcome;
import io.discreet.engine.vault.ColumnData;
import io.discreet.engine.vault.Packed;
import io.discreet.engine.vault.TableData;
import io.discreet.mechanisms.quantiles.LeafOf;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Row by row: the specification of {@link BlockContribution}, and the way of queries with so many
 * segments that a customer's rows are few among them.
 */
final class ScalarContribution implements Contribution {
  private static final Packed NO_VALUES = new Packed.Bytes(new byte[0]);

  private final Answer[] answers;
  private final Packed[] values;

  /** The condition of an answer; true of every row where it has none. */
  private final RowTruth[] conditions;

  private final int maxRows;
  private final int[] offsets;
  private final Cells cells;
  private final Optional<RowTruth> where;

  /** The steps that the customer's rows fall in; a slot is a place among them, unless in a word. */
  private final KeyPlaces steps;

  /** The words of a row's step but the first. */
  private final long[] otherSteps;

  private final boolean inWord;

  /** The same steps as bits, where they are within a word and a slot is a step. */
  private long word;

  private int[] rowsOfSlot = new int[Long.SIZE];
  private final long[][] totalOfSlot;
  private final long[][] countOfSlot;

  /** Rows that the answers of leaves count: their slots and numbers, by answer. */
  private final int[][] slotOfLeafRow;

  private final int[][] valueOfLeafRow;
  private final int[] leafRows;

  ScalarContribution(QueryPlan plan, Cells cells, Function<String, TableData> tables) {
    TableData table = tables.apply(plan.table().name());
    answers = plan.answers().toArray(Answer[]::new);
    maxRows = plan.maxRows();
    offsets = table.offsets();
    this.cells = cells;
    inWord = cells.inWord();
    otherSteps = new long[cells.otherWords()];
    steps = new KeyPlaces(1 + otherSteps.length);
    where = plan.where().map(test -> RowTruth.bind(test, tables));
    conditions =
        plan.answers().stream()
            .map(answer -> answer.condition().orElse(new RowTest.And(List.of())))
            .map(test -> RowTruth.bind(test, tables))
            .toArray(RowTruth[]::new);
    values = new Packed[answers.length];
    totalOfSlot = new long[answers.length][Long.SIZE];
    countOfSlot = new long[answers.length][Long.SIZE];
    slotOfLeafRow = new int[answers.length][16];
    valueOfLeafRow = new int[answers.length][16];
    leafRows = new int[answers.length];
    for (int answer = 0; answer < answers.length; answer++) {
      values[answer] =
          answers[answer]
              .column()
              .map(column -> table.column(column.name()))
              .map(ColumnData::values)
              .orElse(NO_VALUES);
    }
  }

  @Override
  public void begin(Block block) {}

  @Override
  public void collect(int customer) {
    steps.clear();
    word = 0;
    Arrays.fill(leafRows, 0);
    for (int row = offsets[customer]; row < offsets[customer + 1]; row++) {
      if (where.isEmpty() || where.get().of(customer, row) == Outcome.YES) {
        if (otherSteps.length > 0) {
          cells.otherSteps(row, otherSteps);
        }
        addRow(customer, cells.step(row), row);
      }
    }
  }

  private void addRow(int customer, long step, int row) {
    int slot = slot(step);
    boolean kept = rowsOfSlot[slot]++ < maxRows;
    for (int answer = 0; answer < answers.length; answer++) {
      switch (answers[answer].part()) {
        case PRESENCE, KEPT_ROWS, ROWS_LEAF, SEGMENTS_LEAF -> {}
        case MEETING, MISSING -> {
          if (conditions[answer].of(customer, row) == Outcome.YES) {
            countOfSlot[answer][slot]++;
          }
        }
        case CLAMPED_SUM, TOTAL_LEAF -> addValue(answer, slot, row);
        case KEPT_VALUES, CENTRED_SUM, CENTRED_SQUARES -> {
          if (kept) {
            addValue(answer, slot, row);
          }
        }
        case LEAVES -> {
          if (kept && values[answer].get(row) != Packed.NULL) {
            addLeafRow(answer, slot, values[answer].get(row));
          }
        }
      }
    }
  }

  private int slot(long step) {
    int known = steps.size();
    int place = steps.place(step, otherSteps);
    int slot = inWord ? (int) step : place;
    if (place == known) {
      word |= inWord ? 1L << step : 0;
      beginSlot(slot);
    }
    return slot;
  }

  private void addLeafRow(int answer, int slot, int value) {
    int next = leafRows[answer]++;
    if (next == slotOfLeafRow[answer].length) {
      slotOfLeafRow[answer] = Arrays.copyOf(slotOfLeafRow[answer], 2 * next);
      valueOfLeafRow[answer] = Arrays.copyOf(valueOfLeafRow[answer], 2 * next);
    }
    slotOfLeafRow[answer][next] = slot;
    valueOfLeafRow[answer][next] = value;
  }

  @Override
  public void leaves(int answer, int[] kept, int count, KeptLeaves leaves) {
    int[] positionOfSlot = new int[inWord ? Long.SIZE : steps.size()];
    Arrays.fill(positionOfSlot, -1);
    for (int i = 0; i < count; i++) {
      positionOfSlot[kept[i]] = i;
    }
    LeafOf leafOf = new LeafOf(answers[answer].tree().orElseThrow());
    for (int row = 0; row < leafRows[answer]; row++) {
      int position = positionOfSlot[slotOfLeafRow[answer][row]];
      if (position >= 0) {
        leaves.add(position, leafOf.leaf(valueOfLeafRow[answer][row]));
      }
    }
  }

  private void addValue(int answer, int slot, int row) {
    long value = values[answer].get(row);
    if (value != Packed.NULL) {
      totalOfSlot[answer][slot] +=
          answers[answer].part() == Part.CENTRED_SQUARES
              ? answers[answer].range().orElseThrow().centredSquare(value)
              : value - answers[answer].centre();
      countOfSlot[answer][slot]++;
    }
  }

  @Override
  public int slots() {
    return steps.size();
  }

  @Override
  public long offset(int slot) {
    return inWord ? cells.offset(slot) : steps.first(slot);
  }

  @Override
  public long otherOffset(int slot, int other) {
    return steps.other(slot, other);
  }

  @Override
  public long word() {
    if (!inWord) {
      throw new UnsupportedOperationException("more steps than a word has bits");
    }
    return word;
  }

  @Override
  public void keep(int[] kept, int count) {}

  @Override
  public void bounded(int answer, int[] kept, int count, long[] parts) {
    for (int i = 0; i < count; i++) {
      int slot = kept[i];
      parts[i] =
          Contribution.bounded(
              answers[answer],
              rowsOfSlot[slot],
              totalOfSlot[answer][slot],
              countOfSlot[answer][slot]);
    }
  }

  private void beginSlot(int slot) {
    if (slot == rowsOfSlot.length) {
      grow();
    }
    rowsOfSlot[slot] = 0;
    for (int answer = 0; answer < answers.length; answer++) {
      totalOfSlot[answer][slot] = 0;
      countOfSlot[answer][slot] = 0;
    }
  }

  private void grow() {
    int length = 2 * rowsOfSlot.length;
    rowsOfSlot = Arrays.copyOf(rowsOfSlot, length);
    for (int answer = 0; answer < answers.length; answer++) {
      totalOfSlot[answer] = Arrays.copyOf(totalOfSlot[answer], length);
      countOfSlot[answer] = Arrays.copyOf(countOfSlot[answer], length);
    }
  }
}
