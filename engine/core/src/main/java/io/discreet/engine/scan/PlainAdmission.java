package io.discreet.engine.scan;

import io.discreet.engine.plan.Answer;
import io.discreet.engine.plan.Answer.Part;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.vault.Packed;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bounds, prices and adds the customers of a block by a short way, where a plan asks for no more
 * than numbers of rows and totals of one column: the same as {@link Admission} by {@link
 * BlockContribution}, which take those customers of whom some rows may be beyond max-rows.
 *
 * <p>Law 1: the only state that outlives a customer is the totals and the payers. Not thread-safe.
 */
final class PlainAdmission {
  private static final Set<Part> PLAIN =
      EnumSet.of(
          Part.PRESENCE, Part.KEPT_ROWS, Part.KEPT_VALUES, Part.CLAMPED_SUM, Part.CENTRED_SUM);

  private final Cells cells;
  private final Admission admission;
  private final BlockContribution contribution;
  private final Selection selection;
  private final KeptSegments keptSegments;
  private final Answer[] answers;

  /** The most rows of a customer who goes this way. */
  private final int mostRows;

  /** Where steps are bits of a word; else {@link #sums}. */
  private final RowSteps.@Nullable InWord words;

  /** Of steps within a word, where a column is totalled. */
  private final @Nullable WordSums wordSums;

  private final @Nullable StepSums sums;

  /** Whether rows are counted, or numbers totalled. */
  private final boolean counting;

  private final boolean presenceOnly;

  private final Totalled totalled;

  /** The steps that count. */
  private final int[] kept;

  /** By answer and position among what counts. */
  private final long[][] parts;

  private PlainAdmission(
      QueryPlan plan,
      Cells cells,
      Admission admission,
      BlockContribution contribution,
      KeptSegments keptSegments,
      Optional<Packed> column) {
    this.cells = cells;
    this.admission = admission;
    this.contribution = contribution;
    this.keptSegments = keptSegments;
    selection = contribution.selection();
    answers = plan.answers().toArray(Answer[]::new);
    mostRows = Math.min(plan.maxRows(), Totalled.MOST_ROWS);
    counting = plan.answers().stream().anyMatch(answer -> answer.part() != Part.PRESENCE);
    presenceOnly = admission.ofPresence();
    int mostKept = (int) Math.min(plan.l0(), cells.rowSteps());
    totalled = new Totalled(mostKept);
    kept = new int[mostKept];
    parts = new long[answers.length][mostKept];
    words = contribution.steps() instanceof RowSteps.InWord inWord ? inWord : null;
    wordSums =
        words == null
            ? null
            : column.map(values -> WordSums.of(words, selection, values)).orElse(null);
    sums =
        contribution.steps() instanceof RowSteps.ManySteps many
            ? new StepSums(many, selection, column, Math.toIntExact(cells.rowSteps()))
            : null;
  }

  /** The short way of a plan; empty where it has none. */
  static Optional<PlainAdmission> of(
      QueryPlan plan,
      Cells cells,
      Admission admission,
      BlockContribution contribution,
      KeptSegments keptSegments) {
    boolean plain =
        !plan.discovers()
            && !plan.hasTotals()
            && !plan.estimatesCoverage()
            && plan.answers().stream().allMatch(answer -> PLAIN.contains(answer.part()));
    List<String> columns =
        plan.answers().stream()
            .flatMap(answer -> answer.column().stream())
            .map(column -> column.name())
            .distinct()
            .toList();
    if (!plain || columns.size() > 1) {
      return Optional.empty();
    }
    return Optional.of(
        new PlainAdmission(
            plan,
            cells,
            admission,
            contribution,
            keptSegments,
            columns.stream().findFirst().map(contribution::values)));
  }

  /** Adds the customers of the block that the contribution turned to last. */
  void admit(Block block) {
    if (words != null) {
      admitWords(block, words);
    } else {
      admitSteps(block, Objects.requireNonNull(sums));
    }
  }

  private void admitWords(Block block, RowSteps.InWord steps) {
    if (wordSums != null) {
      wordSums.begin();
    }
    long[] found = steps.words();
    for (int i = 0; i < block.customers(); i++) {
      int customer = block.firstCustomer() + i;
      if (found[i] == 0 || !selection.takes(i) || !admission.mayTakePart(customer)) {
        continue;
      }
      int from = selection.start(i);
      int to = selection.start(i + 1);
      if (to - from > mostRows && counting) {
        contribution.collect(customer);
        admission.admit(customer, contribution);
        continue;
      }
      long chosen = keptSegments.word(customer, found[i]);
      if (presenceOnly) {
        admission.admitPresence(customer, chosen);
        continue;
      }
      int count = 0;
      for (long rest = chosen; rest != 0; rest &= rest - 1) {
        kept[count++] = Long.numberOfTrailingZeros(rest);
      }
      if (wordSums != null) {
        wordSums.total(from, to, kept, count, totalled);
      } else if (counting) {
        steps.rows(customer, from, to, kept, count, totalled.rows);
      }
      add(customer, count);
    }
  }

  private void admitSteps(Block block, StepSums stepSums) {
    stepSums.begin();
    for (int i = 0; i < block.customers(); i++) {
      int customer = block.firstCustomer() + i;
      int from = selection.start(i);
      int to = selection.start(i + 1);
      if (from == to || !selection.takes(i) || !admission.mayTakePart(customer)) {
        continue;
      }
      if (to - from > mostRows) {
        contribution.collect(customer);
        admission.admit(customer, contribution);
        continue;
      }
      int all = stepSums.add(from, to);
      int[] steps = stepSums.steps();
      int count = keptSegments.choose(customer, admission.base(customer), steps, all);
      int[] slots = keptSegments.slots();
      for (int position = 0; position < count; position++) {
        kept[position] = steps[slots[position]];
      }
      stepSums.take(all, slots, count, totalled);
      add(customer, count);
    }
  }

  /** Adds what a customer brings to the segments of the kept steps, if it can be paid. */
  private void add(int customer, int count) {
    for (int answer = 0; answer < answers.length; answer++) {
      bound(answers[answer], count, parts[answer]);
    }
    if (!admission.pays(customer, parts, count)) {
      return;
    }
    int base = (int) admission.base(customer);
    for (int position = 0; position < count; position++) {
      kept[position] = base + (int) cells.offset(kept[position]);
    }
    long[][] totals = admission.totals().totals;
    for (int answer = 0; answer < answers.length; answer++) {
      long[] into = totals[answer];
      long[] from = parts[answer];
      for (int position = 0; position < count; position++) {
        into[kept[position]] += from[position];
      }
    }
  }

  /** What {@link Contribution#bounded} gives, with one look at the kind of answer. */
  private void bound(Answer answer, int count, long[] into) {
    int[] rows = totalled.rows;
    int[] missing = totalled.missing;
    long[] totals = totalled.totals;
    long low = answer.low();
    long high = answer.high();
    switch (answer.part()) {
      case PRESENCE -> Arrays.fill(into, 0, count, 1);
      case KEPT_ROWS -> {
        for (int i = 0; i < count; i++) {
          into[i] = clamp(rows[i], low, high);
        }
      }
      case KEPT_VALUES -> {
        for (int i = 0; i < count; i++) {
          into[i] = clamp((long) rows[i] - missing[i], low, high);
        }
      }
      case CENTRED_SUM -> {
        long centre = answer.centre();
        for (int i = 0; i < count; i++) {
          long values = (long) rows[i] - missing[i];
          into[i] = clamp(totals[i] - centre * values, low, high);
        }
      }
      case CLAMPED_SUM -> {
        for (int i = 0; i < count; i++) {
          into[i] = rows[i] == missing[i] ? 0 : clamp(totals[i], low, high);
        }
      }
      case MEETING, MISSING, CENTRED_SQUARES, LEAVES, TOTAL_LEAF, ROWS_LEAF, SEGMENTS_LEAF ->
          throw new IllegalStateException("not a plain part: " + answer.part());
    }
  }

  private static long clamp(long part, long low, long high) {
    return Math.max(low, Math.min(high, part));
  }
}
