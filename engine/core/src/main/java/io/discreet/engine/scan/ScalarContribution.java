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

  /** For each segment step the customer that last touched it, and the slot it then got. */
  private final int[] touchedBy;

  private final int[] slotOf;

  private int customer = -1;
  private int slots;
  private int[] stepOfSlot = new int[16];
  private int[] rowsOfSlot = new int[16];
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
    where = plan.where().map(test -> RowTruth.bind(test, tables));
    conditions =
        plan.answers().stream()
            .map(answer -> answer.condition().orElse(new RowTest.And(List.of())))
            .map(test -> RowTruth.bind(test, tables))
            .toArray(RowTruth[]::new);
    values = new Packed[answers.length];
    totalOfSlot = new long[answers.length][16];
    countOfSlot = new long[answers.length][16];
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
    touchedBy = new int[cells.rowSteps()];
    Arrays.fill(touchedBy, -1);
    slotOf = new int[cells.rowSteps()];
  }

  @Override
  public void begin(Block block) {}

  @Override
  public void collect(int nextCustomer) {
    customer = nextCustomer;
    slots = 0;
    Arrays.fill(leafRows, 0);
    for (int row = offsets[customer]; row < offsets[customer + 1]; row++) {
      if (where.isEmpty() || where.get().of(customer, row) == Outcome.YES) {
        addRow(cells.step(row), row);
      }
    }
  }

  private void addRow(int step, int row) {
    int slot = touchedBy[step] == customer ? slotOf[step] : newSlot(step);
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
    int[] positionOfSlot = new int[slots];
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
    return slots;
  }

  @Override
  public int step(int slot) {
    return stepOfSlot[slot];
  }

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

  private int newSlot(int step) {
    int slot = slots++;
    if (slot == stepOfSlot.length) {
      grow();
    }
    touchedBy[step] = customer;
    slotOf[step] = slot;
    stepOfSlot[slot] = step;
    rowsOfSlot[slot] = 0;
    for (int answer = 0; answer < answers.length; answer++) {
      totalOfSlot[answer][slot] = 0;
      countOfSlot[answer][slot] = 0;
    }
    return slot;
  }

  private void grow() {
    int length = 2 * stepOfSlot.length;
    stepOfSlot = Arrays.copyOf(stepOfSlot, length);
    rowsOfSlot = Arrays.copyOf(rowsOfSlot, length);
    for (int answer = 0; answer < answers.length; answer++) {
      totalOfSlot[answer] = Arrays.copyOf(totalOfSlot[answer], length);
      countOfSlot[answer] = Arrays.copyOf(countOfSlot[answer], length);
    }
  }
}
