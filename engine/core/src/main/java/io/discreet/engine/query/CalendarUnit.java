package io.discreet.engine.query;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.time.temporal.TemporalUnit;
import java.util.Locale;

/** The calendar periods that dates are grouped by. Weeks are those of ISO 8601, from Monday. */
public enum CalendarUnit {
  DAY(ChronoUnit.DAYS),
  WEEK(ChronoUnit.WEEKS),
  MONTH(ChronoUnit.MONTHS),
  QUARTER(IsoFields.QUARTER_YEARS),
  YEAR(ChronoUnit.YEARS);

  private final TemporalUnit unit;

  CalendarUnit(TemporalUnit unit) {
    this.unit = unit;
  }

  /** As in a sentence: {@code week}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The first day of the period that a day lies in. */
  public LocalDate start(LocalDate day) {
    return switch (this) {
      case DAY -> day;
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> day.withDayOfMonth(1);
      case QUARTER -> day.with(IsoFields.DAY_OF_QUARTER, 1);
      case YEAR -> day.withDayOfYear(1);
    };
  }

  /** The first day of the period that is {@code periods} after the one that begins on a day. */
  public LocalDate plus(LocalDate start, long periods) {
    return start.plus(periods, unit);
  }

  /** How many periods touch the days first to last, both included; below 1 where there are none. */
  public long count(LocalDate first, LocalDate last) {
    return unit.between(start(first), start(last)) + 1;
  }

  /** 2026-11-26, 2026-W48, 2026-11, 2026-Q4 or 2026. */
  public String label(LocalDate start) {
    return switch (this) {
      case DAY -> start.toString();
      case WEEK ->
          String.format(
              Locale.ROOT,
              "%04d-W%02d",
              start.get(IsoFields.WEEK_BASED_YEAR),
              start.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case MONTH -> YearMonth.from(start).toString();
      case QUARTER ->
          String.format(
              Locale.ROOT, "%04d-Q%d", start.getYear(), start.get(IsoFields.QUARTER_OF_YEAR));
      case YEAR -> String.format(Locale.ROOT, "%04d", start.getYear());
    };
  }
}
