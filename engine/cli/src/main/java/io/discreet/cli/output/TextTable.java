package io.discreet.cli.output;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of text in aligned columns, with a rule below the header.
 *
 * <p>A table that is too wide for the terminal becomes narrower where it can: columns of prose are
 * folded first, then the header. Values are never cut.
 */
final class TextTable {

  private static final String GAP = "  ";

  /** Prose in a narrower column than this reads worse than a line that is too long. */
  private static final int LEAST_PROSE = 22;

  private final List<Shape> columns;
  private final List<List<String>> lines = new ArrayList<>();

  /** How a column is set. */
  enum Shape {
    WORDS,
    NUMBERS,
    /** Words that may go on in the next line. */
    PROSE
  }

  TextTable(List<String> header, List<Shape> columns) {
    this.columns = List.copyOf(columns);
    add(header);
  }

  void add(List<String> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(
          "a row must have " + columns.size() + " cells, got " + cells.size());
    }
    lines.add(cells.stream().map(Text::printable).toList());
  }

  /** The table's lines, each ending in a line feed. */
  String render() {
    int[] widths = widths();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      text.append(folded(lines.get(i), widths));
      if (i == 0) {
        text.append(rule(widths)).append('\n');
      }
    }
    return text.toString();
  }

  private int[] widths() {
    int[] widths = new int[columns.size()];
    int[] bodies = new int[columns.size()];
    for (int line = 0; line < lines.size(); line++) {
      for (int i = 0; i < widths.length; i++) {
        int width = Text.width(lines.get(line).get(i));
        widths[i] = Math.max(widths[i], width);
        bodies[i] = line == 0 ? bodies[i] : Math.max(bodies[i], width);
      }
    }
    for (int i = 0; i < widths.length; i++) {
      if (columns.get(i) == Shape.PROSE) {
        narrow(widths, i, LEAST_PROSE);
      }
    }
    for (int i = 0; i < widths.length; i++) {
      int longestWord =
          Text.fold(lines.get(0).get(i), 1).stream().mapToInt(Text::width).max().orElse(0);
      narrow(widths, i, Math.max(bodies[i], longestWord));
    }
    return widths;
  }

  /** Takes from a column what the table is too wide by, down to its least width. */
  private static void narrow(int[] widths, int column, int least) {
    int total = GAP.length() * (widths.length - 1);
    for (int width : widths) {
      total += width;
    }
    int wanted = widths[column] - Math.max(0, total - Text.COLUMNS);
    widths[column] = Math.max(Math.min(widths[column], least), wanted);
  }

  /** A row in as many lines as its tallest cell needs. */
  private String folded(List<String> cells, int[] widths) {
    List<List<String>> parts = new ArrayList<>();
    int height = 1;
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      List<String> part =
          Text.width(cell) <= widths[i] ? List.of(cell) : Text.fold(cell, widths[i]);
      parts.add(part);
      height = Math.max(height, part.size());
    }
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < height; row++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = row < parts.get(i).size() ? parts.get(i).get(row) : "";
        String padding = " ".repeat(Math.max(0, widths[i] - Text.width(cell)));
        line.append(i == 0 ? "" : GAP)
            .append(columns.get(i) == Shape.NUMBERS ? padding + cell : cell + padding);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String rule(int[] widths) {
    StringBuilder rule = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      rule.append(i == 0 ? "" : GAP).append("─".repeat(widths[i]));
    }
    return rule.toString();
  }
}
