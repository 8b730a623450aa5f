package io.discreet.engine.memory;

import io.discreet.engine.release.Release;
import java.util.List;

/**
 * A release and what earlier answers to the same question add to it.
 *
 * @param history the releases that could be combined, oldest first; the last is {@code release}
 * @param rows for each row of the release and each of its measures
 */
public record Remembered(Release release, List<Release> history, List<List<Combined>> rows) {

  public Remembered {
    history = List.copyOf(history);
    rows = rows.stream().map(List::copyOf).toList();
    if (rows.size() != release.rows().size()) {
      throw new IllegalArgumentException(
          "a release of " + release.rows().size() + " rows, got " + rows.size());
    }
  }

  /** What is known of one row's measure. */
  public Combined at(int row, int measure) {
    return rows.get(row).get(measure);
  }

  /** Whether any value rests on more than the release itself. */
  public boolean combines() {
    return rows.stream().flatMap(List::stream).anyMatch(one -> one.releases() > 1);
  }

  /** The ids of the releases that the values of one measure rest on, newest first. */
  public List<String> releases(int measure) {
    int most = rows.stream().mapToInt(row -> row.get(measure).releases()).max().orElse(1);
    List<String> oldestFirst =
        history.subList(history.size() - most, history.size()).stream().map(Release::id).toList();
    return java.util.stream.IntStream.range(0, most)
        .mapToObj(i -> oldestFirst.get(most - 1 - i))
        .toList();
  }
}
