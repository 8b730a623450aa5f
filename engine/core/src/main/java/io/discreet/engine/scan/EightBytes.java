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
}
