package io.discreet.engine.scan;

import io.discreet.engine.plan.QueryPlan;
import java.util.Arrays;

/**
 * The choice of the at most l0 segments of a customer that count: those of least priority.
 * Instances hold scratch space and are not thread-safe.
 */
final class KeptSegments {

  /** Up to this bound, keeping a sorted list is cheaper than sorting all. */
  private static final int SHORT_LIST = 16;

  private static final long SLOT = (1L << Bounding.SLOT_BITS) - 1;

  private final int l0;
  private final Bounding bounding;
  private final SegmentHashes hashes;

  /** The chosen slots, which {@link #choose} counts. */
  private int[] slots = new int[16];

  /** Priorities, each with its slot in the lowest bits. */
  private long[] keys = new long[16];

  private final long[] least;

  KeptSegments(QueryPlan plan, Bounding bounding) {
    l0 = plan.l0();
    least = new long[Math.min(l0, SHORT_LIST)];
    this.bounding = bounding;
    hashes = new SegmentHashes(plan, bounding.segmentHash());
  }

  /** The chosen slots; as many as {@link #choose} said last. */
  int[] slots() {
    return slots;
  }

  /**
   * Chooses for a customer.
   *
   * @param base the part of the segment number that the customer's rows share
   * @return how many slots are kept
   */
  int choose(int customer, int base, Contribution contribution) {
    int count = contribution.slots();
    if (slots.length < count) {
      slots = new int[2 * count];
      keys = new long[2 * count];
    }
    if (count <= l0) {
      for (int slot = 0; slot < count; slot++) {
        slots[slot] = slot;
      }
      return count;
    }
    long customerHash = bounding.ofCustomer(customer);
    for (int slot = 0; slot < count; slot++) {
      long segmentHash = hashes.of(base + contribution.step(slot));
      keys[slot] = Bounding.priority(customerHash, segmentHash) << Bounding.SLOT_BITS | slot;
    }
    long[] kept = keys;
    if (l0 <= SHORT_LIST) {
      kept = least;
      takeLeast(count);
    } else {
      Arrays.sort(keys, 0, count);
    }
    for (int i = 0; i < l0; i++) {
      slots[i] = (int) (kept[i] & SLOT);
    }
    return l0;
  }

  /** Lets each key sink through the sorted list, without a branch that depends on it. */
  private void takeLeast(int count) {
    for (int slot = 0; slot < count; slot++) {
      long sinking = keys[slot];
      int listed = Math.min(slot, least.length);
      for (int i = 0; i < listed; i++) {
        long here = least[i];
        least[i] = Math.min(here, sinking);
        sinking = Math.max(here, sinking);
      }
      if (listed < least.length) {
        least[listed] = sinking;
      }
    }
  }
}
