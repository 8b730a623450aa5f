package io.discreet.engine.vault;

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
   * The column that says how old a row is: the one that the policy names, or the table's only date.
   * Where it is missing, or later than the day of the row's intake, that day says it: no row stays
   * longer than the retention after its intake.
   */
  public static Optional<String> dateColumn(Table table) {
    List<String> dates = table.dates();
    return table
        .retentionDate()
        .or(() -> dates.size() == 1 ? Optional.of(dates.get(0)) : Optional.empty());
  }
}
