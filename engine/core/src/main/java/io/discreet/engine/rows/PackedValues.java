package io.discreet.engine.rows;

import io.discreet.engine.vault.StagedRows;
import java.io.Serializable;

/**
 * The values of a column in as many bytes each as their span needs, because they travel: the
 * distance from the least value plus one, or zero for a missing value, least byte first.
 */
public final class PackedValues implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int count;
  private final long least;
  private final byte[] bytes;

  private PackedValues(int count, long least, byte[] bytes) {
    this.count = count;
    this.least = least;
    this.bytes = bytes;
  }

  /** Packs the first {@code count} values. */
  public static PackedValues of(long[] values, int count) {
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      if (values[i] != StagedRows.NULL) {
        least = Math.min(least, values[i]);
        most = Math.max(most, values[i]);
      }
    }
    if (least > most) {
      return new PackedValues(count, 0, new byte[0]); // all are missing
    }
    // Ranges of columns are far below 2⁶³ wide.
    long span = Math.addExact(Math.subtractExact(most, least), 1);
    int width = (Long.SIZE - Long.numberOfLeadingZeros(span) + Byte.SIZE - 1) / Byte.SIZE;
    byte[] bytes = new byte[Math.multiplyExact(width, count)];
    int at = 0;
    for (int i = 0; i < count; i++) {
      long code = values[i] == StagedRows.NULL ? 0 : values[i] - least + 1;
      for (int b = 0; b < width; b++) {
        bytes[at++] = (byte) (code >>> (Byte.SIZE * b));
      }
    }
    return new PackedValues(count, least, bytes);
  }

  /** The values again. */
  public long[] unpack() {
    long[] values = new long[count];
    int width = count == 0 ? 0 : bytes.length / count;
    int at = 0;
    for (int i = 0; i < count; i++) {
      long code = 0;
      for (int b = 0; b < width; b++) {
        code |= (bytes[at++] & 0xffL) << (Byte.SIZE * b);
      }
      values[i] = code == 0 ? StagedRows.NULL : least + code - 1;
    }
    return values;
  }
}
