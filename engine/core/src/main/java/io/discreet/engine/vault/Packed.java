package io.discreet.engine.vault;

/**
 * Whole numbers, some of them missing, in the narrowest primitive array that holds them.
 *
 * <p>The least value of the array's type stands for a missing number. Arrays are shared: do not
 * write to them.
 */
public sealed interface Packed {

  /** What {@link #get} answers for a missing number, whatever the width. */
  int NULL = Integer.MIN_VALUE;

  int length();

  /** The number of a row, or {@link #NULL}. */
  int get(int row);

  /** The memory that the array takes. */
  long bytes();

  /** Numbers of −127 to 127. */
  record Bytes(byte[] values) implements Packed {
    /** What stands for a missing number in the array. */
    public static final byte MISSING = Byte.MIN_VALUE;

    @Override
    public int length() {
      return values.length;
    }

    @Override
    public int get(int row) {
      byte value = values[row];
      return value == MISSING ? NULL : value;
    }

    @Override
    public long bytes() {
      return values.length;
    }
  }

  /** Numbers of −32,767 to 32,767. */
  record Shorts(short[] values) implements Packed {
    /** What stands for a missing number in the array. */
    public static final short MISSING = Short.MIN_VALUE;

    @Override
    public int length() {
      return values.length;
    }

    @Override
    public int get(int row) {
      short value = values[row];
      return value == MISSING ? NULL : value;
    }

    @Override
    public long bytes() {
      return (long) values.length * Short.BYTES;
    }
  }

  /** Numbers of −(2³¹ − 1) to 2³¹ − 1. */
  record Ints(int[] values) implements Packed {

    @Override
    public int length() {
      return values.length;
    }

    @Override
    public int get(int row) {
      return values[row];
    }

    @Override
    public long bytes() {
      return (long) values.length * Integer.BYTES;
    }
  }
}
