package io.discreet.engine.scan;

import io.discreet.engine.vault.Packed;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the rows of one customer after another, and the numbers of a column if there is one, by
 * step, where there may be many steps. Between customers all sums are zero. Not thread-safe.
 */
final class StepSums {
  private final RowSteps.ManySteps rowSteps;
  private final @Nullable BlockValues numbers;

  /** The sums by step, as {@link Totalled#set} takes them. */
  private final long[] sums;

  private final int[] missing;

  /** The steps of the customer; one entry more, since the next is written before it is known. */
  private final int[] touched;

  StepSums(RowSteps.ManySteps rowSteps, Selection selection, Optional<Packed> values, int steps) {
    this.rowSteps = rowSteps;
    numbers = values.map(column -> new BlockValues(selection, column)).orElse(null);
    sums = new long[steps];
    missing = new int[steps];
    touched = new int[steps + 1];
  }

  /** Turns to the block that was selected last. */
  void begin() {
    if (numbers != null) {
      numbers.fill();
    }
  }

  /**
   * Adds the rows of a customer at positions from (included) to (excluded).
   *
   * @return how many steps they have
   */
  int add(int from, int to) {
    int[] steps = rowSteps.stepOfPosition();
    return numbers == null ? add(steps, from, to) : add(steps, numbers.values(), from, to);
  }

  /** A step is new if its sum is 0: what a row adds is positive, and no sum reaches 2⁶⁴. */
  private int add(int[] steps, int from, int to) {
    int next = 0;
    for (int position = from; position < to; position++) {
      int step = steps[position];
      long before = sums[step];
      sums[step] = before + Totalled.ROW;
      touched[next] = step;
      next += before == 0 ? 1 : 0;
    }
    return next;
  }

  private int add(int[] steps, int[] values, int from, int to) {
    int next = 0;
    for (int position = from; position < to; position++) {
      int step = steps[position];
      int value = values[position];
      long before = sums[step];
      if (value == Packed.NULL) {
        missing[step]++;
        value = 0;
      }
      sums[step] = before + Totalled.ROW + value;
      touched[next] = step;
      next += before == 0 ? 1 : 0;
    }
    return next;
  }

  /** The steps of the customer, as many as {@link #add} said. */
  int[] steps() {
    return touched;
  }

  /**
   * Takes what was added.
   *
   * @param kept which of the steps are wanted, by position
   * @param into gets them in the same order
   */
  void take(int count, int[] kept, int keptCount, Totalled into) {
    for (int position = 0; position < keptCount; position++) {
      int step = touched[kept[position]];
      into.set(position, sums[step], missing[step]);
    }
    for (int i = 0; i < count; i++) {
      sums[touched[i]] = 0;
      missing[touched[i]] = 0;
    }
  }
}
