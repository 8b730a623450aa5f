package io.discreet.cli.nightly;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/** How often a query is drawn anew. */
public enum Cadence {
  DAY("day", 31) {
    @Override
    public LocalDate slot(LocalDate asOf) {
      return asOf;
    }
  },
  WEEK("week", 6) {
    @Override
    public LocalDate slot(LocalDate asOf) {
      return asOf.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }
  },
  MONTH("month", 1) {
    @Override
    public LocalDate slot(LocalDate asOf) {
      return asOf.withDayOfMonth(1);
    }
  };

  private final String word;
  private final int mostDrawsAMonth;

  Cadence(String word, int mostDrawsAMonth) {
    this.word = word;
    this.mostDrawsAMonth = mostDrawsAMonth;
  }

  /** The first day of the slot that a date lies in: weeks begin on Monday. */
  public abstract LocalDate slot(LocalDate asOf);

  /** As a plan writes it: day, week or month. */
  public String word() {
    return word;
  }

  /** The most slots that one calendar month touches, and so the most draws in it. */
  public int mostDrawsAMonth() {
    return mostDrawsAMonth;
  }
}
