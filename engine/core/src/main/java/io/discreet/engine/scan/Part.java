package io.discreet.engine.scan;

import io.discreet.engine.plan.CostLevels;
import io.discreet.engine.plan.QueryPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.roaringbitmap.RoaringBitmap;

/**
 * Exact totals and payers of some of the customers, and how those of all are made of them.
 *
 * <p>Law 10: integers are added and disjoint sets are joined, so that neither the borders between
 * the parts nor their order count. Private, as a {@link Tally} is. Not thread-safe.
 */
public final class Part {
  private final QueryPlan plan;
  private final SegmentTotals totals;

  /** By place among the totals, the label of a segment that was found. */
  private final List<String> foundLabels = new ArrayList<>();

  private final RoaringBitmap[] payers;

  private Part(QueryPlan plan, SegmentTotals totals, RoaringBitmap[] payers) {
    this.plan = plan;
    this.totals = totals;
    this.payers = payers;
  }

  /** The part of nobody. */
  public static Part ofNobody(QueryPlan plan) {
    RoaringBitmap[] payers = new RoaringBitmap[CostLevels.COUNT];
    Arrays.setAll(payers, level -> new RoaringBitmap());
    return new Part(plan, SegmentTotals.of(plan), payers);
  }

  static Part of(QueryPlan plan, Cells cells, Admission admission) {
    Part part =
        new Part(plan, admission.totals(), admission.payers().toArray(RoaringBitmap[]::new));
    if (plan.discovers()) {
      for (int place = 0; place < part.totals.places(); place++) {
        part.foundLabels.add(cells.foundLabel(part.totals.segment(place)));
      }
    }
    return part;
  }

  /** The tally of all parts, which are of disjoint customers and at least one; used up. */
  static Tally join(List<Part> parts) {
    Part sum = parts.get(0);
    parts.subList(1, parts.size()).forEach(sum::add);
    return sum.tally();
  }

  private void add(Part other) {
    find(other.foundLabels.size(), other.totals::segment, other.foundLabels::get);
    totals.add(other.totals);
    for (int level = 0; level < payers.length; level++) {
      payers[level].or(other.payers[level]);
    }
  }

  /**
   * Adds a part of other customers, without unpacking the leaves of its trees.
   *
   * @param firstCustomer the customer that the part numbers 0
   */
  public void add(PackedPart other, int firstCustomer) {
    find(
        other.foundSegments.length,
        place -> other.foundSegments[place],
        place -> other.foundLabels[place]);
    totals.add(other.foundSegments, other.totals);
    for (int level = 0; level < payers.length; level++) {
      payers[level].or(RoaringBitmap.addOffset(other.payers[level], (long) firstCustomer));
    }
  }

  private void find(int places, IntToLongFunction segments, IntFunction<String> labels) {
    for (int place = 0; place < places; place++) {
      if (totals.place(segments.applyAsLong(place)) == foundLabels.size()) {
        foundLabels.add(labels.apply(place));
      }
    }
  }

  PackedPart packed() {
    return new PackedPart(
        IntStream.range(0, foundLabels.size()).mapToLong(totals::segment).toArray(),
        foundLabels.toArray(String[]::new),
        totals.packed(),
        payers);
  }

  /** The tally of the customers; the part is used up. */
  public Tally tally() {
    int answers = plan.answers().size();
    long[][] sums = Arrays.copyOf(totals.totals, answers);
    if (!plan.discovers()) {
      return new Tally(sums, new long[0], plan::labels, List.of(payers));
    }
    for (int answer = 0; answer < answers; answer++) {
      sums[answer] = Arrays.copyOf(sums[answer], totals.places());
    }
    int publicCells = plan.finestSegments();
    return new Tally(
        sums,
        Arrays.copyOf(totals.totals[answers], totals.places()),
        place ->
            plan.finestLabels((int) (totals.segment(place) % publicCells), foundLabels.get(place)),
        List.of(payers));
  }
}
