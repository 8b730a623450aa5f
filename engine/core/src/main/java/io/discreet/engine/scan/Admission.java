package io.discreet.engine.scan;

import io.discreet.engine.ledger.Standing;
import io.discreet.engine.plan.CostLevels;
import io.discreet.engine.plan.QueryPlan;
import java.util.ArrayList;
import java.util.Arrays;
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
  private final SegmentTotals totals;
  private final int answers;

  /**
   * The parts of one customer, by answer and position among the kept segments; where segments are
   * discovered, last what the customer adds to the numbers of customers that these are chosen by.
   */
  private final long[][] parts;

  /** Where the kept segments are among the totals. */
  private final int[] places;

  private final List<RoaringBitmapWriter<RoaringBitmap>> payers = new ArrayList<>();

  Admission(QueryPlan plan, Cells cells, Standing standing, Bounding bounding) {
    remainingUnits = standing.remainingUnits();
    levelUnits = plan.levels().toArray();
    keptSegments = new KeptSegments(plan, cells, bounding);
    cost = new IndividualCost(plan);
    answers = plan.answers().size();
    totals =
        plan.discovers()
            ? SegmentTotals.ofFound(answers + 1)
            : SegmentTotals.ofAll(answers, plan.segments());
    int mostSlots = (int) Math.min(plan.l0(), cells.rowSteps());
    parts = new long[totals.totals.length][mostSlots];
    places = new int[mostSlots];
    if (plan.discovers()) {
      Arrays.fill(parts[answers], 1);
    }
    for (int level = 0; level < CostLevels.COUNT; level++) {
      payers.add(RoaringBitmapWriter.writer().constantMemory().get());
    }
  }

  SegmentTotals totals() {
    return totals;
  }

  List<RoaringBitmap> payers() {
    return payers.stream().map(RoaringBitmapWriter::get).toList();
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
  void admit(int customer, long base, Contribution contribution) {
    int segments = keptSegments.choose(customer, base, contribution);
    int[] kept = keptSegments.slots();
    for (int answer = 0; answer < answers; answer++) {
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
    for (int position = 0; position < segments; position++) {
      places[position] = totals.place(base + contribution.step(kept[position]));
    }
    for (int vector = 0; vector < parts.length; vector++) {
      long[] into = totals.totals[vector];
      long[] from = parts[vector];
      for (int position = 0; position < segments; position++) {
        into[places[position]] += from[position];
      }
    }
  }
}
