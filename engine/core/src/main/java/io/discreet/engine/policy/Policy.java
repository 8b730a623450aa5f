package io.discreet.engine.policy;

import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A shop's policy, as {@code discreet.yaml} declares it. Maps keep the order of the file.
 *
 * @param retention how long rows are kept, counted back from today; empty when they are kept for
 *     ever
 */
public record Policy(
    CustomerId customer,
    ZoneId timeZone,
    Budget budget,
    Optional<Period> retention,
    Map<String, Purpose> purposes,
    Map<String, Table> tables) {

  /**
   * The one-row-per-customer tables, whose columns any query may use as a customer's attributes.
   */
  public List<Table> attributeTables() {
    return tables.values().stream().filter(Table::oneRowPerCustomer).toList();
  }
}
