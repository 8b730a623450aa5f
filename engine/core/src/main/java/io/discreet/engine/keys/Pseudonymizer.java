package io.discreet.engine.keys;

import io.discreet.engine.policy.CustomerId.Kind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Turns raw ids into pseudonyms: HMAC-SHA-256 of the normalized id's UTF-8 bytes, its first 128
 * bits; then one more such step for each rotation of the keys.
 *
 * <p>Not thread-safe: it reuses its buffers. Each thread takes one of its own from {@link
 * Keyring#pseudonymizer} or {@link PseudonymKey#pseudonymizer}; all of one keyring and kind give
 * the same pseudonyms.
 *
 * <h2>Security guarantees</h2>
 *
 * Without the key, pseudonyms can be neither computed nor matched to guessed ids. Two different
 * normalized ids of a billion share one with a probability below 2⁻⁶⁸. Whoever holds the key can
 * test a guessed id.
 */
public final class Pseudonymizer {

  /** The longest normalized id, in bytes of UTF-8. */
  public static final int MOST_BYTES = 1024;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final Kind kind;
  private final Mac mac;
  private final List<RotationStep.Walk> walks;
  private final byte[] utf8 = new byte[MOST_BYTES];
  private final byte[] code = new byte[Mac.BYTES];

  /**
   * @param walks over the rotations since the key was drawn
   */
  Pseudonymizer(byte[] key, List<RotationStep.Walk> walks, Kind kind) {
    this.kind = kind;
    this.mac = Mac.under(key);
    this.walks = walks;
  }

  /**
   * The pseudonym of a raw id, or the kind of reason why it has none.
   *
   * @param rawId in any Unicode normal form, with or without white space around it
   */
  public IdResult of(String rawId) {
    String text = IdText.strip(rawId);
    if (text.isEmpty()) {
      return IdRefusal.EMPTY;
    }
    if (text.length() > IdText.MOST_CHARS) {
      return IdRefusal.TOO_LONG;
    }
    int length = asciiInto(text);
    if (length == NOT_ASCII) {
      if (IdText.hasLoneSurrogate(text)) {
        return IdRefusal.INVALID;
      }
      byte[] bytes = IdText.normalize(text, kind).getBytes(StandardCharsets.UTF_8);
      length = bytes.length;
      if (length <= MOST_BYTES) {
        System.arraycopy(bytes, 0, utf8, 0, length);
      }
      Arrays.fill(bytes, (byte) 0);
    }
    if (length > MOST_BYTES) {
      return IdRefusal.TOO_LONG;
    }
    mac.of(utf8, length, code);
    Arrays.fill(utf8, 0, length, (byte) 0);
    Pseudonym pseudonym =
        new Pseudonym((long) LONG.get(code, 0), (long) LONG.get(code, Long.BYTES));
    for (RotationStep.Walk walk : walks) {
      pseudonym = walk.next(pseudonym);
    }
    return pseudonym;
  }

  private static final int NOT_ASCII = -1;

  /**
   * Writes a stripped text that is ASCII and returns its length, which may exceed the buffer's.
   * ASCII is its own NFC, so most ids take this short way.
   */
  private int asciiInto(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return NOT_ASCII;
      }
      if (i < MOST_BYTES) {
        boolean lower = kind == Kind.EMAIL && c >= 'A' && c <= 'Z';
        utf8[i] = (byte) (lower ? c + ('a' - 'A') : c);
      }
    }
    return length;
  }

  @Override
  public String toString() {
    return "Pseudonymizer[" + kind + "]";
  }
}
