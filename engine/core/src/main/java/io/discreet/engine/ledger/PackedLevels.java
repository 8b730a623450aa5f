package io.discreet.engine.ledger;

import io.discreet.engine.ledger.PayerSets.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
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

  private PackedLevels() {}

  /** How many bytes {@link #encode} makes. */
  static long bytes(List<Level> levels) {
    if (levels.isEmpty() || levels.size() > Byte.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    long words = words(end(levels) - first(levels), bits(levels.size()));
    return 4L * Integer.BYTES + (levels.size() + words) * Long.BYTES;
  }

  private static long first(List<Level> levels) {
    return levels.stream().mapToLong(level -> level.payers().first()).min().orElse(0);
  }

  private static long end(List<Level> levels) {
    return levels.stream().mapToLong(level -> level.payers().last()).max().orElse(-1) + 1;
  }

  private static int bits(int levels) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(levels);
  }

  private static long words(long numbers, int bits) {
    int each = Long.SIZE / bits;
    return (numbers + each - 1) / each;
  }

  /** Levels are not empty, and at most 127. */
  static byte[] encode(List<Level> levels) {
    int first = Math.toIntExact(first(levels));
    int count = Math.toIntExact(end(levels) - first);
    int bits = bits(levels.size());
    ByteBuffer out =
        ByteBuffer.allocate(Math.toIntExact(bytes(levels))).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MARK).putInt(levels.size());
    levels.forEach(level -> out.putLong(level.units()));
    out.putInt(first).putInt(count);
    int each = Long.SIZE / bits;
    new NumberPlanes(levels, first, first + count, bits)
        .pack(out, out.position(), out.remaining() / Long.BYTES, each);
    return out.array();
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
