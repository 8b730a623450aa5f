package io.discreet.engine.scan;

import io.discreet.engine.plan.Answer;
import io.discreet.engine.plan.Answer.Part;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.mechanisms.accounting.Currency.Norm;
import io.discreet.mechanisms.quantiles.QuantileTree;
import java.util.Optional;

/**
 * Bounds, prices and adds the customers of a block by a short way, where a plan asks for nothing
 * but the leaves of one column, by steps within a word: the same as {@link Admission} by {@link
 * BlockContribution}, which take those customers of whom some rows are beyond max-rows.
 *
 * <p>Law 1: the only state that outlives a customer is the totals and the payers. Not thread-safe.
 */
final class LeafAdmission {

  private final Cells cells;
  private final Admission admission;
  private final IndividualCost cost;
  private final BlockContribution contribution;
  private final Selection selection;
  private final KeptSegments keptSegments;
  private final RowSteps.InWord steps;
  private final LeafRows rows;
  private final NodeCounts counts;

  /** The most rows of a customer in a segment who goes this way. */
  private final int mostRows;

  /** The leaves of a segment in the totals. */
  private final int leavesOfSegment;

  private final int levels;
  private final boolean squared;

  /** The steps that count, of a customer of more rows than that. */
  private final int[] kept;

  /** How many rows they have. */
  private final int[] rowsOfKept;

  /** By position among the kept steps, from leaves of the customer to those of all segments. */
  private final int[] shift;

  private LeafAdmission(
      QueryPlan plan,
      Cells cells,
      Admission admission,
      BlockContribution contribution,
      RowSteps.InWord steps) {
    this.cells = cells;
    this.admission = admission;
    this.contribution = contribution;
    this.steps = steps;
    cost = admission.cost();
    selection = contribution.selection();
    keptSegments = admission.keptSegments();
    Answer answer = plan.answers().get(0);
    QuantileTree tree = answer.tree().orElseThrow();
    rows =
        LeafRows.of(
            steps, selection, contribution.values(answer.column().orElseThrow().name()), tree);
    counts = new NodeCounts(tree);
    mostRows = plan.maxRows();
    leavesOfSegment = answer.cells();
    levels = tree.levels();
    squared = plan.currency().norm() == Norm.SQUARED_L2;
    int mostKept = (int) Math.min(plan.l0(), cells.rowSteps());
    kept = new int[mostKept];
    rowsOfKept = new int[mostKept];
    shift = new int[mostKept];
  }

  /** The short way of a plan; empty where it has none. */
  static Optional<LeafAdmission> of(
      QueryPlan plan, Cells cells, Admission admission, BlockContribution contribution) {
    boolean ofLeaves =
        !plan.discovers()
            && !plan.hasTotals()
            && !plan.estimatesCoverage()
            && plan.answers().size() == 1
            && plan.answers().get(0).part() == Part.LEAVES;
    return ofLeaves && contribution.steps() instanceof RowSteps.InWord inWord
        ? Optional.of(new LeafAdmission(plan, cells, admission, contribution, inWord))
        : Optional.empty();
  }

  /** Adds the customers of the block that the contribution turned to last. */
  void admit(Block block) {
    rows.begin();
    long[] found = steps.words();
    for (int i = 0; i < block.customers(); i++) {
      int customer = block.firstCustomer() + i;
      if (found[i] != 0 && selection.takes(i) && admission.mayTakePart(customer)) {
        admit(customer, found[i], selection.start(i), selection.start(i + 1));
      }
    }
  }

  private void admit(int customer, long found, int from, int to) {
    long chosen = keptSegments.word(customer, found);
    if (to - from > mostRows && crowded(customer, from, to, chosen)) {
      contribution.collect(customer);
      admission.admit(customer, contribution);
      return;
    }
    int base = (int) admission.base(customer);
    int count = 0;
    for (long rest = chosen; rest != 0; rest &= rest - 1) {
      int step = Long.numberOfTrailingZeros(rest);
      int segment = base + (int) cells.offset(step);
      int first = counts.firstLeaf(count);
      rows.keep(step, first);
      // The plan bounds segments × leaves.
      shift[count++] = segment * leavesOfSegment - first;
    }
    int listed = rows.list(from, to, count * mostRows);
    if (admission.pays(customer, level(listed, count))) {
      add(listed);
    }
  }

  /** Adds the listed leaves to those of the segments of the kept steps. */
  private void add(int listed) {
    long[] into = admission.totals().totals[0];
    int[] leaves = rows.listed();
    for (int row = 0; row < listed; row++) {
      int leaf = leaves[row];
      into[leaf + shift[counts.place(leaf)]]++;
    }
  }

  /** Whether a customer of more than {@link #mostRows} has rows beyond max-rows. */
  private boolean crowded(int customer, int from, int to, long chosen) {
    int count = 0;
    for (long rest = chosen; rest != 0; rest &= rest - 1) {
      kept[count++] = Long.numberOfTrailingZeros(rest);
    }
    steps.rows(customer, from, to, kept, count, rowsOfKept);
    for (int position = 0; position < count; position++) {
      if (rowsOfKept[position] > mostRows) {
        return true;
      }
    }
    return false;
  }

  /** The level of what the listed rows add to all nodes of the trees. */
  private int level(int listed, int places) {
    if (!squared) {
      return cost.level((long) levels * listed);
    }
    counts.count(rows.listed(), listed, places);
    int level = cost.level(counts.leastSquares());
    // A border of levels is seldom in between, so that the leaves themselves, which are the most
    // nodes, are seldom counted.
    return level == cost.level(counts.mostSquares()) ? level : cost.level(counts.squares());
  }
}
