package io.discreet.engine.policy;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.Nearest;
import io.discreet.engine.failure.Quote;
import java.time.Period;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A shop's policy, as {@code discreet.yaml} declares it. Maps keep the order of the file.
 *
 * @param retention how long rows are kept, counted back from today; empty when they are kept for
 *     ever
 * @param capacity the largest shop that it is meant for; empty where none is declared
 * @param ledgerUrl the PostgreSQL database of the ledger; empty where it is a file of the folder
 * @param analysts who may ask, by name; where it is empty, anybody may, named or not
 * @param plans the nightly plans that have a quota, or may ask where analysts are listed, by name
 */
public record Policy(
    CustomerId customer,
    ZoneId timeZone,
    Budget budget,
    Optional<Period> retention,
    Optional<Capacity> capacity,
    Optional<LedgerUrl> ledgerUrl,
    Map<String, Purpose> purposes,
    Map<String, Asker> analysts,
    Map<String, Asker> plans,
    Map<String, Table> tables) {

  public Policy {
    purposes = Collections.unmodifiableMap(new LinkedHashMap<>(purposes));
    analysts = Collections.unmodifiableMap(new LinkedHashMap<>(analysts));
    plans = Collections.unmodifiableMap(new LinkedHashMap<>(plans));
    tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    if (purposes.isEmpty()) {
      throw new InputException("a policy needs at least one purpose");
    }
    if (tables.isEmpty()) {
      throw new InputException("a policy needs at least one table");
    }
    purposes.forEach((key, purpose) -> requireSame(key, purpose.name()));
    analysts.forEach((key, analyst) -> requireSame(key, analyst.name()));
    plans.forEach((key, plan) -> requireSame(key, plan.name()));
    tables.forEach((key, table) -> requireSame(key, table.name()));
    Identifier.requireDistinct("tables", tables.keySet());
    for (Table table : tables.values()) {
      table.columns().keySet().forEach(customer::requireOther);
    }
    if (retention.isPresent()) {
      Period period = retention.get();
      if (period.isZero() || period.isNegative()) {
        throw new InputException("retention must be above 0 days, got " + period);
      }
      tables.values().forEach(Policy::requireRetentionDate);
    }
  }

  private static void requireRetentionDate(Table table) {
    List<String> dates = table.dates();
    if (dates.size() > 1 && table.retentionDate().isEmpty()) {
      throw new InputException(
          "table "
              + table.name()
              + " has several dates ("
              + String.join(", ", dates)
              + "), and the policy a retention: say which one tells how old a row is, as in"
              + " retention-date: "
              + dates.get(0));
    }
  }

  private static void requireSame(String key, String name) {
    if (!key.equals(name)) {
      throw new IllegalArgumentException(name + " is listed under the name " + key);
    }
  }

  /** The quotas of all purposes, analysts and plans that have one. */
  public SortedMap<QuotaHolder, Quota> quotas() {
    SortedMap<QuotaHolder, Quota> quotas = new TreeMap<>();
    purposes.forEach(
        (name, purpose) ->
            purpose.quota().ifPresent(quota -> quotas.put(QuotaHolder.purpose(name), quota)));
    analysts.forEach(
        (name, asker) ->
            asker.quota().ifPresent(quota -> quotas.put(QuotaHolder.analyst(name), quota)));
    plans.forEach(
        (name, asker) ->
            asker.quota().ifPresent(quota -> quotas.put(QuotaHolder.plan(name), quota)));
    return quotas;
  }

  /**
   * The analyst of a name, and how much that analyst may use.
   *
   * @throws InputException if the policy lists its analysts, and not this one
   */
  public Asker analyst(String name) {
    Asker listed = analysts.get(name);
    if (listed != null) {
      return listed;
    }
    if (!analysts.isEmpty()) {
      throw new InputException(
          "the policy lists no analyst "
              + Quote.shorten(name)
              + Nearest.hintOrKnown(name, analysts.keySet()));
    }
    return new Asker(name);
  }

  /**
   * Refuses a question that is nobody's, where analysts are listed: it would pass every quota by.
   *
   * @param analyst who asks
   * @param plan the nightly plan that it is part of
   * @throws InputException if it is neither a listed analyst's nor a listed plan's
   */
  public void requireAsker(Optional<Asker> analyst, Optional<Asker> plan) {
    boolean listed =
        analyst.isPresent() || plan.filter(asker -> plans.containsKey(asker.name())).isPresent();
    if (!analysts.isEmpty() && !listed) {
      throw new InputException(
          "the policy lists who may ask ("
              + String.join(", ", analysts.keySet())
              + "): say who does, with --analyst NAME or Discreet.openAs"
              + plan.map(asker -> ", or list plan " + asker.name() + " under plans").orElse(""));
    }
  }

  /** The nightly plan of a name, and how much it may use: what is not listed has no quota. */
  public Asker plan(String name) {
    Asker listed = plans.get(name);
    return listed == null ? new Asker(name) : listed;
  }

  /**
   * The one-row-per-customer tables, whose columns any query may use as a customer's attributes.
   */
  public List<Table> attributeTables() {
    return tables.values().stream().filter(Table::oneRowPerCustomer).toList();
  }
}
