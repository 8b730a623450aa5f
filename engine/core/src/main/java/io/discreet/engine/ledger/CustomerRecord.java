package io.discreet.engine.ledger;

import io.discreet.engine.policy.Cap;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * Everything that the ledger holds about one customer: for that customer's statement only.
 *
 * @param index the customer index
 * @param consents every consent record, by purpose and day
 * @param caps every personal cap, oldest first; the last one is in force
 * @param payments every release that used the customer's data, oldest first
 * @param period the current budget period, such as 2026-05, or all
 * @param ofPeriod spend in the current period, with what was carried over from before a forgetting
 * @param lifetime spend in all periods, likewise
 */
public record CustomerRecord(
    int index,
    List<Consent> consents,
    List<CapChange> caps,
    List<Payment> payments,
    String period,
    Spend ofPeriod,
    Spend lifetime) {

  public CustomerRecord {
    consents = List.copyOf(consents);
    caps = List.copyOf(caps);
    payments = List.copyOf(payments);
  }

  /**
   * A consent record.
   *
   * @param effective whether it is the one that decides today
   */
  public record Consent(
      String purpose, boolean granted, LocalDate since, Instant recordedAt, boolean effective) {}

  /** A cap and when it was set. */
  public record CapChange(Instant at, Cap cap) {}

  /** What one release cost the customer. */
  public record Payment(String releaseId, Instant at, String period, String purpose, Spend spend) {}
}
