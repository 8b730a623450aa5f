package io.discreet.engine.scan;

import io.discreet.engine.plan.Answer;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.policy.Column.Bounds;
import io.discreet.engine.vault.ColumnData;
import io.discreet.engine.vault.TableData;
import java.util.Arrays;

/**
 * What one customer brings to a query: the segments that the qualifying rows fall in and, for each,
 * the running totals; then its bounded form.
 *
 * <p>Segments are kept in slots, in the order of the rows; a row's values are at most 2³¹ and a
 * customer's rows fewer than 2³¹, so that running totals fit a long. Not thread-safe; one instance
 * a thread, used for one customer after another.
 */
final class Contribution {
  private static final long[] NO_VALUES = new long[0];

  private final Answer[] answers;
  private final long[][] values;
  private final int maxRows;

  /** For each segment step the customer that last touched it, and the slot it then got. */
  private final int[] touchedBy;

  private final int[] slotOf;

  private int customer = -1;
  private int slots;
  private int[] stepOfSlot = new int[16];
  private int[] rowsOfSlot = new int[16];
  private final long[][] totalOfSlot;
  private final long[][] countOfSlot;

  /**
   * @param table the table that the query asks about
   */
  Contribution(QueryPlan plan, TableData table) {
    answers = plan.answers().toArray(Answer[]::new);
    maxRows = plan.maxRows();
    values = new long[answers.length][];
    totalOfSlot = new long[answers.length][16];
    countOfSlot = new long[answers.length][16];
    for (int answer = 0; answer < answers.length; answer++) {
      values[answer] =
          answers[answer]
              .column()
              .map(column -> ((ColumnData.Units) table.column(column.name())).units())
              .orElse(NO_VALUES);
    }
    touchedBy = new int[plan.segments()];
    Arrays.fill(touchedBy, -1);
    slotOf = new int[plan.segments()];
  }

  void start(int nextCustomer) {
    customer = nextCustomer;
    slots = 0;
  }

  void addRow(int step, int row) {
    int slot = touchedBy[step] == customer ? slotOf[step] : newSlot(step);
    boolean kept = rowsOfSlot[slot]++ < maxRows;
    for (int answer = 0; answer < answers.length; answer++) {
      switch (answers[answer].part()) {
        case PRESENCE, KEPT_ROWS -> {}
        case CLAMPED_SUM -> addValue(answer, slot, values[answer][row], 0);
        case KEPT_VALUES, CENTRED_SUM -> {
          if (kept) {
            addValue(answer, slot, values[answer][row], answers[answer].centre());
          }
        }
      }
    }
  }

  /** How many segments the customer's qualifying rows fall in. */
  int slots() {
    return slots;
  }

  int step(int slot) {
    return stepOfSlot[slot];
  }

  /** The customer's exact, bounded part of an answer in the segment of a slot. */
  long bounded(int answer, int slot) {
    Answer bounds = answers[answer];
    return switch (bounds.part()) {
      case PRESENCE -> 1;
      case KEPT_ROWS -> Math.min(rowsOfSlot[slot], bounds.high());
      case KEPT_VALUES -> countOfSlot[answer][slot];
      case CENTRED_SUM -> totalOfSlot[answer][slot];
      // Without a qualifying value the part is 0, even where the clamp excludes 0.
      case CLAMPED_SUM ->
          countOfSlot[answer][slot] == 0
              ? 0
              : new Bounds(bounds.low(), bounds.high()).clamp(totalOfSlot[answer][slot]);
    };
  }

  private void addValue(int answer, int slot, long value, long centre) {
    if (value != ColumnData.Units.NULL) {
      totalOfSlot[answer][slot] += value - centre;
      countOfSlot[answer][slot]++;
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
