package io.discreet.engine.scan;

import io.discreet.engine.ledger.Payers;
import io.discreet.engine.plan.QueryPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * Exact totals and payers of some of the customers, and how those of all are made of them.
 *
 * <p>Law 10: integers are added, and each customer's level has a place of its own, so that neither
 * the borders between the parts nor their order count. Private, as a {@link Tally} is. Not
 * thread-safe.
 */
public final class Part {
  private final QueryPlan plan;
  private final SegmentTotals totals;

  /** By axis that is discovered and place among the totals, the label of a found segment. */
  private final List<List<String>> foundLabels = new ArrayList<>();

  /** By customer, as {@link Payers} has them; parts that are joined have one array. */
  private final byte[] payers;

  private Part(QueryPlan plan, SegmentTotals totals, byte[] payers) {
    this.plan = plan;
    this.totals = totals;
    this.payers = payers;
    for (int axis = 0; axis < plan.discoveredAxes(); axis++) {
      foundLabels.add(new ArrayList<>());
    }
  }

  /**
   * The part of nobody.
   *
   * @param customers how many there may be in the parts that are added
   */
  public static Part ofNobody(QueryPlan plan, int customers) {
    return new Part(plan, SegmentTotals.of(plan), new byte[customers]);
  }

  static Part of(QueryPlan plan, Cells cells, Admission admission) {
    Part part = new Part(plan, admission.totals(), admission.payers());
    if (plan.discovers()) {
      long[] others = new long[cells.otherWords()];
      for (int place = 0; place < part.totals.places(); place++) {
        part.totals.others(place, others);
        List<String> labels = cells.foundLabels(part.totals.first(place), others);
        for (int axis = 0; axis < labels.size(); axis++) {
          part.foundLabels.get(axis).add(labels.get(axis));
        }
      }
    }
    return part;
  }

  /**
   * The tally of all parts, which are at least one, of disjoint customers who have their levels in
   * the same array; used up.
   */
  static Tally join(List<Part> parts) {
    Part sum = parts.get(0);
    parts.subList(1, parts.size()).forEach(sum::add);
    return sum.tally();
  }

  private void add(Part other) {
    if (payers != other.payers) {
      throw new IllegalStateException("parts of one scan have one array of payers");
    }
    if (plan.discovers()) {
      find(
          other.totals.places(),
          other.totals::first,
          other.totals::others,
          (axis, place) -> other.foundLabels.get(axis).get(place));
    }
    totals.add(other.totals);
  }

  /**
   * Adds a part of other customers, without unpacking the leaves of its trees.
   *
   * @param firstCustomer the customer that the part numbers 0
   * @param endCustomer the one after its last
   */
  public void add(PackedPart other, int firstCustomer, int endCustomer) {
    if (other.payers.length != endCustomer - firstCustomer) {
      throw new IllegalStateException("a part has other customers than its range");
    }
    if (plan.discovers()) {
      find(
          other.foundSegments[0].length,
          place -> other.foundSegments[0][place],
          (place, into) -> {
            for (int word = 0; word < into.length; word++) {
              into[word] = other.foundSegments[word + 1][place];
            }
          },
          (axis, place) -> other.foundLabels[axis][place]);
    }
    totals.add(other.foundSegments, other.totals);
    System.arraycopy(other.payers, 0, payers, firstCustomer, other.payers.length);
  }

  private interface Others {
    void write(int place, long[] into);
  }

  private interface Labels {
    String of(int axis, int place);
  }

  private void find(int places, IntToLongFunction firsts, Others others, Labels labels) {
    long[] rest = new long[foundLabels.size() - 1];
    for (int place = 0; place < places; place++) {
      others.write(place, rest);
      if (totals.place(firsts.applyAsLong(place), rest) == foundLabels.get(0).size()) {
        for (int axis = 0; axis < foundLabels.size(); axis++) {
          foundLabels.get(axis).add(labels.of(axis, place));
        }
      }
    }
  }

  PackedPart packed() {
    int words = plan.discoveredAxes();
    long[][] segments = new long[words][words == 0 ? 0 : totals.places()];
    long[] others = new long[Math.max(1, words) - 1];
    for (int place = 0; words > 0 && place < totals.places(); place++) {
      segments[0][place] = totals.first(place);
      totals.others(place, others);
      for (int word = 1; word < words; word++) {
        segments[word][place] = others[word - 1];
      }
    }
    return new PackedPart(
        segments,
        foundLabels.stream().map(labels -> labels.toArray(String[]::new)).toArray(String[][]::new),
        totals.packed(),
        payers);
  }

  /** The tally of the customers; the part is used up. */
  public Tally tally() {
    int answers = plan.answers().size();
    long[][] sums = Arrays.copyOf(totals.totals, answers);
    if (!plan.discovers()) {
      return new Tally(sums, new long[0], plan::labels, new Payers(payers));
    }
    for (int answer = 0; answer < answers; answer++) {
      sums[answer] = Arrays.copyOf(sums[answer], totals.places());
    }
    int publicCells = plan.finestSegments();
    return new Tally(
        sums,
        Arrays.copyOf(totals.totals[answers], totals.places()),
        place ->
            plan.finestLabels(
                (int) (totals.first(place) % publicCells),
                foundLabels.stream().map(labels -> labels.get(place)).toList()),
        new Payers(payers));
  }
}
