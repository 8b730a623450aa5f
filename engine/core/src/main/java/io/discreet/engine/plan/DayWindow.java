package io.discreet.engine.plan;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The days that a condition leaves possible for a date column, as far as its top-level conjunction
 * says so. Public, since it comes from the query alone.
 */
record DayWindow(Optional<LocalDate> first, Optional<LocalDate> last) {

  private static final int FAR = 1 << 29;

  static DayWindow of(Optional<RowTest> where, ColumnRef column) {
    int first = -FAR;
    int last = FAR;
    for (RowTest part : where.map(DayWindow::conjuncts).orElse(List.of())) {
      if (part instanceof RowTest.DayBetween between && between.column().equals(column)) {
        first = Math.max(first, between.first());
        last = Math.min(last, between.last());
      }
    }
    return new DayWindow(day(first), day(last));
  }

  private static List<RowTest> conjuncts(RowTest test) {
    if (test instanceof RowTest.And and) {
      return and.parts().stream().flatMap(part -> conjuncts(part).stream()).toList();
    }
    return List.of(test);
  }

  private static Optional<LocalDate> day(int epochDay) {
    return Math.abs(epochDay) >= FAR
        ? Optional.empty()
        : Optional.of(LocalDate.ofEpochDay(epochDay));
  }
}
