package io.discreet.engine.scan;

import java.util.Arrays;

/**
 * Gives keys, each of as many words, places 0, 1, 2, … in the order in which they come first. An
 * open-addressing table with linear probing, at most half full. Not thread-safe.
 */
final class KeyPlaces {
  private static final int LEAST = 32;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** By slot of the table one more than the place, or 0. */
  private int[] table = new int[LEAST];

  /** The first word of each place. */
  private long[] firsts = new long[LEAST / 2];

  /** The other words, by word and place. */
  private final long[][] others;

  private int size;

  /**
   * @param words of each key, at least 1
   */
  KeyPlaces(int words) {
    others = new long[words - 1][LEAST / 2];
  }

  /** The place of a key, which is copied and gets the next place if it has none. */
  int place(long[] key) {
    int mask = table.length - 1;
    for (int slot = slot(key); ; slot = (slot + 1) & mask) {
      int place = table[slot] - 1;
      if (place < 0) {
        return add(key, slot);
      }
      if (firsts[place] == key[0] && sameOthers(place, key)) {
        return place;
      }
    }
  }

  private boolean sameOthers(int place, long[] key) {
    for (int other = 0; other < others.length; other++) {
      if (others[other][place] != key[other + 1]) {
        return false;
      }
    }
    return true;
  }

  private int add(long[] key, int slot) {
    if (size == firsts.length) {
      grow();
      return place(key);
    }
    firsts[size] = key[0];
    for (int other = 0; other < others.length; other++) {
      others[other][size] = key[other + 1];
    }
    table[slot] = ++size;
    return size - 1;
  }

  private void grow() {
    int length = Math.multiplyExact(2, firsts.length);
    firsts = Arrays.copyOf(firsts, length);
    for (int other = 0; other < others.length; other++) {
      others[other] = Arrays.copyOf(others[other], length);
    }
    table = new int[Math.multiplyExact(2, table.length)];
    enter();
  }

  private void enter() {
    int mask = table.length - 1;
    for (int place = 0; place < size; place++) {
      int slot = slot(place);
      while (table[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      table[slot] = place + 1;
    }
  }

  private int slot(long[] key) {
    long hash = key[0] * GOLDEN;
    for (int other = 0; other < others.length; other++) {
      hash = mixed(hash, key[other + 1]);
    }
    return slot(hash);
  }

  private int slot(int place) {
    long hash = firsts[place] * GOLDEN;
    for (long[] words : others) {
      hash = mixed(hash, words[place]);
    }
    return slot(hash);
  }

  private static long mixed(long hash, long word) {
    return ((hash ^ (hash >>> 32)) + word) * GOLDEN;
  }

  private int slot(long hash) {
    return (int) (hash >>> (Long.SIZE - Integer.numberOfTrailingZeros(table.length)));
  }

  int size() {
    return size;
  }

  /** A word of the key of a place below {@link #size}. */
  long word(int place, int word) {
    return word == 0 ? firsts[place] : others[word - 1][place];
  }

  /** Forgets all keys; takes as long as there are many. */
  void clear() {
    int mask = table.length - 1;
    // From the last one back, so that no probe meets a slot that is empty too early.
    for (int place = size - 1; place >= 0; place--) {
      int slot = slot(place);
      while (table[slot] != place + 1) {
        slot = (slot + 1) & mask;
      }
      table[slot] = 0;
    }
    size = 0;
  }
}
