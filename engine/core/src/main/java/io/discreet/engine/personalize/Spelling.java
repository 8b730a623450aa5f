package io.discreet.engine.personalize;

import java.util.Collection;
import java.util.Locale;

/** The known name that an unknown one was probably meant to be. */
final class Spelling {

  private static final int LONGEST = 64;

  private Spelling() {}

  /** Such as {@code ; did you mean 'Leeds'?}, or nothing where no name is near. */
  static String hint(String word, Collection<String> names) {
    String best = "";
    int fewest = 1 + Math.max(1, word.length() / 3);
    for (String name : names) {
      if (Math.max(word.length(), name.length()) <= LONGEST) {
        int edits = edits(word.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
        if (edits < fewest) {
          fewest = edits;
          best = name;
        }
      }
    }
    return best.isEmpty() ? "" : "; did you mean '" + best + "'?";
  }

  /** The Levenshtein distance. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
