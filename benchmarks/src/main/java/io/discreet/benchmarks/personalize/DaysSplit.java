package io.discreet.benchmarks.personalize;

import java.time.LocalDate;

/**
 * A history in two: the days that lists are made from, and the days after, which they foretell.
 *
 * @param first the first day of {@code before}
 * @param border the first day of {@code after}
 */
public record DaysSplit(
    LocalDate first, LocalDate border, PurchaseHistory before, PurchaseHistory after) {

  /** The newest days of a history; both numbers count back from the newest day. */
  public static DaysSplit newest(PurchaseHistory all, int daysBefore, int daysAfter) {
    LocalDate border = all.newestDay().plusDays(1).minusDays(daysAfter);
    LocalDate first = border.minusDays(daysBefore);
    return new DaysSplit(
        first,
        border,
        all.where(one -> !one.day().isBefore(first) && one.day().isBefore(border)),
        all.where(one -> !one.day().isBefore(border)));
  }
}
