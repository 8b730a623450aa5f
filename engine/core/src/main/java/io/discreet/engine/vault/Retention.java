package io.discreet.engine.vault;

import io.discreet.engine.policy.Column;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.Table;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Which rows a policy's retention lets go. */
public final class Retention {

  private Retention() {}

  /** The first day that is kept; empty where rows are kept for ever. */
  public static Optional<LocalDate> cutoff(Policy policy, LocalDate today) {
    return policy.retention().map(today::minus);
  }

  /**
   * The column that says how old a row is: the table's only date. With several dates none of them
   * is known to be the one, and the rows are kept.
   */
  public static Optional<Column.Date> dateColumn(Table table) {
    List<Column.Date> dates =
        table.columns().values().stream()
            .filter(Column.Date.class::isInstance)
            .map(Column.Date.class::cast)
            .toList();
    return dates.size() == 1 ? Optional.of(dates.get(0)) : Optional.empty();
  }
}
