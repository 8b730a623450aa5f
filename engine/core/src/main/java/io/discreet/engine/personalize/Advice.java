package io.discreet.engine.personalize;

import java.util.List;

/**
 * What the releases say about a segment: recommendations, best first, and what each level gave.
 *
 * @param recommendations empty where even the counts of all customers say nothing beyond noise
 * @param notes one for each level that was looked at, finest first
 */
public record Advice(List<Recommendation> recommendations, List<Note> notes) {

  public Advice {
    recommendations = List.copyOf(recommendations);
    notes = List.copyOf(notes);
  }

  /**
   * What one level gave.
   *
   * @param words one clause for people, such as {@code 2 of 8 items stand out of the noise}
   */
  public record Note(Level level, String words) {}
}
