package io.discreet.engine.keys;

import io.discreet.engine.policy.CustomerId.Kind;
import java.text.Normalizer;
import java.util.Locale;

/**
 * The normal form of a raw id: Unicode NFC without white space at either end; e-mail addresses
 * lower-cased as well. Applying it twice changes nothing.
 */
final class IdText {

  /**
   * NFC makes a text at most eight times shorter in UTF-16 units (a character has at most four
   * canonical parts, of at most two units each), so a longer text cannot end within {@link
   * Pseudonymizer#MOST_BYTES}. Bounds the work that one id can cause.
   */
  static final int MOST_CHARS = 8 * Pseudonymizer.MOST_BYTES;

  private IdText() {}

  /** The normal form of a text without halves of surrogate pairs. */
  static String normalize(String text, Kind kind) {
    String composed = strip(Normalizer.normalize(text, Normalizer.Form.NFC));
    return switch (kind) {
      case TEXT -> composed;
      // Lower-casing can leave NFC: U+0130 becomes two characters.
      case EMAIL -> Normalizer.normalize(composed.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    };
  }

  /** Without white space at either end. */
  static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isWhiteSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isWhiteSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /**
   * The Unicode property White_Space, all of whose characters are in the basic plane. {@link
   * Character#isWhitespace} leaves out no-break spaces, which paste into files unseen.
   */
  private static boolean isWhiteSpace(char c) {
    return c == ' '
        || (c >= '\t' && c <= '\r')
        || c == '\u0085'
        || c == '\u00a0'
        || c == '\u1680'
        || (c >= '\u2000' && c <= '\u200a')
        || c == '\u2028'
        || c == '\u2029'
        || c == '\u202f'
        || c == '\u205f'
        || c == '\u3000';
  }

  /** Whether the text holds half a surrogate pair. */
  static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }
}
