package io.discreet.engine.intake;

import io.discreet.engine.policy.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The codes of one category column for a whole intake, whose sources have codes of their own. */
final class Dictionary {

  private final List<String> words = new ArrayList<>();
  private final Map<String, Integer> codes = new HashMap<>();
  private int[] codeOfSource = new int[16];
  private int sourceWords;

  Dictionary(Column.Category column) {
    column.values().forEach(this::code);
  }

  private int code(String word) {
    Integer known = codes.putIfAbsent(word, words.size());
    if (known == null) {
      words.add(word);
      return words.size() - 1;
    }
    return known;
  }

  /** Begins a source whose codes start at zero. */
  void begin() {
    sourceWords = 0;
  }

  /** Learns what the source's next codes stand for. */
  void learn(List<String> newWords) {
    int after = Math.addExact(sourceWords, newWords.size());
    if (after > codeOfSource.length) {
      codeOfSource = Arrays.copyOf(codeOfSource, Math.max(after, 2 * codeOfSource.length));
    }
    for (String word : newWords) {
      codeOfSource[sourceWords++] = code(word);
    }
  }

  /** The intake's code for one of the source's. */
  long codeOfSource(long code) {
    return codeOfSource[(int) code];
  }

  /** What the intake's codes stand for. */
  List<String> words() {
    return words;
  }
}
