package io.discreet.engine;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.Megabytes;
import io.discreet.engine.failure.Quote;
import io.discreet.engine.vault.ColumnMemory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The most memory that the columns of a shop take: those that queries walk, and those that are kept
 * for the next query.
 *
 * @param bytes above 0
 */
public record ColumnLimit(long bytes) {

  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,3})?) ?(%|kb|mb|gb|tb)");

  private static final Map<String, Integer> DECIMALS = Map.of("kb", 3, "mb", 6, "gb", 9, "tb", 12);

  public ColumnLimit {
    if (bytes < 1) {
      throw new InputException("a limit on column memory must be above 0, got " + bytes);
    }
  }

  /**
   * Reads "2 GB", "1.5GB", "800MB" or a share of the largest heap that Java may have, "50%".
   *
   * @throws InputException if it is none of these, or a share above 100%
   */
  public static ColumnLimit parse(String text) {
    Matcher written = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!written.matches()) {
      throw new InputException(
          "a limit on column memory is written like 2GB, 800MB or 50% (of Java's heap), got "
              + Quote.shorten(text));
    }
    BigDecimal number = new BigDecimal(written.group(1));
    if (!written.group(2).equals("%")) {
      int decimals = DECIMALS.getOrDefault(written.group(2), 0);
      return new ColumnLimit(bytes(number.movePointRight(decimals)));
    }
    if (number.compareTo(BigDecimal.valueOf(100)) > 0) {
      throw new InputException(
          "column memory cannot be more than 100% of the heap, got " + Quote.shorten(text));
    }
    return new ColumnLimit(ColumnMemory.ofHeap(number.movePointLeft(2).doubleValue()));
  }

  private static long bytes(BigDecimal exact) {
    return exact
        .setScale(0, RoundingMode.FLOOR)
        .min(BigDecimal.valueOf(Long.MAX_VALUE))
        .longValueExact();
  }

  /** In whole megabytes, rounded down: {@code 800 MB}. */
  @Override
  public String toString() {
    return Megabytes.down(bytes);
  }
}
