package io.discreet.engine;

import io.discreet.engine.keys.KeyRotation;
import io.discreet.engine.ledger.Ledger;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.vault.VaultFiles;
import io.discreet.engine.vault.VaultProbe;
import io.discreet.engine.vault.VaultWriter;
import io.discreet.engine.vault.WriterLock;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Gives a shop a new master key: the new key file is written beside the old one, and a vault whose
 * rows are in a new order; one transaction of the ledger rewrites the pseudonyms and names both;
 * and both take their places.
 *
 * <p>Law 6: which key file counts is what the ledger says. A process that dies before the
 * transaction has changed nothing; one that dies after it is finished by the next that opens the
 * operator's door. Nobody becomes a new customer.
 */
final class KeyChange {

  /** How far a rotation has come. */
  enum Step {
    KEYS_WRITTEN,
    VAULT_WRITTEN,
    LEDGER_REWRITTEN,
    KEYS_REPLACED
  }

  /** Told of each step, so that tests can stop the process there. */
  interface Probe {
    void reached(Step step);
  }

  private KeyChange() {}

  /** Rotates; returns whether the ledger's log was emptied of the old pseudonyms. */
  static boolean run(
      Path keys,
      Ledger ledger,
      Policy policy,
      WriterLock lock,
      char[] passphrase,
      char[] next,
      Probe probe,
      VaultProbe vault) {
    ledger.requireKeys(); // before the only copy of newer keys could be written over
    String shopId = ledger.facts().shopId();
    KeyRotation rotation = KeyRotation.prepare(keys, passphrase, next, shopId);
    probe.reached(Step.KEYS_WRITTEN);
    int generation = ledger.vaultGeneration();
    boolean erased;
    if (generation == 0) {
      erased = ledger.rotate(rotation.keyFile(), rotation.step(), 0, 0);
      probe.reached(Step.LEDGER_REWRITTEN);
    } else {
      try (VaultWriter writer =
          VaultWriter.begin(lock, shopId, policy, generation).reportingTo(vault)) {
        writer.rekeyRows(rotation.step().rowKey());
        writer.writeWithoutExpiry(ledger.registry().size());
        probe.reached(Step.VAULT_WRITTEN);
        erased =
            ledger.rotate(rotation.keyFile(), rotation.step(), generation, writer.generation());
        probe.reached(Step.LEDGER_REWRITTEN);
        writer.publish();
        VaultFiles.deleteBefore(lock.shop(), writer.generation());
      }
    }
    KeyRotation.settle(keys, rotation.keyFile());
    probe.reached(Step.KEYS_REPLACED);
    return erased;
  }

  /** Puts the key file in its place that the ledger names; returns its hash, if it was rotated. */
  static Optional<String> settle(Path keys, Ledger ledger) {
    Optional<String> keyFile = ledger.keyFile();
    keyFile.ifPresent(hash -> KeyRotation.settle(keys, hash));
    return keyFile;
  }

  static boolean untidy(Path keys) {
    return KeyRotation.untidy(keys);
  }

  /**
   * Finishes or undoes what a rotation that died had begun.
   *
   * @param lock held, so that no rotation is at work
   */
  static void tidy(Path keys, Ledger ledger, WriterLock lock) {
    lock.shop();
    settle(keys, ledger);
    KeyRotation.discard(keys);
  }
}
