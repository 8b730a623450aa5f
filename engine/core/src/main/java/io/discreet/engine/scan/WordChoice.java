package io.discreet.engine.scan;

import io.discreet.engine.plan.PlannedAxis;
import io.discreet.engine.plan.QueryPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * The choice of the at most l0 segments of a customer that count, where a customer's segments are
 * bits of a word: those of least priority.
 *
 * <p>The priority of a segment for a customer is a string of bits, which are those at the segment's
 * step in a sequence of words: the outputs of SplitMix64 (Steele, Lea and Flood 2014) from a keyed
 * hash of the customer's pseudonym and a keyed hash of the axes and their declared cells; of axes
 * over attributes, in which a customer has but one cell, the names alone. So each word says for all
 * segments at once what their next bits are, and a choice takes few words however many segments
 * there are. Bits are fair and independent as far as the keyed hashes are; no two segments share
 * all. Law 1: it depends on the customer's pseudonym and segments, on the key and on what the
 * policy declares.
 */
final class WordChoice {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** Words that are enough for nearly every choice. */
  private static final int ROUNDS = 5;

  private final int l0;
  private final long domainHash;

  /**
   * @param cells within a word
   */
  WordChoice(QueryPlan plan, Cells cells, Bounding bounding) {
    if (!cells.inWord()) {
      throw new IllegalArgumentException("segments beyond a word");
    }
    l0 = plan.l0();
    List<String> domain = new ArrayList<>();
    for (PlannedAxis axis : plan.axes()) {
      // Queries by other axes choose anew, so that what one leaves out another may count.
      domain.add(axis.name());
      if (!axis.column().attribute()) {
        domain.addAll(axis.cells());
      }
    }
    domainHash = bounding.segmentHash().hash(LabelBytes.of(domain));
  }

  /**
   * Chooses for a customer.
   *
   * @param customerHash of the customer's pseudonym
   * @param word the steps of all of the customer's segments, more than l0
   * @return those of the at most l0 that are kept
   */
  long choose(long customerHash, long word) {
    return least(word, l0, customerHash ^ domainHash);
  }

  /** The {@code wanted} bits of a word that have the least priorities; at least 1 of more. */
  static long least(long word, int wanted, long seed) {
    long chosen = 0;
    long open = word; // may still be chosen: more than are missing
    int missing = wanted;
    long state = seed;
    while (missing > 0) {
      // Rounds after the last bit was chosen choose none; the branch is taken once, mostly.
      for (int round = 0; round < ROUNDS; round++) {
        state += GOLDEN;
        long zeros = open & ~Bounding.mixed(state);
        int count = Long.bitCount(zeros);
        long fit = ((long) count - missing - 1) >> 63; // all ones if all zeros are wanted, else 0
        chosen |= zeros & fit;
        missing -= count & (int) fit;
        open = zeros ^ (open & fit); // the ones if all of the zeros are taken, else the zeros
      }
    }
    return chosen;
  }
}
