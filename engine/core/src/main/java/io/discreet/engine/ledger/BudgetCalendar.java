package io.discreet.engine.ledger;

import io.discreet.engine.policy.Budget.BudgetPeriod;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;

/**
 * Which budget period a moment belongs to, in the shop's time zone. Weeks are those of ISO 8601:
 * they begin on Monday and belong to the year that has their Thursday.
 *
 * <p>A zone may set its clocks back across midnight, so that a day comes twice. A period is known
 * by its key, not by its beginning: a day that comes again goes on with what was spent in it.
 */
record BudgetCalendar(BudgetPeriod period, ZoneId timeZone) {

  /** The key under which a charge of this moment is booked; one for each period. */
  String key(Instant moment) {
    LocalDate day = day(moment);
    return switch (period) {
      case NONE -> "all";
      case DAY -> day.toString();
      case WEEK ->
          String.format(
              Locale.ROOT,
              "%04d-W%02d",
              day.get(IsoFields.WEEK_BASED_YEAR),
              day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case MONTH -> YearMonth.from(day).toString();
      case QUARTER ->
          String.format(Locale.ROOT, "%04d-Q%d", day.getYear(), day.get(IsoFields.QUARTER_OF_YEAR));
      case YEAR -> String.format(Locale.ROOT, "%04d", day.getYear());
    };
  }

  /** The first day of the period; empty when there is but one period. */
  Optional<LocalDate> firstDay(Instant moment) {
    LocalDate day = day(moment);
    return switch (period) {
      case NONE -> Optional.empty();
      case DAY -> Optional.of(day);
      case WEEK -> Optional.of(day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
      case MONTH -> Optional.of(day.withDayOfMonth(1));
      case QUARTER -> Optional.of(day.with(IsoFields.DAY_OF_QUARTER, 1));
      case YEAR -> Optional.of(day.withDayOfYear(1));
    };
  }

  /** The first day of the next period; empty when there is but one period. */
  Optional<LocalDate> endDay(Instant moment) {
    return firstDay(moment)
        .map(
            first ->
                switch (period) {
                  case NONE -> throw new IllegalStateException("there is but one period");
                  case DAY -> first.plusDays(1);
                  case WEEK -> first.plusWeeks(1);
                  case MONTH -> first.plusMonths(1);
                  case QUARTER -> first.plusMonths(3);
                  case YEAR -> first.plusYears(1);
                });
  }

  LocalDate day(Instant moment) {
    return LocalDate.ofInstant(moment, timeZone);
  }
}
