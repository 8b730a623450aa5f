package io.discreet.engine.scan;

import io.discreet.engine.plan.QueryPlan;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

  /** Null where a customer's segments are bits of a word. */
  private final @Nullable SegmentHashes hashes;

  private final Cells cells;

  /** The words of one segment's number but the first. */
  private final long[] others;

  /** Chooses where a customer's segments are bits of a word; else null. */
  private final @Nullable WordChoice words;

  /** The chosen slots, which {@link #choose} counts. */
  private int[] slots = new int[Long.SIZE];

  private int firstCustomer;
  private int customers;

  /** Whether {@link #customerHashes} are those of the block. */
  private boolean hashed;

  /** By customer of the block. */
  private long[] customerHashes = new long[0];

  /** Priorities by slot. */
  private long[] keys = new long[Long.SIZE];

  private long[] sorted = new long[0];

  /** Priorities, each with its slot in the lowest bits. */
  private final long[] least;

  KeptSegments(QueryPlan plan, Cells cells, Bounding bounding) {
    l0 = plan.l0();
    this.cells = cells;
    others = new long[cells.otherWords()];
    least = new long[Math.min(l0, SHORT_LIST)];
    this.bounding = bounding;
    words = cells.inWord() ? new WordChoice(plan, cells, bounding) : null;
    hashes = cells.inWord() ? null : new SegmentHashes(plan, cells, bounding.segmentHash());
  }

  /** Turns to the customers of a block. */
  void begin(Block block) {
    firstCustomer = block.firstCustomer();
    customers = block.customers();
    hashed = false;
  }

  /** Hashes of a block are asked for when the first of its customers is to choose. */
  private long customerHash(int customer) {
    if (!hashed) {
      if (customerHashes.length < customers) {
        customerHashes = new long[customers];
      }
      bounding.ofCustomers(firstCustomer, customers, customerHashes);
      hashed = true;
    }
    return customerHashes[customer - firstCustomer];
  }

  /** The chosen slots; as many as {@link #choose} said last. */
  int[] slots() {
    return slots;
  }

  /**
   * Chooses for a customer.
   *
   * @param base the part of the first word of segment numbers that the customer's rows share
   * @return how many slots are kept
   */
  int choose(int customer, long base, Contribution contribution) {
    if (words != null) {
      return unpack(word(customer, contribution.word()));
    }
    int count = contribution.slots();
    if (takesAll(count)) {
      return count;
    }
    prioritize(customer, base, contribution, count);
    takeLeast(count);
    return l0;
  }

  /**
   * Chooses for a customer, where steps are not within a word and no segments are discovered.
   *
   * @param base as above
   * @param steps of the customer's slots
   * @param count how many slots there are
   * @return how many slots are kept
   */
  int choose(int customer, long base, int[] steps, int count) {
    if (takesAll(count)) {
      return count;
    }
    SegmentHashes ofSegments = Objects.requireNonNull(hashes);
    long customerHash = customerHash(customer);
    for (int slot = 0; slot < count; slot++) {
      long segmentHash = ofSegments.of(base + cells.offset(steps[slot]), others);
      keys[slot] = Bounding.priority(customerHash, segmentHash);
    }
    takeLeast(count);
    return l0;
  }

  /** Takes all slots where they are no more than l0; else makes room for their priorities. */
  private boolean takesAll(int count) {
    if (slots.length < count) {
      slots = new int[2 * count];
      keys = new long[2 * count];
    }
    if (count > l0) {
      return false;
    }
    for (int slot = 0; slot < count; slot++) {
      slots[slot] = slot;
    }
    return true;
  }

  private void prioritize(int customer, long base, Contribution contribution, int count) {
    SegmentHashes ofSegments = Objects.requireNonNull(hashes);
    long customerHash = customerHash(customer);
    long[] rest = others;
    for (int slot = 0; slot < count; slot++) {
      if (rest.length > 0) {
        cells.others(customer, contribution, slot, rest);
      }
      long segmentHash = ofSegments.of(base + contribution.offset(slot), rest);
      keys[slot] = Bounding.priority(customerHash, segmentHash);
    }
  }

  /** Takes the l0 slots of least priority. */
  private void takeLeast(int count) {
    if (l0 <= SHORT_LIST && count <= SLOT) {
      sink(count);
      for (int i = 0; i < l0; i++) {
        slots[i] = (int) (least[i] & SLOT);
      }
    } else {
      takeUpTo(count);
    }
  }

  /** The same choice as bits, where a customer's segments are within a word. */
  long word(int customer, long steps) {
    return Long.bitCount(steps) <= l0
        ? steps
        : Objects.requireNonNull(words).choose(customerHash(customer), steps);
  }

  private int unpack(long chosen) {
    int count = 0;
    for (long rest = chosen; rest != 0; rest &= rest - 1) {
      slots[count++] = Long.numberOfTrailingZeros(rest);
    }
    return count;
  }

  /**
   * Takes all slots below the l0-th priority, and of those with just that one the first. Slots need
   * no bits of a key: with discovered segments one customer may have any number of them.
   */
  private void takeUpTo(int count) {
    if (sorted.length < count) {
      sorted = new long[keys.length];
    }
    System.arraycopy(keys, 0, sorted, 0, count);
    Arrays.sort(sorted, 0, count);
    long last = sorted[l0 - 1];
    int taken = 0;
    for (int slot = 0; slot < count; slot++) {
      if (keys[slot] < last) {
        slots[taken++] = slot;
      }
    }
    for (int slot = 0; taken < l0; slot++) {
      if (keys[slot] == last) {
        slots[taken++] = slot;
      }
    }
  }

  /** Lets each key sink through the sorted list, without a branch that depends on it. */
  private void sink(int count) {
    for (int slot = 0; slot < count; slot++) {
      long sinking = keys[slot] << Bounding.SLOT_BITS | slot;
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
