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

  /** Copies the numbers of consecutive rows, as {@link #get} answers them. */
  void copy(int firstRow, int count, int[] into);

  /** Copies the numbers of the first {@code count} of some rows, as {@link #get} answers them. */
  void copy(int[] rows, int count, int[] into);

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
    public void copy(int firstRow, int count, int[] into) {
      for (int i = 0; i < count; i++) {
        byte value = values[firstRow + i];
        into[i] = value == MISSING ? NULL : value;
      }
    }

    @Override
    public void copy(int[] rows, int count, int[] into) {
      for (int i = 0; i < count; i++) {
        byte value = values[rows[i]];
        into[i] = value == MISSING ? NULL : value;
      }
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
    public void copy(int firstRow, int count, int[] into) {
      for (int i = 0; i < count; i++) {
        short value = values[firstRow + i];
        into[i] = value == MISSING ? NULL : value;
      }
    }

    @Override
    public void copy(int[] rows, int count, int[] into) {
      for (int i = 0; i < count; i++) {
        short value = values[rows[i]];
        into[i] = value == MISSING ? NULL : value;
      }
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
    public void copy(int firstRow, int count, int[] into) {
      System.arraycopy(values, firstRow, into, 0, count);
    }

    @Override
    public void copy(int[] rows, int count, int[] into) {
      for (int i = 0; i < count; i++) {
        into[i] = values[rows[i]];
      }
    }

    @Override
    public long bytes() {
      return (long) values.length * Integer.BYTES;
    }
  }
}
