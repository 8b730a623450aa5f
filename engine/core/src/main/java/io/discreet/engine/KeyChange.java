package io.discreet.engine;

import io.discreet.engine.keys.KeyRotation;
import io.discreet.engine.ledger.Ledger;
import io.discreet.engine.vault.WriterLock;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Gives a shop a new master key: the new key file is written beside the old one, one transaction of
 * the ledger rewrites the pseudonyms and names the new file, and the new file takes its place.
 *
 * <p>Law 6: which key file counts is what the ledger says. A process that dies before the
 * transaction has changed nothing; one that dies after it is finished by the next that opens the
 * operator's door. Nobody becomes a new customer.
 */
final class KeyChange {

  /** How far a rotation has come. */
  enum Step {
    KEYS_WRITTEN,
    LEDGER_REWRITTEN,
    KEYS_REPLACED
  }

  /** Told of each step, so that tests can stop the process there. */
  interface Probe {
    void reached(Step step);
  }

  private KeyChange() {}

  /**
   * @return whether the ledger's log was emptied of the old pseudonyms
   */
  static boolean run(
      Path keys, Ledger ledger, WriterLock lock, char[] passphrase, char[] next, Probe probe) {
    lock.shop(); // held: no intake can be using the old keys
    KeyRotation rotation = KeyRotation.prepare(keys, passphrase, next, ledger.facts().shopId());
    probe.reached(Step.KEYS_WRITTEN);
    boolean erased = ledger.rotate(rotation.keyFile(), rotation.step());
    probe.reached(Step.LEDGER_REWRITTEN);
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
