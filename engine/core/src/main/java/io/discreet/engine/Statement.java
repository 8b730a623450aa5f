package io.discreet.engine;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one customer gets on asking: the data held, the consents, every release that used the data,
 * and the spend.
 *
 * @param tables the rows held, by table
 * @param consents every recorded consent, with the one that decides today marked
 * @param capEpsilon the personal cap in force; empty where the policy's budget holds
 * @param uses every release that used the data, oldest first
 * @param period the current budget period
 * @param periodEpsilon what the releases of the period may have given away, as ε at δ
 * @param periodShare the same as a share of the budget
 * @param lifetimeEpsilon the same for all periods together, as ε at δ
 * @param delta the δ that both hold at, selection apart
 * @param periodSelectionDelta the δ that selection of segments adds in the period
 * @param lifetimeSelectionDelta the same for all periods together
 */
public record Statement(
    List<TableRows> tables,
    List<ConsentLine> consents,
    OptionalDouble capEpsilon,
    List<Use> uses,
    String period,
    double periodEpsilon,
    double periodShare,
    double lifetimeEpsilon,
    double delta,
    double periodSelectionDelta,
    double lifetimeSelectionDelta) {

  /**
   * One table's rows of the customer.
   *
   * @param rows each a value for each column; empty for NULL
   */
  public record TableRows(String table, List<String> columns, List<List<Optional<String>>> rows) {}

  /** One recorded consent. */
  public record ConsentLine(String purpose, boolean granted, LocalDate since, boolean effective) {}

  /**
   * One release that used the customer's data.
   *
   * @param query the question; empty where the release is no longer kept
   * @param share what the customer paid, as a share of the period's budget
   * @param selectionDelta the δ that was paid for selection of segments; 0 where none were selected
   */
  public record Use(
      String releaseId,
      Instant at,
      String purpose,
      Optional<String> query,
      double share,
      double selectionDelta) {}

  /** How many rows are held, by table. */
  public Map<String, Integer> rowCounts() {
    Map<String, Integer> counts = new java.util.LinkedHashMap<>();
    tables.forEach(table -> counts.put(table.table(), table.rows().size()));
    return counts;
  }
}
