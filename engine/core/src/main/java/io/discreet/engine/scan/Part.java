package io.discreet.engine.scan;

import io.discreet.engine.plan.CostLevels;
import io.discreet.engine.plan.QueryPlan;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * Exact totals and payers of some of the customers, and how those of all are made of them.
 *
 * <p>Law 10: integers are added and disjoint sets are joined, so that neither the borders between
 * the parts nor their order count. Private, as a {@link Tally} is.
 */
public final class Part implements Serializable {
  private static final long serialVersionUID = 1L;

  private final SegmentTotals totals;

  /** By place among the totals, the label of a segment that was found. */
  private final String[] foundLabels;

  private final RoaringBitmap[] payers;

  private Part(SegmentTotals totals, String[] foundLabels, RoaringBitmap[] payers) {
    this.totals = totals;
    this.foundLabels = foundLabels;
    this.payers = payers;
  }

  static Part of(QueryPlan plan, Cells cells, Admission admission) {
    SegmentTotals totals = admission.totals();
    String[] labels = new String[plan.discovers() ? totals.places() : 0];
    for (int place = 0; place < labels.length; place++) {
      labels[place] = cells.foundLabel(totals.segment(place));
    }
    return new Part(totals, labels, admission.payers().toArray(RoaringBitmap[]::new));
  }

  /** The same of customers that are numbered from another number on. */
  Part numberedFrom(int firstCustomer) {
    return new Part(
        totals,
        foundLabels,
        Arrays.stream(payers)
            .map(set -> RoaringBitmap.addOffset(set, (long) firstCustomer))
            .toArray(RoaringBitmap[]::new));
  }

  /**
   * The tally of all parts.
   *
   * @param parts of disjoint customers, at least one; used up
   */
  static Tally join(QueryPlan plan, List<Part> parts) {
    Part first = parts.get(0);
    SegmentTotals sum = first.totals;
    RoaringBitmap[] payers = first.payers;
    List<String> foundLabels = new ArrayList<>(List.of(first.foundLabels));
    for (Part part : parts.subList(1, parts.size())) {
      for (int place = 0; place < part.foundLabels.length; place++) {
        if (sum.place(part.totals.segment(place)) == foundLabels.size()) {
          foundLabels.add(part.foundLabels[place]);
        }
      }
      sum.add(part.totals);
      for (int level = 0; level < CostLevels.COUNT; level++) {
        payers[level].or(part.payers[level]);
      }
    }
    return tally(plan, sum, foundLabels, List.of(payers));
  }

  private static Tally tally(
      QueryPlan plan, SegmentTotals sum, List<String> foundLabels, List<RoaringBitmap> payers) {
    int answers = plan.answers().size();
    long[][] totals = Arrays.copyOf(sum.totals, answers);
    if (!plan.discovers()) {
      return new Tally(totals, new long[0], plan::labels, payers);
    }
    for (int answer = 0; answer < answers; answer++) {
      totals[answer] = Arrays.copyOf(totals[answer], sum.places());
    }
    int publicCells = plan.finestSegments();
    return new Tally(
        totals,
        Arrays.copyOf(sum.totals[answers], sum.places()),
        place ->
            plan.finestLabels((int) (sum.segment(place) % publicCells), foundLabels.get(place)),
        payers);
  }
}
