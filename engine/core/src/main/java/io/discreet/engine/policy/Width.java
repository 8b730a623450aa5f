package io.discreet.engine.policy;

/**
 * How many bytes each number of a column takes in memory: the fewest that hold every number up to
 * an absolute value, with the least value of the type left over for a missing one.
 */
public enum Width {
  BYTE(Byte.BYTES, Byte.MAX_VALUE),
  SHORT(Short.BYTES, Short.MAX_VALUE),
  INT(Integer.BYTES, Integer.MAX_VALUE);

  private final int bytes;
  private final long most;

  Width(int bytes, long most) {
    this.bytes = bytes;
    this.most = most;
  }

  /**
   * The width of numbers of −magnitude to magnitude.
   *
   * @param magnitude 0 to 2³¹ − 1
   */
  public static Width of(long magnitude) {
    for (Width width : values()) {
      if (magnitude >= 0 && magnitude <= width.most) {
        return width;
      }
    }
    throw new IllegalArgumentException("magnitude must be 0 to 2^31 - 1, got " + magnitude);
  }

  public int bytes() {
    return bytes;
  }
}
