package io.discreet.engine.scan;

import io.discreet.engine.plan.Answer;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.mechanisms.accounting.Currency.Norm;
import java.util.Arrays;

/**
 * Bounds what one customer after another brings to an answer of numbers of rows and totals, prices
 * it, and adds it where it can be paid: what {@link Contribution#bounded} and {@link
 * Admission#admit} do, in few passes. Not thread-safe.
 */
final class PlainParts {
  private final Cells cells;
  private final Admission admission;
  private final Answer[] answers;

  /** By answer and position among what counts. */
  private final long[][] parts;

  /** By answer, of the parts. */
  private final long[] norms;

  private final boolean squared;

  PlainParts(QueryPlan plan, Cells cells, Admission admission, int mostKept) {
    this.cells = cells;
    this.admission = admission;
    answers = plan.answers().toArray(Answer[]::new);
    parts = new long[answers.length][mostKept];
    norms = new long[answers.length];
    squared = plan.currency().norm() == Norm.SQUARED_L2;
  }

  /**
   * Adds what a customer brings to the segments of the kept steps, if it can be paid.
   *
   * @param kept the steps, as many as {@code count}
   * @param totalled what the customer's rows come to in each of them
   */
  void add(int customer, int[] kept, int count, Totalled totalled) {
    for (int answer = 0; answer < answers.length; answer++) {
      norms[answer] = bound(answers[answer], count, totalled, parts[answer]);
    }
    if (!admission.pays(customer, norms)) {
      return;
    }
    int base = (int) admission.base(customer);
    long[][] totals = admission.totals().totals;
    if (answers.length == 2) {
      long[] first = totals[0];
      long[] second = totals[1];
      for (int position = 0; position < count; position++) {
        int segment = base + (int) cells.offset(kept[position]);
        first[segment] += parts[0][position];
        second[segment] += parts[1][position];
      }
      return;
    }
    for (int answer = 0; answer < answers.length; answer++) {
      long[] into = totals[answer];
      long[] from = parts[answer];
      for (int position = 0; position < count; position++) {
        into[base + (int) cells.offset(kept[position])] += from[position];
      }
    }
  }

  /** What {@link Contribution#bounded} gives; returns its norm. */
  private long bound(Answer answer, int count, Totalled totalled, long[] into) {
    int[] rows = totalled.rows;
    int[] missing = totalled.missing;
    long[] totals = totalled.totals;
    long low = answer.low();
    long high = answer.high();
    long norm = 0;
    switch (answer.part()) {
      case PRESENCE -> {
        Arrays.fill(into, 0, count, 1);
        norm = count;
      }
      case KEPT_ROWS -> {
        for (int i = 0; i < count; i++) {
          into[i] = clamp(rows[i], low, high);
          norm += norm(into[i]);
        }
      }
      case KEPT_VALUES -> {
        for (int i = 0; i < count; i++) {
          into[i] = clamp((long) rows[i] - missing[i], low, high);
          norm += norm(into[i]);
        }
      }
      case CENTRED_SUM -> {
        long centre = answer.centre();
        for (int i = 0; i < count; i++) {
          long values = (long) rows[i] - missing[i];
          into[i] = clamp(totals[i] - centre * values, low, high);
          norm += norm(into[i]);
        }
      }
      case CLAMPED_SUM -> {
        for (int i = 0; i < count; i++) {
          into[i] = rows[i] == missing[i] ? 0 : clamp(totals[i], low, high);
          norm += norm(into[i]);
        }
      }
      case MEETING, MISSING, CENTRED_SQUARES, LEAVES, TOTAL_LEAF, ROWS_LEAF, SEGMENTS_LEAF ->
          throw new IllegalStateException("not a plain part: " + answer.part());
    }
    return norm;
  }

  private long norm(long part) {
    return squared ? part * part : Math.abs(part);
  }

  private static long clamp(long part, long low, long high) {
    return Math.max(low, Math.min(high, part));
  }
}
