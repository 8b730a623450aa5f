package io.discreet.engine.ledger;

import io.discreet.engine.policy.Cap;
import io.discreet.engine.policy.PurposeCap;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything that the ledger holds about one customer: for that customer's statement only.
 *
 * @param index the customer index
 * @param consents every consent record, by purpose and day
 * @param caps every personal cap, oldest first; the last one is in force
 * @param purposeCaps every limit on one purpose, oldest first; the last one of each is in force
 * @param payments every release that used the customer's data, oldest first
 * @param period the current budget period, such as 2026-05, or all
 * @param byPeriod spend in each period in which there was any, with what was carried over from
 *     before a forgetting in its period
 * @param lifetime spend in all periods, and what was carried over from before a forgetting
 * @param foldedBefore charges from before this day are no longer told apart; empty if none were
 *     folded
 * @param returned whether the customer was forgotten before
 */
public record CustomerRecord(
    int index,
    List<Consent> consents,
    List<CapChange> caps,
    List<PurposeCapChange> purposeCaps,
    List<Payment> payments,
    String period,
    Map<String, Spend> byPeriod,
    Spend lifetime,
    Optional<LocalDate> foldedBefore,
    boolean returned) {

  public CustomerRecord {
    consents = List.copyOf(consents);
    caps = List.copyOf(caps);
    purposeCaps = List.copyOf(purposeCaps);
    payments = List.copyOf(payments);
    byPeriod = Collections.unmodifiableMap(new TreeMap<>(byPeriod));
  }

  /** Spend in the current period. */
  public Spend ofPeriod() {
    return byPeriod.getOrDefault(period, Spend.NONE);
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

  /** A limit on one purpose and when it was set. */
  public record PurposeCapChange(Instant at, PurposeCap cap) {}

  /** What one release cost the customer. */
  public record Payment(String releaseId, Instant at, String period, String purpose, Spend spend) {}
}
