package io.discreet.engine.failure;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Sizes of memory inside a message, in millions of bytes. */
public final class Megabytes {

  /** Below so many bytes, thousands are told as well. */
  private static final long SMALL = 10_000_000;

  private Megabytes() {}

  /** What is needed: never less than it is. */
  public static String up(long bytes) {
    return text(bytes, RoundingMode.CEILING);
  }

  /** What there is: never more than it is. */
  public static String down(long bytes) {
    return text(bytes, RoundingMode.FLOOR);
  }

  private static String text(long bytes, RoundingMode rounding) {
    return new BigDecimal(bytes).movePointLeft(6).setScale(bytes < SMALL ? 3 : 0, rounding) + " MB";
  }
}
