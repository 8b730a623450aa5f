package io.discreet.cli.report;

import io.discreet.engine.release.Release.Estimate;
import java.util.List;
import java.util.Locale;

/** A bar from 0 to a noisy value, with its 95 % interval as a whisker, on one scale a column. */
final class Bar {

  private static final double WIDTH = 160;

  private final double low;
  private final double high;

  /** The scale that shows all these estimates and 0. */
  Bar(List<Estimate> column) {
    double least = column.stream().mapToDouble(Estimate::low).min().orElse(0);
    double most = column.stream().mapToDouble(Estimate::high).max().orElse(0);
    low = Math.min(0, least);
    high = Math.max(0, most) > low ? Math.max(0, most) : low + 1;
  }

  /** The picture; the table has the numbers in words, so that screen readers skip it. */
  String svg(Estimate estimate) {
    double zero = x(0);
    double value = x(estimate.value());
    return String.format(
        Locale.ROOT,
        "<svg class=\"bar\" viewBox=\"0 0 %.0f 14\" height=\"14\" aria-hidden=\"true\""
            + " focusable=\"false\"><rect class=\"value\" x=\"%.1f\" y=\"2\" width=\"%.1f\""
            + " height=\"10\"/><path class=\"error\" d=\"M%.1f 7H%.1fM%.1f 3v8M%.1f 3v8\"/><path"
            + " class=\"zero\" d=\"M%.1f 0v14\"/></svg>",
        WIDTH,
        Math.min(zero, value),
        Math.abs(value - zero),
        x(estimate.low()),
        x(estimate.high()),
        x(estimate.low()),
        x(estimate.high()),
        zero);
  }

  private double x(double value) {
    return 1 + (WIDTH - 2) * (value - low) / (high - low);
  }
}
