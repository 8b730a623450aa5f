package io.discreet.engine.plan;

import java.util.Arrays;

/**
 * Finds the last of falling bounds that covers a value, in about the time of one look into a table.
 * Immutable.
 */
public final class LevelLookup {

  /** Parts of an octave. */
  private static final int PARTS = 8;

  /** After the last bound, below every value. */
  private static final long END = -1;

  /** Never rising, and {@link #END}. */
  private final long[] bounds;

  /** By part of an octave, the last bound that covers all values there. */
  private final int[] coveringPart = new int[Long.SIZE * PARTS];

  /**
   * @param falling at least one bound, each at least 0, none above the one before it
   */
  public LevelLookup(long[] falling) {
    bounds = Arrays.copyOf(falling, falling.length + 1);
    bounds[falling.length] = END;
    int level = 0;
    for (int part = part(Math.max(1, falling[0])); part >= 0; part--) {
      long largest = Math.min(falling[0], largest(part));
      while (bounds[level + 1] >= largest) {
        level++;
      }
      coveringPart[part] = level;
    }
  }

  /**
   * The position of the last bound that is at least a value.
   *
   * @param value from 1 to the first bound
   */
  public int last(long value) {
    int level = coveringPart[part(value)];
    // One step without a branch is nearly always enough: few parts have two bounds in them.
    level += (int) (~(bounds[level + 1] - value) >>> (Long.SIZE - 1));
    while (bounds[level + 1] >= value) {
      level++;
    }
    return level;
  }

  /** The octave of a positive value and the three bits after its highest. */
  private static int part(long value) {
    int zeros = Long.numberOfLeadingZeros(value);
    int octave = Long.SIZE - 1 - zeros;
    return octave * PARTS + ((int) ((value << zeros) >>> 60) & (PARTS - 1));
  }

  /** The largest value of a part, or one above all of them. */
  private static long largest(int part) {
    long highest = (long) (PARTS + part % PARTS) << 60 | -1L >>> 4;
    return highest >>> (Long.SIZE - 1 - part / PARTS);
  }
}
