package io.discreet.engine.scan;

import io.discreet.engine.plan.QueryPlan;
import org.jspecify.annotations.Nullable;

/** Walks ranges of customers, in rising order: consent, then collection, then admission. */
final class CustomerWalk {

  /** Rows of a block, which fit the processor's first cache; a customer with more is alone. */
  static final int BLOCK_ROWS = 1 << 12;

  /** The most customers of a block, of whom any number may have no rows. */
  static final int BLOCK_CUSTOMERS = 1 << 12;

  private final int[] offsets;
  private final Contribution contribution;
  private final Admission admission;
  private final int blockRows;

  /** The short way, where the plan has one. */
  private final @Nullable PlainAdmission plain;

  /** The short way of leaves, where the plan has that. */
  private final @Nullable LeafAdmission leaves;

  CustomerWalk(
      QueryPlan plan,
      int[] offsets,
      Cells cells,
      Contribution contribution,
      Admission admission,
      int blockRows) {
    if (contribution instanceof BlockContribution blocks) {
      plain =
          PlainAdmission.of(plan, cells, admission, blocks, admission.keptSegments()).orElse(null);
      leaves = LeafAdmission.of(plan, cells, admission, blocks).orElse(null);
    } else {
      plain = null;
      leaves = null;
    }
    this.offsets = offsets;
    this.contribution = contribution;
    this.admission = admission;
    this.blockRows = blockRows;
  }

  Admission admission() {
    return admission;
  }

  /** Walks customers first (included) to end (excluded), all within the table and the standing. */
  void walk(int first, int end) {
    int from = first;
    while (from < end) {
      int to = from + 1;
      // What is kept of each customer of a block takes no more memory for who has no rows.
      int most = (int) Math.min(end, (long) from + BLOCK_CUSTOMERS);
      while (to < most && offsets[to + 1] - offsets[from] <= blockRows) {
        to++;
      }
      walk(new Block(offsets, from, to));
      from = to;
    }
  }

  private void walk(Block block) {
    contribution.begin(block);
    admission.begin(block);
    if (plain != null) {
      plain.admit(block);
      return;
    } else if (leaves != null) {
      leaves.admit(block);
      return;
    }
    for (int i = block.firstCustomer(); i < block.endCustomer(); i++) {
      if (admission.mayTakePart(i)) {
        contribution.collect(i);
        if (contribution.slots() > 0) {
          admission.admit(i, contribution);
        }
      }
    }
  }
}
