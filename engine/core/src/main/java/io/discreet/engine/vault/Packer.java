package io.discreet.engine.vault;

import io.discreet.engine.policy.Width;
import java.util.Arrays;
import org.duckdb.DuckDBReadableVector;

/**
 * Fills a packed column from chunks of numbers that were narrowed to its width where they are
 * stored: each number is copied once, into the array that the scan reads.
 *
 * <p>Threads may fill disjoint runs of rows at once.
 */
final class Packer {

  private final Packed packed;
  private final long least;
  private final long greatest;

  /**
   * @param least the least number that there may be, above the least of the width's type
   * @param greatest the greatest number that there may be
   */
  Packer(int rows, Width width, long least, long greatest) {
    this.least = least;
    this.greatest = greatest;
    packed =
        switch (width) {
          case BYTE -> new Packed.Bytes(new byte[rows]);
          case SHORT -> new Packed.Shorts(new short[rows]);
          case INT -> new Packed.Ints(new int[rows]);
        };
  }

  /** A column without numbers. */
  static Packed missing(int rows) {
    byte[] values = new byte[rows];
    Arrays.fill(values, Packed.Bytes.MISSING);
    return new Packed.Bytes(values);
  }

  /** The type of the vectors that are put. */
  static String sqlType(Width width) {
    return switch (width) {
      case BYTE -> "TINYINT";
      case SHORT -> "SMALLINT";
      case INT -> "INTEGER";
    };
  }

  /**
   * Puts the numbers of a chunk at a row and those after it.
   *
   * @return whether all of them are such as there may be
   */
  boolean put(DuckDBReadableVector vector, int length, int row) {
    if (packed instanceof Packed.Bytes bytes) {
      return put(vector, length, bytes.values(), row);
    } else if (packed instanceof Packed.Shorts shorts) {
      return put(vector, length, shorts.values(), row);
    }
    return put(vector, length, ((Packed.Ints) packed).values(), row);
  }

  // In each loop the sign bit of a difference tells that a number lies outside; none overflows,
  // since both ends are numbers of the width.

  private boolean put(DuckDBReadableVector vector, int length, byte[] into, int row) {
    int low = (int) least;
    int high = (int) greatest;
    int outside = 0;
    for (int i = 0; i < length; i++) {
      byte number = vector.getByte(i, Packed.Bytes.MISSING);
      outside |= number == Packed.Bytes.MISSING ? 0 : (number - low) | (high - number);
      into[row + i] = number;
    }
    return outside >= 0;
  }

  private boolean put(DuckDBReadableVector vector, int length, short[] into, int row) {
    int low = (int) least;
    int high = (int) greatest;
    int outside = 0;
    for (int i = 0; i < length; i++) {
      short number = vector.getShort(i, Packed.Shorts.MISSING);
      outside |= number == Packed.Shorts.MISSING ? 0 : (number - low) | (high - number);
      into[row + i] = number;
    }
    return outside >= 0;
  }

  private boolean put(DuckDBReadableVector vector, int length, int[] into, int row) {
    long outside = 0;
    for (int i = 0; i < length; i++) {
      int number = vector.getInt(i, Packed.NULL);
      outside |= number == Packed.NULL ? 0 : (number - least) | (greatest - number);
      into[row + i] = number;
    }
    return outside >= 0;
  }

  Packed packed() {
    return packed;
  }
}
