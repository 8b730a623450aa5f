package io.discreet.engine.scan;

import io.discreet.engine.plan.CostLevels;
import java.util.Arrays;
import org.roaringbitmap.BitSetUtil;
import org.roaringbitmap.RoaringBitmap;

/**
 * Who pays which level, from customers that come in rising order. Not thread-safe.
 *
 * <p>Customers are collected 64 at a time in a word of each level, and words in a page of each
 * level that a compressed set is made of: a customer seldom pays the level of the one before, so
 * that a set of each level would be written to in turn.
 */
final class Payers {
  private static final int NO_WORD = -1;

  /** Words of a page, which one container of a compressed set holds. */
  private static final int WORDS = 1 << 10;

  /** By level, the customers of the word. */
  private final long[] word = new long[CostLevels.COUNT];

  /** The levels with customers in the word, as bits. */
  private long levelsOfWord;

  /** Which word it is: customers' numbers over 64. */
  private int wordNumber = NO_WORD;

  /** By level, the words of the page that have customers; empty before the first. */
  private final long[][] page = new long[CostLevels.COUNT][0];

  /** The levels with customers in the page, as bits. */
  private long levelsOfPage;

  private final RoaringBitmap[] sets = new RoaringBitmap[CostLevels.COUNT];

  Payers() {
    Arrays.setAll(sets, level -> new RoaringBitmap());
  }

  /**
   * Notes that a customer pays.
   *
   * @param customer above those before
   */
  void add(int customer, int level) {
    int number = customer / Long.SIZE;
    if (number != wordNumber) {
      turnTo(number);
    }
    word[level] |= 1L << customer;
    levelsOfWord |= 1L << level;
  }

  private void turnTo(int number) {
    int place = wordNumber & (WORDS - 1);
    for (long rest = levelsOfWord; rest != 0; rest &= rest - 1) {
      int level = Long.numberOfTrailingZeros(rest);
      if (page[level].length == 0) {
        page[level] = new long[WORDS];
      }
      page[level][place] = word[level];
      word[level] = 0;
    }
    levelsOfPage |= levelsOfWord;
    levelsOfWord = 0;
    if (number / WORDS != wordNumber / WORDS) {
      finishPage();
    }
    wordNumber = number;
  }

  private void finishPage() {
    long first = (long) (wordNumber / WORDS) * WORDS * Long.SIZE;
    for (long rest = levelsOfPage; rest != 0; rest &= rest - 1) {
      int level = Long.numberOfTrailingZeros(rest);
      sets[level].or(RoaringBitmap.addOffset(BitSetUtil.bitmapOf(page[level]), first));
      Arrays.fill(page[level], 0);
    }
    levelsOfPage = 0;
  }

  /** The customers who pay each level. */
  RoaringBitmap[] sets() {
    turnTo(wordNumber);
    finishPage();
    wordNumber = NO_WORD;
    return sets;
  }
}
