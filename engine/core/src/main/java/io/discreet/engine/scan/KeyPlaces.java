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

  /**
   * The place of a key, which gets the next one if it has none.
   *
   * @param first the first word of the key
   * @param rest the others, which are copied
   */
  int place(long first, long[] rest) {
    int mask = table.length - 1;
    for (int slot = slot(first, rest); ; slot = (slot + 1) & mask) {
      int place = table[slot] - 1;
      if (place < 0) {
        return add(first, rest, slot);
      }
      if (firsts[place] == first && (rest.length == 0 || sameOthers(place, rest))) {
        return place;
      }
    }
  }

  private boolean sameOthers(int place, long[] rest) {
    for (int other = 0; other < others.length; other++) {
      if (others[other][place] != rest[other]) {
        return false;
      }
    }
    return true;
  }

  private int add(long first, long[] rest, int slot) {
    if (size == firsts.length) {
      grow();
      return place(first, rest);
    }
    firsts[size] = first;
    for (int other = 0; other < others.length; other++) {
      others[other][size] = rest[other];
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

  private int slot(long first, long[] rest) {
    return slot(rest.length == 0 ? first * GOLDEN : hash(first, rest));
  }

  private static long hash(long first, long[] rest) {
    long hash = first * GOLDEN;
    for (long word : rest) {
      hash = mixed(hash, word);
    }
    return hash;
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

  /** The first word of the key of a place below {@link #size}. */
  long first(int place) {
    return firsts[place];
  }

  /** Another word of the same key, numbered from 0. */
  long other(int place, int other) {
    return others[other][place];
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
