package io.discreet.cli.report;

import io.discreet.engine.release.Release;
import io.discreet.engine.release.Release.MeasureInfo;
import io.discreet.engine.release.Release.Row;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How segments are called, and which axes are of time. */
final class Segments {

  private static final Pattern TIME =
      Pattern.compile("[0-9]{4}(-([0-9]{2}(-[0-9]{2})?|W[0-9]{2}|Q[1-4]))?");

  private Segments() {}

  /** A cell label as readers want it. */
  static String words(String label) {
    return switch (label) {
      case Row.ALL -> "all together";
      case Row.NULL -> "not known";
      case Row.OTHER -> "all others";
      default -> label;
    };
  }

  /** All labels of a segment; empty text where the query has no axis. */
  static String words(Row row) {
    return row.segment().stream().map(Segments::words).collect(Collectors.joining(" · "));
  }

  static boolean isReserved(String label) {
    return label.equals(Row.NULL) || label.equals(Row.OTHER) || label.equals(Row.ALL);
  }

  /** Whether only those are in the rows that came first by their noisy values. */
  static boolean areRanked(Release release) {
    return release.measures().stream()
        .anyMatch(measure -> measure.kind() == MeasureInfo.Kind.TOP_K);
  }

  /** Whether the row adds others up, which would dwarf them in a chart. */
  static boolean isTotal(Row row) {
    return row.segment().contains(Row.ALL);
  }

  /** Whether the labels are years, quarters, months, weeks or days, the reserved ones apart. */
  static boolean areTimes(List<String> labels) {
    List<String> own = labels.stream().filter(label -> !isReserved(label)).toList();
    return own.size() > 1 && own.stream().allMatch(label -> TIME.matcher(label).matches());
  }
}
