package io.discreet.engine.scan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes of a column at a time, compared with one. */
final class EightBytes {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x7F7F_7F7F_7F7F_7F7FL;
  private static final long EACH_BYTE = 0x0101_0101_0101_0101L;

  private EightBytes() {}

  /** A byte eight times, for {@link #equal}. */
  static long pattern(int value) {
    return (value & 0xFFL) * EACH_BYTE;
  }

  /**
   * The highest bit of each of the bytes from a row on that equals the pattern's; the others are 0.
   */
  static long equal(byte[] values, int row, long pattern) {
    long differs = (long) LONG.get(values, row) ^ pattern;
    return ~(((differs & LOW_BITS) + LOW_BITS) | differs | LOW_BITS);
  }

  /** How many of the bytes from a row on are not the pattern's. */
  static int others(byte[] values, int row, long pattern) {
    long differs = (long) LONG.get(values, row) ^ pattern;
    return Long.bitCount(((differs & LOW_BITS) + LOW_BITS | differs) & ~LOW_BITS);
  }

  /** Eight rows of eight bits with rows and columns exchanged (Warren 2012, transpose8). */
  static long transposed(long bits) {
    long moved = (bits ^ (bits >>> 7)) & 0x00AA_00AA_00AA_00AAL;
    long twos = bits ^ moved ^ (moved << 7);
    moved = (twos ^ (twos >>> 14)) & 0x0000_CCCC_0000_CCCCL;
    long fours = twos ^ moved ^ (moved << 14);
    moved = (fours ^ (fours >>> 28)) & 0x0000_0000_F0F0_F0F0L;
    return fours ^ moved ^ (moved << 28);
  }
}
