package io.discreet.engine.rows;

import io.discreet.engine.failure.RowFault;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The wanted fields of one row as text in one reused buffer, or the fault of the row. */
public final class TextRow {

  private final int[] starts;
  private final int[] ends;
  private final boolean[] mentioned;
  private char[] text = new char[1024];
  private int length;
  private @Nullable RowFault fault;

  public TextRow(int fields) {
    this.starts = new int[fields];
    this.ends = new int[fields];
    this.mentioned = new boolean[fields];
    clear();
  }

  /** Makes every field missing. */
  public void clear() {
    Arrays.fill(starts, -1);
    Arrays.fill(ends, -1);
    Arrays.fill(mentioned, false);
    length = 0;
    fault = null;
  }

  public void set(int field, char[] source, int offset, int count) {
    if (count > text.length - length) {
      text = Arrays.copyOf(text, Math.max(2 * text.length, Math.addExact(length, count)));
    }
    System.arraycopy(source, offset, text, length, count);
    starts[field] = length;
    length += count;
    ends[field] = length;
  }

  public void set(int field, String value) {
    char[] chars = value.toCharArray();
    set(field, chars, 0, chars.length);
  }

  /** Remembers that the row names a field, be it with a missing value. */
  public void mention(int field) {
    mentioned[field] = true;
  }

  public boolean mentioned(int field) {
    return mentioned[field];
  }

  /** Marks the row as bad; the first fault stays. */
  public void fail(RowFault kind) {
    if (fault == null) {
      fault = kind;
    }
  }

  public @Nullable RowFault fault() {
    return fault;
  }

  public boolean present(int field) {
    return starts[field] >= 0;
  }

  public char[] text() {
    return text;
  }

  public int start(int field) {
    return starts[field];
  }

  public int end(int field) {
    return ends[field];
  }

  /** A field without white space at its ends; empty where the field is missing. */
  public String string(int field) {
    return present(field)
        ? new String(text, starts[field], ends[field] - starts[field]).strip()
        : "";
  }

  /** Whether some characters hold half a surrogate pair, which no valid UTF-8 decodes to. */
  public static boolean hasLoneSurrogate(char[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (Character.isSurrogate(text[i])) {
        if (i + 1 == to || !Character.isSurrogatePair(text[i], text[i + 1])) {
          return true;
        }
        i++;
      }
    }
    return false;
  }
}
