package io.discreet.engine.keys;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The step from the pseudonyms of one key to those of the next: HMAC-SHA-256 of the old pseudonym,
 * its first 128 bits. It needs no raw id. Safe to share between threads.
 */
public final class RotationStep {

  private static final int PSEUDONYM_BYTES = 2 * Long.BYTES;
  private static final String PSEUDONYM_LABEL = "discreet/rotation/pseudonym/1";
  private static final String ROW_LABEL = "discreet/rotation/row-order/1";
  private static final String FINGERPRINT_LABEL = "discreet/rotation/file-fingerprint/1";

  private final byte[] pseudonymKey;
  private final byte[] fingerprintKey;
  private final byte[] rowKey;

  private RotationStep(byte[] pseudonymKey, byte[] fingerprintKey, byte[] rowKey) {
    this.pseudonymKey = pseudonymKey;
    this.fingerprintKey = fingerprintKey;
    this.rowKey = rowKey;
  }

  static RotationStep of(byte[] secret) {
    return new RotationStep(
        MasterKeys.derive(secret, PSEUDONYM_LABEL),
        MasterKeys.derive(secret, FINGERPRINT_LABEL),
        MasterKeys.derive(secret, ROW_LABEL));
  }

  /** A walk over many pseudonyms, for one thread. */
  public Walk walk() {
    return walk(pseudonymKey);
  }

  /** A walk under the key of a step. */
  static Walk walk(byte[] pseudonymKey) {
    return new Walk(Mac.under(pseudonymKey));
  }

  /** A copy of the key of the step's walks. */
  byte[] pseudonymKey() {
    return pseudonymKey.clone();
  }

  /** The next fingerprint of an intake file: 64 hexadecimal digits of 64. */
  public String nextFingerprint(String fingerprint) {
    return HexFormat.of()
        .formatHex(Mac.under(fingerprintKey).of(HexFormat.of().parseHex(fingerprint)));
  }

  /**
   * What orders a customer's stored rows anew, in 64 hexadecimal digits: their old order was made
   * with the old pseudonym, and would let a guess of it be tested.
   */
  public String rowKey() {
    return HexFormat.of().formatHex(rowKey);
  }

  /** The key is gone; walks that were begun before go on. */
  void wipe() {
    Arrays.fill(pseudonymKey, (byte) 0);
    Arrays.fill(fingerprintKey, (byte) 0);
    Arrays.fill(rowKey, (byte) 0);
  }

  @Override
  public String toString() {
    return "RotationStep";
  }

  /** Takes pseudonyms over the step, one by one. Not thread-safe. */
  public static final class Walk {

    private final Mac mac;
    private final byte[] from = new byte[PSEUDONYM_BYTES];
    private final byte[] to = new byte[Mac.BYTES];

    private Walk(Mac mac) {
      this.mac = mac;
    }

    /** The next pseudonym of a customer. */
    public Pseudonym next(Pseudonym pseudonym) {
      ByteBuffer.wrap(from).putLong(pseudonym.high()).putLong(pseudonym.low());
      mac.of(from, PSEUDONYM_BYTES, to);
      ByteBuffer next = ByteBuffer.wrap(to);
      return new Pseudonym(next.getLong(), next.getLong());
    }
  }
}
