package io.discreet.engine.ledger;

import io.discreet.engine.ledger.PayerSets.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.roaringbitmap.IntConsumer;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.RoaringBitmapWriter;

/**
 * Who paid which level as one number of a few bits for each customer index from the first payer to
 * the last: 0 for none, else the level's place counted from 1. Smaller than one set for each level
 * once many pay.
 *
 * <p>Little-endian: {@link #MARK}, the number of levels, their units, the first index, the number
 * of indexes; then the numbers in 64-bit words, lowest bits first, none across two words.
 */
final class PackedLevels {

  /** Where a list of sets has its number of sets, which is never negative. */
  static final int MARK = -1;

  /** Words that are unpacked at a time. */
  private static final int WORDS_OF_RUN = 128;

  /** Packed words that one thread makes at a time. */
  private static final int WORDS_OF_TASK = 1 << 12;

  /** By place, the units of the levels that somebody pays. */
  private final long[] units;

  /** By customer from some index on. */
  private final byte[] numbers;

  /** By number, that of its level among {@link #units}, counted from 1. */
  private final byte[] places;

  /** Where the first payer's number is. */
  private final int from;

  /** The index of the first payer. */
  private final int first;

  /** How many customers there are from the first payer to the last. */
  private final int count;

  private PackedLevels(
      long[] units, byte[] numbers, byte[] places, int from, int first, int count) {
    this.units = units;
    this.numbers = numbers;
    this.places = places;
    this.from = from;
    this.first = first;
    this.count = count;
  }

  /**
   * The payers of a charge.
   *
   * @param levelUnits the units of each level
   */
  static PackedLevels of(Payers payers, long[] levelUnits) {
    byte[] numbers = payers.numbers();
    boolean[] paid = new boolean[Payers.MOST_LEVELS + 1];
    for (byte number : numbers) {
      paid[number] = true;
    }
    byte[] places = new byte[paid.length];
    long[] units = new long[paid.length];
    int levels = 0;
    for (int number = 1; number < paid.length; number++) {
      if (paid[number]) {
        units[levels] = levelUnits[number - 1];
        places[number] = (byte) ++levels;
      }
    }
    int first = 0;
    int end = numbers.length;
    while (first < end && numbers[first] == 0) {
      first++;
    }
    while (end > first && numbers[end - 1] == 0) {
      end--;
    }
    return new PackedLevels(
        Arrays.copyOf(units, levels), numbers, places, first, first, end - first);
  }

  /** Levels are not empty, and at most {@link Payers#MOST_LEVELS}. */
  static PackedLevels of(List<Level> levels) {
    int first = levels.stream().mapToInt(level -> level.payers().first()).min().orElseThrow();
    int last = levels.stream().mapToInt(level -> level.payers().last()).max().orElseThrow();
    byte[] numbers = new byte[last - first + 1];
    byte[] places = new byte[levels.size() + 1];
    for (int level = 0; level < levels.size(); level++) {
      byte number = (byte) (level + 1);
      places[number] = number;
      levels.get(level).payers().forEach((IntConsumer) payer -> numbers[payer - first] = number);
    }
    return new PackedLevels(
        levels.stream().mapToLong(Level::units).toArray(),
        numbers,
        places,
        0,
        first,
        numbers.length);
  }

  /** How many levels somebody pays. */
  int levels() {
    return units.length;
  }

  /** How many bytes {@link #encode} makes. */
  long bytes() {
    return 4L * Integer.BYTES + (units.length + words()) * Long.BYTES;
  }

  private static int bits(int levels) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(levels);
  }

  private long words() {
    int each = Long.SIZE / bits(units.length);
    return ((long) count + each - 1) / each;
  }

  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(bytes())).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MARK).putInt(units.length);
    for (long ofLevel : units) {
      out.putLong(ofLevel);
    }
    out.putInt(first).putInt(count);
    int at = out.position();
    int words = Math.toIntExact(words());
    Beside.each(
        (words + WORDS_OF_TASK - 1) / WORDS_OF_TASK,
        task -> {
          int end = Math.min(words, (task + 1) * WORDS_OF_TASK);
          for (int word = task * WORDS_OF_TASK; word < end; word++) {
            out.putLong(at + word * Long.BYTES, word(word));
          }
        });
    return out.array();
  }

  private long word(int word) {
    int bits = bits(units.length);
    int each = Long.SIZE / bits;
    int begin = from + word * each;
    long packed = 0;
    for (int at = Math.min(begin + each, from + count) - 1; at >= begin; at--) {
      packed = packed << bits | places[numbers[at]];
    }
    return packed;
  }

  /** Reads what comes after {@link #MARK}. */
  static List<Level> decode(ByteBuffer in) {
    long[] units = units(in);
    List<RoaringBitmapWriter<RoaringBitmap>> payers = new ArrayList<>();
    for (int k = 0; k < units.length; k++) {
      payers.add(RoaringBitmapWriter.writer().constantMemory().get());
    }
    forEachRun(
        in,
        units,
        (first, numbers, count, unitsOf) -> {
          for (int i = 0; i < count; i++) {
            if (numbers[i] > 0) {
              payers.get(numbers[i] - 1).add(first + i);
            }
          }
        });
    List<Level> levels = new ArrayList<>();
    for (int k = 0; k < units.length; k++) {
      levels.add(new Level(units[k], payers.get(k).get()));
    }
    return levels;
  }

  /** Told the numbers of customers that follow each other. */
  interface Run {
    /**
     * Told of one run; they come in order.
     *
     * @param first the first customer
     * @param numbers of it and the next ones
     * @param count how many
     * @param units by number; 0 for who paid nothing
     */
    void paid(int first, byte[] numbers, int count, long[] units);
  }

  /** Goes through what comes after {@link #MARK}. */
  static void forEachRun(ByteBuffer in, Run run) {
    forEachRun(in, units(in), run);
  }

  private static void forEachRun(ByteBuffer in, long[] ofLevels, Run run) {
    long[] units = new long[ofLevels.length + 1];
    System.arraycopy(ofLevels, 0, units, 1, ofLevels.length);
    int first = in.getInt();
    int count = in.getInt();
    int bits = bits(ofLevels.length);
    int each = Long.SIZE / bits;
    int mask = (1 << bits) - 1;
    byte[] numbers = new byte[WORDS_OF_RUN * each];
    for (int place = 0; place < count; place += numbers.length) {
      int here = Math.min(numbers.length, count - place);
      for (int at = 0; at < here; at += each) {
        long word = in.getLong();
        for (int i = 0; i < each; i++, word >>>= bits) {
          numbers[at + i] = (byte) (word & mask);
        }
      }
      run.paid(first + place, numbers, here, units);
    }
  }

  private static long[] units(ByteBuffer in) {
    long[] units = new long[in.getInt()];
    for (int k = 0; k < units.length; k++) {
      units[k] = in.getLong();
    }
    return units;
  }
}
