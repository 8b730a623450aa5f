package io.discreet.engine.scan;

import io.discreet.engine.plan.Answer.Part;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.vault.Packed;
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

  private final Admission admission;
  private final BlockContribution contribution;
  private final Selection selection;
  private final KeptSegments keptSegments;

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

  private final PlainParts parts;

  private PlainAdmission(
      QueryPlan plan,
      Cells cells,
      Admission admission,
      BlockContribution contribution,
      KeptSegments keptSegments,
      Optional<Packed> column) {
    this.admission = admission;
    this.contribution = contribution;
    this.keptSegments = keptSegments;
    selection = contribution.selection();
    mostRows = Math.min(plan.maxRows(), Totalled.MOST_ROWS);
    counting = plan.answers().stream().anyMatch(answer -> answer.part() != Part.PRESENCE);
    presenceOnly = admission.ofPresence();
    int mostKept = (int) Math.min(plan.l0(), cells.rowSteps());
    totalled = new Totalled(mostKept);
    kept = new int[mostKept];
    parts = new PlainParts(plan, cells, admission, mostKept);
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
    if (!plain || columns.size() > 1 || !admission.hasSmallNorms()) {
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
      parts.add(customer, kept, count, totalled);
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
      parts.add(customer, kept, count, totalled);
    }
  }
}
