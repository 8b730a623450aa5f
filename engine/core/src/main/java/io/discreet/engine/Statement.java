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
 * @param at when it was made
 * @param tables the rows held, by table
 * @param consents every recorded consent, with the one that decides today marked
 * @param capEpsilon the personal cap in force; empty where the policy's budget holds
 * @param caps every personal cap, oldest first; the last one is in force
 * @param purposeCaps the limits on single purposes that are in force
 * @param uses every release that used the data, oldest first
 * @param periods what was spent in each period that had any, oldest first
 * @param foldedBefore releases from before this day are no longer listed, since the retention
 *     folded what was paid for them into one balance; empty if none were
 * @param returned whether the customer was forgotten before, and brought a balance along
 * @param period the current budget period
 * @param periodEpsilon what the releases of the period may have given away, as ε at δ
 * @param periodShare the same as a share of the budget
 * @param lifetimeEpsilon the same for all periods together, as ε at δ
 * @param delta the δ that both hold at, selection apart
 * @param periodSelectionDelta the δ that selection of segments adds in the period
 * @param lifetimeSelectionDelta the same for all periods together
 */
public record Statement(
    Instant at,
    List<TableRows> tables,
    List<ConsentLine> consents,
    OptionalDouble capEpsilon,
    List<CapLine> caps,
    List<PurposeCapLine> purposeCaps,
    List<Use> uses,
    List<PeriodSpend> periods,
    Optional<LocalDate> foldedBefore,
    boolean returned,
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

  /**
   * One recorded consent.
   *
   * @param recordedAt when the shop was told
   * @param effective whether it is the one that decides today
   */
  public record ConsentLine(
      String purpose, boolean granted, LocalDate since, Instant recordedAt, boolean effective) {}

  /**
   * A personal cap and when it was set.
   *
   * @param epsilon empty where a cap was taken back
   */
  public record CapLine(Instant at, OptionalDouble epsilon) {}

  /**
   * A limit on one purpose that is in force.
   *
   * @param share of the shop's budget
   */
  public record PurposeCapLine(String purpose, double share, Instant since) {}

  /**
   * What was spent in one period.
   *
   * @param share of the shop's budget of a period
   * @param epsilon what the period's releases may have given away, as ε at the statement's δ
   * @param selectionDelta the δ that selection of segments adds
   */
  public record PeriodSpend(String period, double share, double epsilon, double selectionDelta) {}

  /**
   * One release that used the customer's data.
   *
   * @param query the question, or all that were answered from the draw, between semicolons; empty
   *     where the release is no longer kept
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
