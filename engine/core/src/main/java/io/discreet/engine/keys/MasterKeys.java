package io.discreet.engine.keys;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * What is derived from a shop's secrets: the keys that a raw id and a file begin with, and one step
 * for each rotation since. Derived with HKDF-SHA-256 (RFC 5869) from a random master key and a
 * random salt each, one label for each use.
 *
 * @param pseudonymKey of the first secret
 * @param fingerprintKey of the first secret
 * @param steps in the order of the rotations
 */
record MasterKeys(byte[] pseudonymKey, byte[] fingerprintKey, List<RotationStep> steps) {

  private static final int KEY_BYTES = 32;

  /** A master key and its salt. */
  static final int SECRET_BYTES = 2 * KEY_BYTES;

  /** The most secrets that a key file holds: the first, and those of its rotations. */
  static final int MOST_SECRETS = 60;

  private static final String PSEUDONYM_LABEL = "discreet/pseudonym/1";
  private static final String FINGERPRINT_LABEL = "discreet/file-fingerprint/1";

  /** One new secret. */
  static byte[] draw() {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return secret;
  }

  /**
   * @param secrets the shop's first, then one for each rotation
   */
  static MasterKeys of(byte[] secrets) {
    byte[] first = Arrays.copyOf(secrets, SECRET_BYTES);
    List<RotationStep> steps = new ArrayList<>();
    for (int at = SECRET_BYTES; at < secrets.length; at += SECRET_BYTES) {
      byte[] secret = Arrays.copyOfRange(secrets, at, at + SECRET_BYTES);
      steps.add(RotationStep.of(secret));
      Arrays.fill(secret, (byte) 0);
    }
    MasterKeys keys =
        new MasterKeys(
            derive(first, PSEUDONYM_LABEL), derive(first, FINGERPRINT_LABEL), List.copyOf(steps));
    Arrays.fill(first, (byte) 0);
    return keys;
  }

  /** A key for one use, from a master key (first half) and a salt (second half). */
  static byte[] derive(byte[] secret, String label) {
    byte[] master = Arrays.copyOfRange(secret, 0, KEY_BYTES);
    byte[] salt = Arrays.copyOfRange(secret, KEY_BYTES, SECRET_BYTES);
    HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
    hkdf.init(new HKDFParameters(master, salt, label.getBytes(StandardCharsets.US_ASCII)));
    byte[] key = new byte[KEY_BYTES];
    hkdf.generateBytes(key, 0, key.length);
    Arrays.fill(master, (byte) 0);
    return key;
  }

  void wipe() {
    Arrays.fill(pseudonymKey, (byte) 0);
    Arrays.fill(fingerprintKey, (byte) 0);
    steps.forEach(RotationStep::wipe);
  }

  @Override
  public String toString() {
    return "MasterKeys";
  }
}
