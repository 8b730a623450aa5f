package io.discreet.engine.scan;

import java.util.Arrays;

/**
 * Gives numbers places 0, 1, 2, … in the order in which they come first. An open-addressing table
 * with linear probing, at most half full. Not thread-safe.
 */
final class LongPlaces {
  private static final int LEAST = 32;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** By slot of the table one more than the place, or 0; by place the number. */
  private int[] table = new int[LEAST];

  private long[] numbers = new long[LEAST / 2];
  private int size;

  /** The place of a number, which gets the next one if it has none. */
  int place(long number) {
    int mask = table.length - 1;
    for (int slot = slot(number); ; slot = (slot + 1) & mask) {
      int place = table[slot] - 1;
      if (place < 0) {
        return add(number, slot);
      }
      if (numbers[place] == number) {
        return place;
      }
    }
  }

  private int add(long number, int slot) {
    if (size == numbers.length) {
      grow();
      return place(number);
    }
    numbers[size] = number;
    table[slot] = ++size;
    return size - 1;
  }

  private void grow() {
    numbers = Arrays.copyOf(numbers, Math.multiplyExact(2, numbers.length));
    table = new int[Math.multiplyExact(2, table.length)];
    enter();
  }

  private void enter() {
    int mask = table.length - 1;
    for (int place = 0; place < size; place++) {
      int slot = slot(numbers[place]);
      while (table[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      table[slot] = place + 1;
    }
  }

  private int slot(long number) {
    return (int) ((number * GOLDEN) >>> (Long.SIZE - Integer.numberOfTrailingZeros(table.length)));
  }

  int size() {
    return size;
  }

  /** The number of a place below {@link #size}. */
  long number(int place) {
    return numbers[place];
  }

  /** Forgets all numbers; takes as long as there are many. */
  void clear() {
    int mask = table.length - 1;
    // From the last one back, so that no probe meets a slot that is empty too early.
    for (int place = size - 1; place >= 0; place--) {
      int slot = slot(numbers[place]);
      while (table[slot] != place + 1) {
        slot = (slot + 1) & mask;
      }
      table[slot] = 0;
    }
    size = 0;
  }
}
