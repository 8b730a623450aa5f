package io.discreet.engine.personalize;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.Nearest;
import io.discreet.engine.failure.Quote;
import io.discreet.engine.release.Release;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Recommends items to a segment from releases alone.
 *
 * <p>It reads the numbers of customers by segment and item that releases hold, and compares the
 * share of every item in the segment with its share in the customers around it: the segment, then
 * each of its wider levels, then all customers. An item is recommended at the finest level at which
 * it stands out of the noise; an item that is surely rare at a finer level is not recommended at a
 * wider one. Where even the counts of all customers say nothing, the answer is empty.
 *
 * <p>Which releases: those of one table, one purpose and one condition on rows; of each set of axes
 * only the newest (by as-of date, then by time), improved by earlier answers to the very same
 * question; see {@link io.discreet.engine.memory.Memory}. A level that was not asked about is
 * summed from finer releases. Releases that say the same are joined by inverse variance; see {@code
 * LevelCounts}. A sum counts a customer once in each cell it adds, which is exact for axes that are
 * a customer's attributes; it never runs over months.
 *
 * <p>Immutable and safe for use by several threads. Costs no customer anything: it is
 * post-processing.
 */
public final class Personalizer {

  private final List<Population> populations;

  private Personalizer(List<Population> populations) {
    this.populations = populations;
  }

  /**
   * A personalizer that knows these releases. Releases without a number of customers are left out.
   *
   * @throws InputException if a release holds a segment twice
   */
  public static Personalizer from(List<Release> releases) {
    return new Personalizer(Population.of(releases));
  }

  /**
   * The same, with the releases of one purpose only.
   *
   * @throws InputException if there are none
   */
  public Personalizer forPurpose(String purpose) {
    List<String> purposes =
        populations.stream().map(population -> population.key().purpose()).distinct().toList();
    if (!purposes.contains(purpose)) {
      throw new InputException(
          "purpose '"
              + Quote.shorten(purpose)
              + "': no release that counts customers was asked for it"
              + Nearest.hint(purpose, purposes));
    }
    return new Personalizer(
        populations.stream()
            .filter(population -> population.key().purpose().equals(purpose))
            .toList());
  }

  /**
   * Returns what to offer to a segment, best first, of the one axis that can be items: released
   * with numbers of customers, not of the segment, and not months.
   *
   * @param segment a cell for each axis, such as city → Leeds; empty for all customers
   * @param top the most recommendations; at least 1
   * @return at most {@code top}; empty where the releases say nothing beyond noise
   * @throws InputException if no release can answer, or an axis or a cell is unknown, or more than
   *     one axis can be items
   */
  public List<Recommendation> recommend(Map<String, String> segment, int top) {
    return advise(segment, top).recommendations();
  }

  /** As {@link #recommend(Map, int)}, of the named item axis. */
  public List<Recommendation> recommend(Map<String, String> segment, String itemAxis, int top) {
    return advise(segment, itemAxis, top).recommendations();
  }

  /** As {@link #recommend(Map, int)}, with what every level gave. */
  public Advice advise(Map<String, String> segment, int top) {
    return new Request(populations, segment, top).advise();
  }

  /** As {@link #recommend(Map, String, int)}, with what every level gave. */
  public Advice advise(Map<String, String> segment, String itemAxis, int top) {
    return new Request(populations, segment, top).advise(itemAxis);
  }

  /**
   * Orders items for a segment by the share that it is expected to take of them, shrunk up the
   * hierarchy of customers around it; see {@link Affinity}. The posterior mean takes no advantage
   * of lucky noise, and ordering by it maximises what the list is expected to hold.
   *
   * <p>Where {@link #recommend} says what is special about a segment, and stays silent where
   * nothing is, this says what to show first.
   *
   * @param items to order; those that no release counts are left out
   * @return best first; empty where releases say nothing beyond noise even of all customers
   * @throws InputException as {@link #recommend(Map, String, int)} does
   */
  public List<Affinity> rank(
      Map<String, String> segment, String itemAxis, Collection<String> items) {
    return new Request(populations, segment, Integer.MAX_VALUE).rank(itemAxis, items);
  }

  /** As {@link #rank(Map, String, Collection)}, the best {@code top} of all items. */
  public List<Affinity> rank(Map<String, String> segment, String itemAxis, int top) {
    return new Request(populations, segment, top).rank(itemAxis, null);
  }

  /** As {@link #rank(Map, String, int)}, of the one axis that can be items. */
  public List<Affinity> rank(Map<String, String> segment, int top) {
    Request request = new Request(populations, segment, top);
    return request.rank(request.onlyItemAxis(), null);
  }

  /**
   * What noise and silence cost each group, such as each age band: small groups pay more of both.
   *
   * @param groupAxis an axis of the segments whose cells are the groups
   * @param itemAxis what is recommended
   * @return one for each named cell of the group axis
   * @throws InputException if no release counts customers by both axes
   */
  public List<GroupFairness> fairness(String groupAxis, String itemAxis) {
    return new Request(populations, Map.of(), 1).fairness(groupAxis, itemAxis);
  }
}
