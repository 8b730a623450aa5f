package io.discreet.engine.ledger;

import io.discreet.engine.policy.Budget.BudgetPeriod;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Optional;

/** Which budget period a moment belongs to, in the shop's time zone. */
record BudgetCalendar(BudgetPeriod period, ZoneId timeZone) {

  /** The key under which a charge of this moment is booked: {@code all}, or a month. */
  String key(Instant moment) {
    return switch (period) {
      case NONE -> "all";
      case MONTH -> YearMonth.from(day(moment)).toString();
    };
  }

  /** The first day of the period; empty when there is but one period. */
  Optional<LocalDate> firstDay(Instant moment) {
    return switch (period) {
      case NONE -> Optional.empty();
      case MONTH -> Optional.of(day(moment).withDayOfMonth(1));
    };
  }

  /** The first day of the next period; empty when there is but one period. */
  Optional<LocalDate> endDay(Instant moment) {
    return switch (period) {
      case NONE -> Optional.empty();
      case MONTH -> Optional.of(day(moment).withDayOfMonth(1).plusMonths(1));
    };
  }

  LocalDate day(Instant moment) {
    return LocalDate.ofInstant(moment, timeZone);
  }
}
