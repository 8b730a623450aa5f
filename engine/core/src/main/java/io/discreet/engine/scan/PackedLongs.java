package io.discreet.engine.scan;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Longs of which many are 0 or small, in few bytes: what a range counts in the leaves of a tree.
 *
 * <p>A number other than 0 is shifted by its sign (zigzag) and cut into groups of 7 bits, the
 * lowest first, all but the last with the eighth bit set (LEB128). Zeros in a row are a 0 and how
 * many they are, cut likewise.
 */
final class PackedLongs implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int GROUP_BITS = 7;
  private static final int GROUP = (1 << GROUP_BITS) - 1;
  private static final int MORE = 1 << GROUP_BITS;

  /** Bytes of the longest number: ten groups. */
  private static final int LONGEST = (Long.SIZE + GROUP_BITS - 1) / GROUP_BITS;

  private final int length;
  private final byte[] bytes;

  private PackedLongs(int length, byte[] bytes) {
    this.length = length;
    this.bytes = bytes;
  }

  /** Packs the first {@code length} of the values. */
  static PackedLongs of(long[] values, int length) {
    byte[] bytes = new byte[2 * LONGEST];
    int size = 0;
    for (int i = 0; i < length; ) {
      if (bytes.length - size < 2 * LONGEST) {
        bytes = Arrays.copyOf(bytes, 2 * bytes.length);
      }
      long value = values[i];
      int next = i + 1;
      if (value != 0) {
        size = put(bytes, size, (value << 1) ^ (value >> (Long.SIZE - 1)));
      } else {
        while (next < length && values[next] == 0) {
          next++;
        }
        bytes[size++] = 0;
        size = put(bytes, size, next - i);
      }
      i = next;
    }
    return new PackedLongs(length, Arrays.copyOf(bytes, size));
  }

  private static int put(byte[] bytes, int at, long number) {
    int size = at;
    long rest = number;
    while ((rest & ~GROUP) != 0) {
      bytes[size++] = (byte) ((rest & GROUP) | MORE);
      rest >>>= GROUP_BITS;
    }
    bytes[size++] = (byte) rest;
    return size;
  }

  /** Adds the numbers to the first sums. */
  void addTo(long[] sums) {
    int place = 0;
    boolean zeros = false;
    long number = 0;
    int bits = 0;
    for (byte group : bytes) {
      number |= (long) (group & GROUP) << bits;
      if (group < 0) { // the bit MORE
        bits += GROUP_BITS;
        continue;
      }
      if (zeros) {
        place += (int) number;
        zeros = false;
      } else if (number == 0) {
        zeros = true;
      } else {
        sums[place++] += (number >>> 1) ^ -(number & 1);
      }
      number = 0;
      bits = 0;
    }
  }

  /** The numbers. */
  long[] unpacked() {
    long[] values = new long[length];
    addTo(values);
    return values;
  }
}
