package io.discreet.engine;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What a shop holds and nobody asked for: columns, purposes and customers that could be dropped.
 * For the operator, since it counts customers and rows.
 *
 * @param since the first day that was looked at
 * @param releases how many releases there are from that day on
 * @param columns every declared column, in the order of the policy
 * @param purposes every declared purpose, in the order of the policy
 * @param customers customers who were not forgotten
 * @param withoutRows those of them of whom no row is held
 * @param withoutConsent those of them with rows, and without consent to any purpose that needs it
 */
public record MinimisationReport(
    LocalDate since,
    int releases,
    List<ColumnUse> columns,
    List<PurposeUse> purposes,
    int customers,
    int withoutRows,
    int withoutConsent) {

  public MinimisationReport {
    columns = List.copyOf(columns);
    purposes = List.copyOf(purposes);
  }

  /**
   * One declared column.
   *
   * @param rows how many rows its table holds
   * @param releases how many of the releases looked at name it
   * @param lastUsed the day of the newest release that names it, however old
   */
  public record ColumnUse(
      String table, String column, long rows, int releases, Optional<LocalDate> lastUsed) {}

  /**
   * One declared purpose.
   *
   * @param consenting customers whose consent is in force; where none is needed, all who did not
   *     object
   */
  public record PurposeUse(
      String purpose,
      boolean consentRequired,
      int consenting,
      int releases,
      Optional<LocalDate> lastUsed) {}
}
