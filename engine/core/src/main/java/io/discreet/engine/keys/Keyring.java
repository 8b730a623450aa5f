package io.discreet.engine.keys;

import io.discreet.engine.policy.CustomerId.Kind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A shop's keys, sealed at rest with a passphrase: the master key that the shop was made with, and
 * one more for each time that the keys were rotated.
 *
 * <p>Safe to share between threads. {@link #close} overwrites the keys; what was taken from the
 * keyring before goes on working.
 *
 * <h2>Security guarantees</h2>
 *
 * The file tells nothing without the passphrase, guessing which costs 64 MiB and three passes of
 * Argon2id a try. A changed file does not open. Who has both file and passphrase can link every
 * pseudonym to a guessed id.
 */
public final class Keyring implements AutoCloseable {

  private final MasterKeys keys;
  private boolean closed;

  private Keyring(MasterKeys keys) {
    this.keys = keys;
  }

  /**
   * Makes new keys and writes them to a file that must not exist yet: replacing keys would cut
   * every pseudonym off from its customer. The file is complete and on disk, with mode 0600, when
   * this returns; when it fails there is none, or a whole one.
   *
   * @param passphrase not empty; left as it is, the caller wipes it
   * @param shopId of the ledger beside the file: under other keys known customers would be new ones
   *     with budgets of their own
   * @throws io.discreet.engine.failure.InputException if the passphrase is empty, or the file
   *     exists or cannot be written
   */
  public static void create(Path keysSealed, char[] passphrase, String shopId) {
    byte[] secret = MasterKeys.draw();
    try {
      SealedFile.write(keysSealed, SealedBox.seal(secret, passphrase, shopId));
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /**
   * Opens the keys of a shop. Writes nothing.
   *
   * @param passphrase left as it is, the caller wipes it
   * @param shopId what the keys were made for
   * @throws io.discreet.engine.failure.RefusedException if the passphrase is wrong, or the file is
   *     damaged or another shop's
   * @throws io.discreet.engine.failure.InputException if there is no such file
   */
  public static Keyring open(Path keysSealed, char[] passphrase, String shopId) {
    byte[] secret = SealedBox.open(SealedFile.read(keysSealed), passphrase, shopId);
    try {
      return new Keyring(MasterKeys.of(secret));
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** A new pseudonymizer, for one thread. */
  public synchronized Pseudonymizer pseudonymizer(Kind kind) {
    return pseudonymKey(kind).pseudonymizer();
  }

  /** What another machine needs to make pseudonyms; a copy, which outlives this keyring. */
  public synchronized PseudonymKey pseudonymKey(Kind kind) {
    requireOpen();
    return new PseudonymKey(keys.pseudonymKey(), keys.steps(), kind);
  }

  /**
   * What is kept of an intake file, to know it again: HMAC-SHA-256 of its hash. The plain hash
   * would let anybody test whether a given file was taken in.
   *
   * @param sha256 of the file's content, 32 bytes
   * @return 64 hexadecimal digits
   */
  public synchronized String fingerprint(byte[] sha256) {
    requireOpen();
    if (sha256.length != 32) {
      throw new IllegalArgumentException("a SHA-256 must have 32 bytes, got " + sha256.length);
    }
    byte[] mac = Mac.under(keys.fingerprintKey()).of(sha256);
    String fingerprint = HexFormat.of().formatHex(mac);
    for (RotationStep step : keys.steps()) {
      fingerprint = step.nextFingerprint(fingerprint);
    }
    return fingerprint;
  }

  @Override
  public synchronized void close() {
    closed = true;
    keys.wipe();
  }

  @Override
  public String toString() {
    return "Keyring";
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the keyring is closed");
    }
  }
}
