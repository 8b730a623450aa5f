package io.discreet.engine.ledger;

import io.discreet.engine.ledger.PayerSets.Level;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.roaringbitmap.Container;
import org.roaringbitmap.ContainerPointer;

/**
 * The numbers of {@link PackedLevels}, one bit of everybody's number in each plane: sets are joined
 * into planes, and planes laid into words, 64 customers and 8 at a time.
 *
 * <p>Containers of sets, and words of the packed form, share nothing, so that threads may divide
 * them.
 */
final class NumberPlanes {

  /** Customer indexes of one container of a set, and 64-bit words that hold a bit for each. */
  private static final int CONTAINER = 1 << 16;

  private static final int WORDS = CONTAINER / Long.SIZE;

  /** Packed words that one thread lays at a time. */
  private static final int RUN = 1 << 12;

  private final long[][] planes;

  /** The place of the first customer among the bits of a plane. */
  private final int offset;

  /**
   * @param first the first payer
   * @param end after the last payer
   * @param bits of the largest number, at most 7
   */
  NumberPlanes(List<Level> levels, int first, int end, int bits) {
    int firstKey = first / CONTAINER;
    int keys = (end - 1) / CONTAINER - firstKey + 1;
    offset = first - firstKey * CONTAINER;
    planes = new long[bits][keys * WORDS + 1]; // one more: words are read in pairs
    Container[][] containers = new Container[keys][levels.size()];
    for (int level = 0; level < levels.size(); level++) {
      ContainerPointer each = levels.get(level).payers().getContainerPointer();
      for (; each.getContainer() != null; each.advance()) {
        containers[each.key() - firstKey][level] = each.getContainer();
      }
    }
    Beside.each(keys, key -> join(containers[key], key * WORDS));
  }

  private void join(Container[] ofLevels, int at) {
    long[] members = new long[WORDS];
    for (int level = 0; level < ofLevels.length; level++) {
      if (ofLevels[level] != null) {
        Arrays.fill(members, 0);
        ofLevels[level].copyBitmapTo(members, 0);
        for (int rest = level + 1; rest != 0; rest &= rest - 1) {
          long[] plane = planes[Integer.numberOfTrailingZeros(rest)];
          for (int word = 0; word < WORDS; word++) {
            plane[at + word] |= members[word];
          }
        }
      }
    }
  }

  /**
   * Writes the packed words, of {@code each} numbers each.
   *
   * @param at where the first word goes
   * @param words how many
   */
  void pack(ByteBuffer into, int at, int words, int each) {
    long[] spread = spread(planes.length);
    int runs = (words + RUN - 1) / RUN;
    Beside.each(
        runs,
        run -> {
          int end = Math.min(words, (run + 1) * RUN);
          for (int word = run * RUN; word < end; word++) {
            into.putLong(at + word * Long.BYTES, word(word * each, each, spread));
          }
        });
  }

  private long word(int place, int each, long[] spread) {
    int bits = planes.length;
    int from = offset + place;
    long used = -1L >>> (Long.SIZE - each);
    long packed = 0;
    for (int plane = 0; plane < bits; plane++) {
      long members = bits(planes[plane], from) & used;
      // Every word has more than 8 numbers, and as many as the next one.
      long apart = spread[(int) members & 0xff];
      apart |= spread[(int) (members >>> 8) & 0xff] << (8 * bits);
      for (int done = 16; done < each; done += 8) {
        apart |= spread[(int) (members >>> done) & 0xff] << (done * bits);
      }
      packed |= apart << plane;
    }
    return packed;
  }

  /** 64 bits of a plane from any of them on. */
  private static long bits(long[] plane, int from) {
    int word = from / Long.SIZE;
    return plane[word] >>> from | plane[word + 1] << 1 << ~from; // shifts are modulo 64
  }

  /** For each byte its bits so far apart that a number of so many bits fits between. */
  private static long[] spread(int bits) {
    long[] spread = new long[1 << Byte.SIZE];
    for (int value = 1; value < spread.length; value++) {
      for (int rest = value; rest != 0; rest &= rest - 1) {
        spread[value] |= 1L << (Integer.numberOfTrailingZeros(rest) * bits);
      }
    }
    return spread;
  }
}
