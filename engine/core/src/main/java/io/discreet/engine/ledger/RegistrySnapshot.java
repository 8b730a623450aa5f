package io.discreet.engine.ledger;

import io.discreet.engine.keys.Pseudonym;
import java.util.Objects;

/**
 * The registry in memory: pseudonyms by index, and indexes by pseudonym in an open-addressing table
 * that is at most half full. Immutable, so that any thread may read it.
 */
final class RegistrySnapshot implements Registry {

  private final long[] high;
  private final long[] low;

  /** Index + 1 of the pseudonym in each slot; 0 where the slot is free. */
  private final int[] slots;

  /** Takes the arrays over: index i has the pseudonym (high[i], low[i]); all zero is a hole. */
  RegistrySnapshot(long[] high, long[] low) {
    this.high = high;
    this.low = low;
    int capacity = 2;
    while (capacity < 2L * high.length) {
      capacity = Math.multiplyExact(capacity, 2);
    }
    this.slots = new int[capacity];
    for (int index = 0; index < high.length; index++) {
      if (!isHole(index)) {
        insert(index);
      }
    }
  }

  private void insert(int index) {
    int slot = firstSlot(high[index], low[index]);
    while (slots[slot] != 0) {
      int other = slots[slot] - 1;
      if (high[other] == high[index] && low[other] == low[index]) {
        throw RowChecksum.damaged("two customer indexes have the same pseudonym");
      }
      slot = next(slot);
    }
    slots[slot] = index + 1;
  }

  @Override
  public int size() {
    return high.length;
  }

  @Override
  public int find(Pseudonym pseudonym) {
    int slot = firstSlot(pseudonym.high(), pseudonym.low());
    while (slots[slot] != 0) {
      int index = slots[slot] - 1;
      if (high[index] == pseudonym.high() && low[index] == pseudonym.low()) {
        return index;
      }
      slot = next(slot);
    }
    return ABSENT;
  }

  @Override
  public Pseudonym pseudonym(int index) {
    Objects.checkIndex(index, high.length);
    return new Pseudonym(high[index], low[index]);
  }

  boolean isHole(int index) {
    return high[index] == 0 && low[index] == 0;
  }

  /** Pseudonyms are pseudorandom, so any of their bits spread well. */
  private int firstSlot(long highWord, long lowWord) {
    long mixed = (highWord ^ lowWord) * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32) & (slots.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (slots.length - 1);
  }
}
