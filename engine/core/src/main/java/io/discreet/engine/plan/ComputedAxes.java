package io.discreet.engine.plan;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.plan.PlannedAxis.BandAxis;
import io.discreet.engine.plan.PlannedAxis.PeriodAxis;
import io.discreet.engine.policy.Column;
import io.discreet.engine.query.CalendarUnit;
import io.discreet.engine.query.Dimension;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plans the axes that are computed from a column: calendar periods and bands.
 *
 * <p>Law 8: the cells come from the query, the policy and the as-of date, never from rows.
 */
final class ComputedAxes {
  private final Optional<RowTest> where;
  private final Optional<Period> retention;
  private final LocalDate asOf;

  ComputedAxes(Optional<RowTest> where, Optional<Period> retention, LocalDate asOf) {
    this.where = where;
    this.retention = retention;
    this.asOf = asOf;
  }

  /** From the first day that is asked for and kept to the last that is asked for and has come. */
  PeriodAxis periods(ColumnRef column, CalendarUnit unit) {
    String name = unit + "(" + column.name() + ")";
    if (!(column.column() instanceof Column.Date)) {
      throw new InputException(unit + " needs a date, but " + column.name() + " is not one");
    }
    DayWindow asked = DayWindow.of(where, column);
    LocalDate last = asked.last().filter(day -> day.isBefore(asOf)).orElse(asOf);
    Optional<LocalDate> kept = retention.map(asOf::minus);
    LocalDate first =
        asked
            .first()
            .map(day -> kept.filter(oldest -> oldest.isAfter(day)).orElse(day))
            .or(() -> kept)
            .orElseThrow(
                () ->
                    new InputException(
                        name
                            + " needs a first "
                            + unit.word()
                            + ": add WHERE "
                            + column.name()
                            + " >= '2026-01-01', or declare retention in the policy"));
    long periods = unit.count(first, last);
    if (periods < 1 || periods > QueryPlanner.MOST_SEGMENTS) {
      throw new InputException(
          name
              + " covers "
              + Math.max(0, periods)
              + " "
              + unit.word()
              + "s; ask for 1 to "
              + QueryPlanner.MOST_SEGMENTS
              + " with a WHERE on "
              + column.name());
    }
    LocalDate start = unit.start(first);
    List<String> labels = new ArrayList<>();
    for (long period = 0; period < periods; period++) {
      labels.add(unit.label(unit.plus(start, period)));
    }
    return new PeriodAxis(column, unit, start, PlannedAxis.withReserved(labels));
  }

  BandAxis bands(ColumnRef column, Dimension.ByBand asked) {
    if (!(column.column() instanceof Column.Numeric numeric)) {
      throw new InputException("BAND needs a number, but " + column.name() + " is not one");
    }
    List<Long> edges =
        asked.edges().stream()
            // The first number that is not below an edge between two units is the one above it.
            .map(edge -> Units.round(edge.movePointRight(numeric.scale()), RoundingMode.CEILING))
            .toList();
    List<String> cells = new ArrayList<>(asked.labels());
    cells.add(Column.Category.NULL);
    return new BandAxis(asked.text(), column, edges, List.copyOf(cells));
  }
}
