package io.discreet.engine.failure;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Spelling help: the known name that an unknown one was probably meant to be. */
public final class Nearest {

  /** Longer words get no help: it would cost time that grows with the product of the lengths. */
  private static final int LONGEST = 64;

  /** More names than this are not listed in a message. */
  private static final int MOST_LISTED = 20;

  private Nearest() {}

  /**
   * The candidate that the fewest single-character edits (insert, delete, replace, swap two
   * neighbours) lead to, case ignored; empty where that takes more than a third of the word's
   * letters. Of equally near candidates the first wins.
   */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    if (word.isEmpty() || word.length() > LONGEST) {
      return Optional.empty();
    }
    String wanted = word.toLowerCase(Locale.ROOT);
    String best = null;
    int fewest = Math.max(1, wanted.length() / 3) + 1;
    for (String candidate : candidates) {
      if (candidate.length() <= LONGEST) {
        int edits = edits(wanted, candidate.toLowerCase(Locale.ROOT));
        if (edits < fewest) {
          fewest = edits;
          best = candidate;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** " did you mean x?" after a semicolon, or nothing: the end of a message. */
  public static String hint(String word, Collection<String> candidates) {
    return nearest(word, candidates).map(name -> "; did you mean " + name + "?").orElse("");
  }

  /** The same, or where no name is near, all that are known, if they are few. */
  public static String hintOrKnown(String word, Collection<String> known) {
    String hint = hint(word, known);
    return !hint.isEmpty() || known.isEmpty() || known.size() > MOST_LISTED
        ? hint
        : "; known here: " + String.join(", ", known);
  }

  /** Optimal string alignment distance, three rows at a time. */
  private static int edits(String from, String to) {
    int[] before = new int[to.length() + 1];
    int[] last = new int[to.length() + 1];
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replace = last[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replace, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      int[] spare = before;
      before = last;
      last = row;
      row = spare;
    }
    return last[to.length()];
  }
}
