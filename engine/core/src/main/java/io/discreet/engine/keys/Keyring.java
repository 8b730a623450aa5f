package io.discreet.engine.keys;

import io.discreet.engine.policy.CustomerId.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * A shop's keys, sealed at rest with a passphrase. Everything is derived with HKDF-SHA-256 (RFC
 * 5869) from a random master key and a random salt of the shop, one label for each use.
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

  private static final int KEY_BYTES = 32;
  private static final String PSEUDONYM_LABEL = "discreet/pseudonym/1";
  private static final String FINGERPRINT_LABEL = "discreet/file-fingerprint/1";

  private final byte[] pseudonymKey;
  private final byte[] fingerprintKey;
  private boolean closed;

  private Keyring(byte[] secret) {
    pseudonymKey = derive(secret, PSEUDONYM_LABEL);
    fingerprintKey = derive(secret, FINGERPRINT_LABEL);
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
    byte[] secret = new byte[2 * KEY_BYTES];
    new SecureRandom().nextBytes(secret);
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
    byte[] secret = SealedBox.open(SealedFile.read(keysSealed), passphrase, shopId, 2 * KEY_BYTES);
    try {
      return new Keyring(secret);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** A new pseudonymizer, for one thread. */
  public synchronized Pseudonymizer pseudonymizer(Kind kind) {
    requireOpen();
    return new Pseudonymizer(pseudonymKey, kind);
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
    HMac hmac = new HMac(new SHA256Digest());
    hmac.init(new KeyParameter(fingerprintKey));
    hmac.update(sha256, 0, sha256.length);
    byte[] mac = new byte[hmac.getMacSize()];
    hmac.doFinal(mac, 0);
    return HexFormat.of().formatHex(mac);
  }

  @Override
  public synchronized void close() {
    closed = true;
    Arrays.fill(pseudonymKey, (byte) 0);
    Arrays.fill(fingerprintKey, (byte) 0);
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

  /** From a master key (first half) and a salt (second half). */
  private static byte[] derive(byte[] secret, String label) {
    byte[] master = Arrays.copyOfRange(secret, 0, KEY_BYTES);
    byte[] salt = Arrays.copyOfRange(secret, KEY_BYTES, 2 * KEY_BYTES);
    HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
    hkdf.init(new HKDFParameters(master, salt, label.getBytes(StandardCharsets.US_ASCII)));
    byte[] key = new byte[KEY_BYTES];
    hkdf.generateBytes(key, 0, key.length);
    Arrays.fill(master, (byte) 0);
    return key;
  }
}
