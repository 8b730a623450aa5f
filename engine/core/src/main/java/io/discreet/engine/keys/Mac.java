package io.discreet.engine.keys;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** HMAC-SHA-256 under one key. Not thread-safe: it reuses its state. */
final class Mac {

  static final int BYTES = 32;

  private final HMac hmac = new HMac(new SHA256Digest());

  private Mac(byte[] key) {
    hmac.init(new KeyParameter(key));
  }

  static Mac under(byte[] key) {
    return new Mac(key);
  }

  byte[] of(byte[] message) {
    byte[] mac = new byte[BYTES];
    of(message, message.length, mac);
    return mac;
  }

  /** Writes the code of the first bytes of a message. */
  void of(byte[] message, int length, byte[] into) {
    hmac.update(message, 0, length);
    hmac.doFinal(into, 0);
  }
}
