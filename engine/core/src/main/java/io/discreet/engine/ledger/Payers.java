package io.discreet.engine.ledger;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.BitSetUtil;
import org.roaringbitmap.IntConsumer;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.RoaringBitmapWriter;

/**
 * Who pays which level of a charge: for each customer index a number, which is 0 for who pays
 * nothing, and else the level counted from 1. So nobody can pay on two levels. Private.
 */
public final class Payers {

  /** The most levels that can be told apart. */
  static final int MOST_LEVELS = Byte.MAX_VALUE;

  // Numbers are at most 127, so that no sum below carries into the next byte.
  private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
  private static final long MOST_OF_EACH = MOST_LEVELS * EACH_BYTE;
  private static final long HIGH_BITS = ~MOST_OF_EACH;

  /** Moves the lowest bit of byte i to bit 56 + i; no two of the products meet. */
  private static final long GATHER = 0x0102_0408_1020_4080L;

  private final byte[] numbers;

  private final long count;

  /** How often a payer's number is not that of the customer before. */
  private final long runs;

  /**
   * @param numbers by customer; kept, so that it must not be changed after
   * @throws IllegalArgumentException if a number is negative
   */
  public Payers(byte[] numbers) {
    this.numbers = numbers;
    ByteBuffer eights = eights();
    long paying = 0;
    long starts = 0;
    long all = 0;
    long before = 0;
    int whole = numbers.length & -Long.BYTES;
    for (int at = 0; at < numbers.length; at += Long.BYTES) {
      long eight = at < whole ? eights.getLong(at) : last(at);
      long pays = pays(eight);
      paying += Long.bitCount(pays);
      long changes = eight ^ (eight << Byte.SIZE | before);
      starts += Long.bitCount(pays & pays(changes));
      all |= eight;
      before = eight >>> (Long.SIZE - Byte.SIZE);
    }
    if ((all & HIGH_BITS) != 0) {
      throw new IllegalArgumentException("a level's number must not be negative");
    }
    count = paying;
    runs = starts;
  }

  /**
   * The payers of each level, as sets of customer indexes.
   *
   * @throws IllegalArgumentException if a customer is in two of them, or has an index beyond an int
   */
  public static Payers of(List<RoaringBitmap> levels) {
    int end = 0;
    for (RoaringBitmap level : levels) {
      int last = level.isEmpty() ? -1 : level.last();
      if (!level.isEmpty() && (last < 0 || last == Integer.MAX_VALUE)) {
        throw new IllegalArgumentException("no customer has an index of 2³¹ − 1 or more");
      }
      end = Math.max(end, last + 1);
    }
    byte[] numbers = new byte[end];
    for (int level = 0; level < levels.size(); level++) {
      byte number = (byte) (level + 1);
      levels
          .get(level)
          .forEach(
              (IntConsumer)
                  customer -> {
                    if (numbers[customer] != 0) {
                      throw new IllegalArgumentException("a customer would pay on two levels");
                    }
                    numbers[customer] = number;
                  });
    }
    return new Payers(numbers);
  }

  /** Customer indexes from this on pay nothing. */
  public int customers() {
    return numbers.length;
  }

  /** The level that a customer pays, or −1 for nothing. */
  public int level(int customer) {
    return (customer < numbers.length ? numbers[customer] : 0) - 1;
  }

  /** How many customers pay. */
  public long count() {
    return count;
  }

  /**
   * Whether somebody pays a level that is none of the first so many.
   *
   * @param levels at most {@link #MOST_LEVELS}
   */
  boolean beyond(int levels) {
    ByteBuffer eights = eights();
    long rest = (MOST_LEVELS - levels) * EACH_BYTE;
    long beyond = 0;
    int whole = numbers.length & -Long.BYTES;
    for (int at = 0; at < numbers.length; at += Long.BYTES) {
      beyond |= (at < whole ? eights.getLong(at) : last(at)) + rest;
    }
    return (beyond & HIGH_BITS) != 0;
  }

  /** How often a customer pays a level that the one before does not pay. */
  long runs() {
    return runs;
  }

  /** Everybody who pays. */
  RoaringBitmap all() {
    ByteBuffer eights = eights();
    long[] words = new long[(numbers.length + Long.SIZE - 1) / Long.SIZE];
    int whole = numbers.length & -Long.BYTES;
    for (int at = 0; at < numbers.length; at += Long.BYTES) {
      long eight = at < whole ? eights.getLong(at) : last(at);
      words[at / Long.SIZE] |=
          (((pays(eight) >>> (Byte.SIZE - 1)) * GATHER) >>> (Long.SIZE - Byte.SIZE)) << at;
    }
    return BitSetUtil.bitmapOf(words);
  }

  /** The payers of each of the first so many levels, as sets; nobody pays another. */
  List<RoaringBitmap> sets(int levels) {
    List<RoaringBitmapWriter<RoaringBitmap>> writers =
        Stream.generate(() -> RoaringBitmapWriter.writer().constantMemory().get())
            .limit(levels)
            .toList();
    for (int customer = 0; customer < numbers.length; customer++) {
      if (numbers[customer] > 0) {
        writers.get(numbers[customer] - 1).add(customer);
      }
    }
    return new ArrayList<>(writers.stream().map(RoaringBitmapWriter::get).toList());
  }

  /** The numbers by customer, not to be changed. */
  byte[] numbers() {
    return numbers;
  }

  private ByteBuffer eights() {
    return ByteBuffer.wrap(numbers).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The numbers from a place on, fewer than eight. */
  private long last(int from) {
    long rest = 0;
    for (int at = numbers.length - 1; at >= from; at--) {
      rest = rest << Byte.SIZE | numbers[at];
    }
    return rest;
  }

  /** The highest bit of each byte that is not 0. */
  private static long pays(long eight) {
    return (eight + MOST_OF_EACH) & HIGH_BITS;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Payers payers && Arrays.equals(numbers, payers.numbers);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(numbers);
  }

  /** Says nothing of customers. */
  @Override
  public String toString() {
    return "Payers";
  }
}
