package io.discreet.engine;

import io.discreet.engine.ledger.Ledger;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.vault.Retention;
import io.discreet.engine.vault.VaultFiles;
import io.discreet.engine.vault.VaultProbe;
import io.discreet.engine.vault.VaultWriter;
import io.discreet.engine.vault.WriterLock;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/**
 * Lets rows and charges go that are older than the policy's retention. Needs no key: the vault and
 * the ledger know customers by their indexes.
 *
 * <p>Law 8: a run moves the data version whether or not there was a row to let go.
 */
final class RetentionRun {

  private RetentionRun() {}

  /** Runs; empty where the policy keeps everything for ever. */
  static Optional<RetentionSummary> run(
      WriterLock lock, Ledger ledger, Policy policy, LocalDate today, VaultProbe probe) {
    Optional<LocalDate> cutoff = Retention.cutoff(policy, today);
    if (cutoff.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Long> rows = rows(lock, ledger, policy, today, probe);
    return Optional.of(new RetentionSummary(cutoff.get(), rows, ledger.foldCharges(cutoff.get())));
  }

  private static Map<String, Long> rows(
      WriterLock lock, Ledger ledger, Policy policy, LocalDate today, VaultProbe probe) {
    int generation = ledger.vaultGeneration();
    if (generation == 0) {
      return Map.of();
    }
    try (VaultWriter writer =
        VaultWriter.begin(lock, ledger.facts().shopId(), policy, generation).reportingTo(probe)) {
      Map<String, Long> expired = writer.expiredRows(today);
      if (expired.values().stream().allMatch(count -> count == 0)) {
        ledger.registerRetention(generation, generation);
        return expired;
      }
      VaultWriter.Written written = writer.write(ledger.registry().size(), today);
      ledger.registerRetention(generation, writer.generation());
      writer.publish();
      VaultFiles.deleteBefore(lock.shop(), writer.generation());
      return written.expired();
    }
  }
}
