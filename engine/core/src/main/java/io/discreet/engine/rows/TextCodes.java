package io.discreet.engine.rows;

import org.jspecify.annotations.Nullable;

/**
 * Codes of texts, found by a slice of characters without making a string of it. An open-addressing
 * table with linear probing, at most half full.
 */
final class TextCodes {

  static final int ABSENT = -1;

  private @Nullable String[] texts = new @Nullable String[64];
  private int[] codes = new int[64];
  private int size;

  int get(char[] text, int from, int to) {
    int mask = texts.length - 1;
    for (int slot = hash(text, from, to) & mask; ; slot = (slot + 1) & mask) {
      String known = texts[slot];
      if (known == null) {
        return ABSENT;
      }
      if (sameText(known, text, from, to)) {
        return codes[slot];
      }
    }
  }

  /** Adds a text that is not there yet. */
  void put(String text, int code) {
    if (2 * (size + 1) > texts.length) {
      grow();
    }
    insert(text, code);
    size++;
  }

  private void insert(String text, int code) {
    char[] chars = text.toCharArray();
    int mask = texts.length - 1;
    int slot = hash(chars, 0, chars.length) & mask;
    while (texts[slot] != null) {
      slot = (slot + 1) & mask;
    }
    texts[slot] = text;
    codes[slot] = code;
  }

  private void grow() {
    @Nullable String[] oldTexts = texts;
    int[] oldCodes = codes;
    texts = new @Nullable String[2 * oldTexts.length];
    codes = new int[texts.length];
    for (int i = 0; i < oldTexts.length; i++) {
      String text = oldTexts[i];
      if (text != null) {
        insert(text, oldCodes[i]);
      }
    }
  }

  static boolean sameText(String known, char[] text, int from, int to) {
    if (known.length() != to - from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (known.charAt(i - from) != text[i]) {
        return false;
      }
    }
    return true;
  }

  static int hash(char[] text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text[i];
    }
    // Spreads the high bits, which the slot would ignore.
    return (hash ^ (hash >>> 16)) * 0x45d9f3b;
  }
}
