package io.discreet.engine.policy;

import io.discreet.engine.failure.InputException;
import java.time.Period;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A shop's policy, as {@code discreet.yaml} declares it. Maps keep the order of the file.
 *
 * @param retention how long rows are kept, counted back from today; empty when they are kept for
 *     ever
 * @param ledgerUrl the PostgreSQL database of the ledger; empty where it is a file of the folder
 */
public record Policy(
    CustomerId customer,
    ZoneId timeZone,
    Budget budget,
    Optional<Period> retention,
    Optional<LedgerUrl> ledgerUrl,
    Map<String, Purpose> purposes,
    Map<String, Table> tables) {

  public Policy {
    purposes = Collections.unmodifiableMap(new LinkedHashMap<>(purposes));
    tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    if (purposes.isEmpty()) {
      throw new InputException("a policy needs at least one purpose");
    }
    if (tables.isEmpty()) {
      throw new InputException("a policy needs at least one table");
    }
    purposes.forEach((key, purpose) -> requireSame(key, purpose.name()));
    tables.forEach((key, table) -> requireSame(key, table.name()));
    Identifier.requireDistinct("tables", tables.keySet());
    for (Table table : tables.values()) {
      table.columns().keySet().forEach(customer::requireOther);
    }
    retention.ifPresent(
        period -> {
          if (period.isZero() || period.isNegative()) {
            throw new InputException("retention must be above 0 days, got " + period);
          }
        });
  }

  private static void requireSame(String key, String name) {
    if (!key.equals(name)) {
      throw new IllegalArgumentException(name + " is listed under the name " + key);
    }
  }

  /**
   * The one-row-per-customer tables, whose columns any query may use as a customer's attributes.
   */
  public List<Table> attributeTables() {
    return tables.values().stream().filter(Table::oneRowPerCustomer).toList();
  }
}
