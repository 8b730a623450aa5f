package io.discreet.engine.ledger;

import io.discreet.engine.policy.Asker;
import io.discreet.engine.policy.Purpose;
import io.discreet.engine.policy.Quota;
import io.discreet.engine.policy.QuotaHolder;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Why and by whom a query is asked.
 *
 * @param purpose decides whose consent is needed
 * @param analyst who asks; empty where nobody gave a name
 * @param plan the nightly plan that it is part of; empty for a query of its own
 */
public record Asking(Purpose purpose, Optional<Asker> analyst, Optional<Asker> plan) {

  /** A query that nobody gave a name for, of no plan. */
  public static Asking of(Purpose purpose) {
    return new Asking(purpose, Optional.empty(), Optional.empty());
  }

  /** The quotas that hold for the query, each by itself. */
  public SortedMap<QuotaHolder, Quota> quotas() {
    SortedMap<QuotaHolder, Quota> quotas = new TreeMap<>();
    purpose.quota().ifPresent(quota -> quotas.put(QuotaHolder.purpose(purpose.name()), quota));
    analyst.ifPresent(
        asker ->
            asker.quota().ifPresent(quota -> quotas.put(QuotaHolder.analyst(asker.name()), quota)));
    plan.ifPresent(
        asker ->
            asker.quota().ifPresent(quota -> quotas.put(QuotaHolder.plan(asker.name()), quota)));
    return quotas;
  }
}
