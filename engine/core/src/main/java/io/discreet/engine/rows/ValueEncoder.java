package io.discreet.engine.rows;

import io.discreet.engine.failure.RowFault;
import io.discreet.engine.policy.Column;
import io.discreet.engine.vault.StagedRows;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Turns the text of one column into the integers that the vault keeps. Not thread-safe.
 *
 * <p>A value can be <em>adjusted</em>: kept as something that the policy allows.
 */
public abstract class ValueEncoder {

  /** Answered in place of a value that has a fault. */
  static final long FAULTY = StagedRows.NULL + 1;

  private boolean adjusted;

  /** Encodes a text that has white space at neither end and is not empty, or {@link #FAULTY}. */
  abstract long encode(char[] text, int from, int to);

  /** The fault that {@link #FAULTY} stands for. */
  abstract RowFault fault();

  /** Appends what identifies an encoded value whatever other rows there are: never a code. */
  abstract void canonical(long value, CanonicalBytes bytes);

  /** Encodes a field; a missing or blank one is {@link StagedRows#NULL}. */
  public final long encode(TextRow row, int field) {
    adjusted = false;
    if (!row.present(field)) {
      return StagedRows.NULL;
    }
    char[] text = row.text();
    int from = row.start(field);
    int to = row.end(field);
    while (from < to && isSpace(text[from])) {
      from++;
    }
    while (from < to && isSpace(text[to - 1])) {
      to--;
    }
    return from == to ? StagedRows.NULL : encode(text, from, to);
  }

  private static boolean isSpace(char c) {
    return c <= ' ' || (c >= 0x80 && (Character.isWhitespace(c) || Character.isSpaceChar(c)));
  }

  final void adjust() {
    adjusted = true;
  }

  /** Whether the last value was adjusted. */
  final boolean adjusted() {
    return adjusted;
  }

  /** The encoder of a column. */
  public static ValueEncoder of(Column column, ZoneId zone) {
    if (column instanceof Column.Numeric numeric) {
      return new NumberEncoder(numeric);
    }
    return column instanceof Column.Category category
        ? new CategoryEncoder(category)
        : new DateEncoder(zone);
  }

  /** The fault of a value, or null. */
  public final @Nullable RowFault faultOf(long value) {
    return value == FAULTY ? fault() : null;
  }
}
