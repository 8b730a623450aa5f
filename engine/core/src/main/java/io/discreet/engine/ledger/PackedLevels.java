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
    forEach(in, units.length, (customer, number) -> payers.get(number - 1).add(customer));
    List<Level> levels = new ArrayList<>();
    for (int k = 0; k < units.length; k++) {
      levels.add(new Level(units[k], payers.get(k).get()));
    }
    return levels;
  }

  /** Goes through what comes after {@link #MARK}. */
  static void forEach(ByteBuffer in, PayerSets.Visitor visitor) {
    long[] units = units(in);
    forEach(in, units.length, (customer, number) -> visitor.paid(customer, units[number - 1]));
  }

  private interface Numbered {
    void paid(int customer, int number);
  }

  private static long[] units(ByteBuffer in) {
    long[] units = new long[in.getInt()];
    for (int k = 0; k < units.length; k++) {
      units[k] = in.getLong();
    }
    return units;
  }

  private static void forEach(ByteBuffer in, int levels, Numbered visitor) {
    int first = in.getInt();
    int count = in.getInt();
    int bits = bits(levels);
    int each = Long.SIZE / bits;
    long mask = (1L << bits) - 1;
    for (int place = 0; place < count; place += each) {
      long word = in.getLong();
      for (int i = 0; word != 0; i++, word >>>= bits) {
        int number = (int) (word & mask);
        if (number > 0) {
          visitor.paid(first + place + i, number);
        }
      }
    }
  }
}
