package io.discreet.engine.query;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** One axis of the segments. */
public sealed interface Dimension {

  String column();

  /** As query text has it: {@code city}, {@code WEEK(day)} or {@code BAND(amount, 0, 10)}. */
  default String text() {
    return QueryWriter.dimension(this);
  }

  /** The values of a category column. */
  record ByCategory(String column) implements Dimension {}

  /** The calendar periods of a date column: {@code WEEK(day)}. */
  record ByPeriod(String column, CalendarUnit unit) implements Dimension {}

  /**
   * Bands of a numeric column: {@code BAND(amount, 0, 10, 50)} makes the cells {@code < 0}, {@code
   * [0, 10)}, {@code [10, 50)} and {@code >= 50}.
   *
   * @param edges rising, at least one; each belongs to the band above it
   */
  record ByBand(String column, List<BigDecimal> edges) implements Dimension {

    /** The most edges of one axis. */
    public static final int MOST_EDGES = 10_000;

    public ByBand {
      if (edges.isEmpty() || edges.size() > MOST_EDGES) {
        throw new QueryException("BAND takes 1 to " + MOST_EDGES + " edges, got " + edges.size());
      }
      // Equal edges are one question, however many zeros they were written with.
      edges = edges.stream().map(Literal.Numeral::normal).toList();
      for (int i = 1; i < edges.size(); i++) {
        if (edges.get(i - 1).compareTo(edges.get(i)) >= 0) {
          throw new QueryException(
              "the edges of a BAND rise, got "
                  + QueryWriter.number(edges.get(i - 1))
                  + " before "
                  + QueryWriter.number(edges.get(i)));
        }
      }
    }

    /** The labels of the bands, from the lowest. */
    public List<String> labels() {
      List<String> labels = new ArrayList<>();
      labels.add("< " + QueryWriter.number(edges.get(0)));
      for (int i = 1; i < edges.size(); i++) {
        labels.add(
            "["
                + QueryWriter.number(edges.get(i - 1))
                + ", "
                + QueryWriter.number(edges.get(i))
                + ")");
      }
      labels.add(">= " + QueryWriter.number(edges.get(edges.size() - 1)));
      return labels;
    }
  }
}
