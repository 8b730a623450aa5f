package io.discreet.engine.scan;

import java.util.Arrays;

/** Ranges of a set of rows that is kept as bits, 64 to a word. */
final class Bits {

  private Bits() {}

  /** Sets the first {@code count} bits; the others of the last word that they reach are zero. */
  static void set(long[] bits, int count) {
    int words = (count + 63) >>> 6;
    Arrays.fill(bits, 0, words, -1L);
    if ((count & 63) != 0) {
      bits[words - 1] = -1L >>> (64 - (count & 63));
    }
  }

  /** Clears bits from (included) to (excluded). */
  static void clear(long[] bits, int from, int to) {
    int bit = from;
    while (bit < to) {
      int word = bit >>> 6;
      int end = Math.min(to, (word + 1) << 6);
      bits[word] &= ~mask(bit, end);
      bit = end;
    }
  }

  /** Whether one of the bits from (included) to (excluded) is set. */
  static boolean any(long[] bits, int from, int to) {
    int bit = from;
    while (bit < to) {
      int word = bit >>> 6;
      int end = Math.min(to, (word + 1) << 6);
      if ((bits[word] & mask(bit, end)) != 0) {
        return true;
      }
      bit = end;
    }
    return false;
  }

  /** The bits from (included) to (excluded) of one word; at least one. */
  private static long mask(int from, int to) {
    return (-1L >>> (64 - (to - from))) << from;
  }
}
