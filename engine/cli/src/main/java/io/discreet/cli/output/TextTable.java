package io.discreet.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns, with a rule below the header. */
final class TextTable {

  private static final String GAP = "  ";

  private final List<Boolean> rightAligned;
  private final List<List<String>> lines = new ArrayList<>();

  TextTable(List<String> header, List<Boolean> rightAligned) {
    this.rightAligned = List.copyOf(rightAligned);
    add(header);
  }

  void add(List<String> cells) {
    if (cells.size() != rightAligned.size()) {
      throw new IllegalArgumentException(
          "a row must have " + rightAligned.size() + " cells, got " + cells.size());
    }
    lines.add(cells.stream().map(Text::printable).toList());
  }

  /** The table's lines, each ending in a line feed. */
  String render() {
    int[] widths = new int[rightAligned.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], Text.width(line.get(i)));
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      text.append(line(lines.get(i), widths)).append('\n');
      if (i == 0) {
        text.append(rule(widths)).append('\n');
      }
    }
    return text.toString();
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - Text.width(cells.get(i)));
      line.append(i == 0 ? "" : GAP)
          .append(rightAligned.get(i) ? padding + cells.get(i) : cells.get(i) + padding);
    }
    return line.toString().stripTrailing();
  }

  private static String rule(int[] widths) {
    StringBuilder rule = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      rule.append(i == 0 ? "" : GAP).append("─".repeat(widths[i]));
    }
    return rule.toString();
  }
}
