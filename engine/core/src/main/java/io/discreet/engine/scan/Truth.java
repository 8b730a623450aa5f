package io.discreet.engine.scan;

import java.util.Arrays;

/**
 * The three-valued outcome of a condition for one block of rows: bit r of {@link #yes} is set where
 * it is true, of {@link #no} where it is false, of neither where it is unknown. Bits past the last
 * row are zero.
 */
final class Truth {
  final long[] yes;
  final long[] no;

  Truth(int mostRows) {
    int words = words(mostRows);
    yes = new long[words];
    no = new long[words];
  }

  static int words(int rows) {
    return (rows + 63) >>> 6;
  }

  void clear(int rows) {
    Arrays.fill(yes, 0, words(rows), 0);
    Arrays.fill(no, 0, words(rows), 0);
  }

  void set(int row, boolean value) {
    (value ? yes : no)[row >>> 6] |= 1L << row;
  }

  /** Sets rows from (included) to (excluded). */
  void set(int from, int to, boolean value) {
    for (int row = from; row < to; row++) {
      set(row, value);
    }
  }

  void negate(int rows) {
    for (int word = 0; word < words(rows); word++) {
      long swapped = yes[word];
      yes[word] = no[word];
      no[word] = swapped;
    }
  }

  void and(Truth other, int rows) {
    for (int word = 0; word < words(rows); word++) {
      yes[word] &= other.yes[word];
      no[word] |= other.no[word];
    }
  }

  void or(Truth other, int rows) {
    for (int word = 0; word < words(rows); word++) {
      yes[word] |= other.yes[word];
      no[word] &= other.no[word];
    }
  }
}
