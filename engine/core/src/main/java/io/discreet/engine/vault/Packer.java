package io.discreet.engine.vault;

import java.util.Arrays;

/**
 * Fills a packed column, run of rows by run of rows, beginning with the width that some bounds ask
 * for and widening when a number does not fit.
 *
 * <p>Threads may put disjoint runs at once.
 */
final class Packer {

  /** The array that is being filled: of bytes, shorts or ints. */
  private volatile Packed filled;

  /** Puts into one array have ended before it is replaced by a wider one. */
  private final java.util.concurrent.locks.ReentrantReadWriteLock widening =
      new java.util.concurrent.locks.ReentrantReadWriteLock();

  /**
   * @param magnitude the largest absolute value that is expected
   */
  Packer(int rows, long magnitude) {
    if (magnitude <= Byte.MAX_VALUE) {
      filled = new Packed.Bytes(new byte[rows]);
    } else if (magnitude <= Short.MAX_VALUE) {
      filled = new Packed.Shorts(new short[rows]);
    } else {
      filled = new Packed.Ints(new int[rows]);
    }
  }

  /** A column without numbers. */
  static Packed missing(int rows) {
    byte[] values = new byte[rows];
    Arrays.fill(values, Packed.Bytes.MISSING);
    return new Packed.Bytes(values);
  }

  /** Puts the first {@code count} numbers, or {@link Packed#NULL}, at a row and those after it. */
  void put(int row, int[] numbers, int count) {
    while (!tryPut(row, numbers, count)) {
      widen();
    }
  }

  Packed packed() {
    return filled;
  }

  private boolean tryPut(int row, int[] numbers, int count) {
    widening.readLock().lock();
    try {
      Packed into = filled;
      if (into instanceof Packed.Bytes bytes) {
        return put(bytes.values(), row, numbers, count);
      } else if (into instanceof Packed.Shorts shorts) {
        return put(shorts.values(), row, numbers, count);
      }
      System.arraycopy(numbers, 0, ((Packed.Ints) into).values(), row, count);
      return true;
    } finally {
      widening.readLock().unlock();
    }
  }

  private static boolean put(byte[] into, int row, int[] numbers, int count) {
    boolean fits = true;
    for (int i = 0; i < count; i++) {
      int number = numbers[i];
      fits &= number == Packed.NULL || Math.abs(number) <= Byte.MAX_VALUE;
      into[row + i] = number == Packed.NULL ? Packed.Bytes.MISSING : (byte) number;
    }
    return fits;
  }

  private static boolean put(short[] into, int row, int[] numbers, int count) {
    boolean fits = true;
    for (int i = 0; i < count; i++) {
      int number = numbers[i];
      fits &= number == Packed.NULL || Math.abs(number) <= Short.MAX_VALUE;
      into[row + i] = number == Packed.NULL ? Packed.Shorts.MISSING : (short) number;
    }
    return fits;
  }

  private void widen() {
    widening.writeLock().lock();
    try {
      Packed narrow = filled;
      int rows = narrow.length();
      if (narrow instanceof Packed.Bytes bytes) {
        short[] wider = new short[rows];
        for (int row = 0; row < rows; row++) {
          byte value = bytes.values()[row];
          wider[row] = value == Packed.Bytes.MISSING ? Packed.Shorts.MISSING : value;
        }
        filled = new Packed.Shorts(wider);
      } else if (narrow instanceof Packed.Shorts) {
        int[] wider = new int[rows];
        for (int row = 0; row < rows; row++) {
          wider[row] = narrow.get(row);
        }
        filled = new Packed.Ints(wider);
      }
    } finally {
      widening.writeLock().unlock();
    }
  }
}
