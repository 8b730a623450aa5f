package io.discreet.engine.scan;

import io.discreet.engine.ledger.Standing;
import io.discreet.engine.plan.CostLevels;
import io.discreet.engine.plan.QueryPlan;
import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.RoaringBitmapWriter;

/**
 * Bounds customers' contributions, prices them, and adds those of the customers whose level fits.
 *
 * <p>Law 1: the only state that outlives a customer is the totals and the payers. Law 3: nobody is
 * added whose level does not fit into what the standing leaves. Not thread-safe.
 */
final class Admission {
  private final long[] remainingUnits;
  private final long[] levelUnits;
  private final KeptSegments keptSegments;
  private final IndividualCost cost;
  private final long[][] totals;

  /** The parts of one customer, by answer and position among the kept segments. */
  private final long[][] parts;

  private final List<RoaringBitmapWriter<RoaringBitmap>> payers = new ArrayList<>();

  Admission(QueryPlan plan, Standing standing, Bounding bounding, int mostSlots) {
    remainingUnits = standing.remainingUnits();
    levelUnits = plan.levels().toArray();
    keptSegments = new KeptSegments(plan, bounding);
    cost = new IndividualCost(plan);
    totals = new long[plan.answers().size()][plan.segments()];
    parts = new long[totals.length][Math.min(plan.l0(), mostSlots)];
    for (int level = 0; level < CostLevels.COUNT; level++) {
      payers.add(RoaringBitmapWriter.writer().constantMemory().get());
    }
  }

  Tally tally() {
    return new Tally(totals, payers.stream().map(RoaringBitmapWriter::get).toList());
  }

  /** Whether a customer consents, and was not forgotten. */
  boolean mayTakePart(int customer) {
    return remainingUnits[customer] >= 0;
  }

  /**
   * Adds a customer's contribution, if it can be paid.
   *
   * @param base the part of the segment number that the customer's rows share
   */
  void admit(int customer, int base, Contribution contribution) {
    int segments = keptSegments.choose(customer, base, contribution);
    int[] kept = keptSegments.slots();
    for (int answer = 0; answer < parts.length; answer++) {
      contribution.bounded(answer, kept, segments, parts[answer]);
    }
    int level = cost.level(parts, segments);
    if (level == IndividualCost.NOTHING) {
      return; // every part is 0: nothing to add and nothing learnt
    }
    if (levelUnits[level] > remainingUnits[customer]) {
      return;
    }
    payers.get(level).add(customer);
    for (int answer = 0; answer < parts.length; answer++) {
      long[] into = totals[answer];
      long[] from = parts[answer];
      for (int position = 0; position < segments; position++) {
        into[base + contribution.step(kept[position])] += from[position];
      }
    }
  }
}
