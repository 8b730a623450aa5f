package io.discreet.engine.rows;

import io.discreet.engine.failure.RowFault;
import io.discreet.engine.policy.Column;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Categories: Unicode NFC without white space at the ends, letter case kept. A value that the
 * policy does not declare, or that reads like a reserved cell, becomes {@code other} and is counted
 * as adjusted.
 */
final class CategoryEncoder extends ValueEncoder {

  /** The longest value, in characters. */
  static final int LONGEST = 1024;

  private final boolean declared;
  // Declared values by their normal form; of a discovered column, the values met so far.
  private final Map<String, Integer> codes = new HashMap<>();
  private final List<String> values = new ArrayList<>();
  private final List<byte[]> utf8 = new ArrayList<>();
  private final TextCodes spelled = new TextCodes();
  private int other = -1;

  CategoryEncoder(Column.Category column) {
    this.declared = column.declared();
    for (String value : column.values()) {
      codes.putIfAbsent(normalize(value), add(value));
    }
  }

  private int add(String value) {
    values.add(value);
    utf8.add(value.getBytes(StandardCharsets.UTF_8));
    return values.size() - 1;
  }

  private static String normalize(String value) {
    return Normalizer.normalize(value, Normalizer.Form.NFC);
  }

  /** The values that the codes stand for. */
  List<String> dictionary() {
    return values;
  }

  @Override
  RowFault fault() {
    return RowFault.VALUE_TOO_LONG;
  }

  @Override
  void canonical(long value, CanonicalBytes bytes) {
    byte[] text = utf8.get((int) value);
    bytes.put((long) text.length);
    bytes.put(text);
  }

  @Override
  long encode(char[] text, int from, int to) {
    if (to - from > LONGEST) {
      return FAULTY;
    }
    int code = spelled.get(text, from, to);
    if (code < 0) {
      code = codeOf(new String(text, from, to - from));
    }
    if (code == other) {
      adjust();
    }
    return code;
  }

  private int codeOf(String spelling) {
    String value = normalize(spelling);
    Integer known = codes.get(value);
    if (known == null) {
      if (declared
          || value.equalsIgnoreCase(Column.Category.OTHER)
          || value.equalsIgnoreCase(Column.Category.NULL)) {
        // Not remembered by its spelling: what is not declared is not kept, even in memory.
        if (other < 0) {
          other = add(Column.Category.OTHER);
        }
        return other;
      }
      known = add(value);
      codes.put(value, known);
    }
    if (spelling.equals(value)) {
      spelled.put(value, known);
    }
    return known;
  }
}
