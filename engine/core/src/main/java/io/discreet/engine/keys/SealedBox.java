package io.discreet.engine.keys;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RefusedException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * A secret under a passphrase: Argon2id (RFC 9106) makes the key, AES-256-GCM seals.
 *
 * <p>Layout, big-endian: magic (8 bytes), memory in KiB, passes, lanes (4 bytes each), Argon2 salt
 * (16), GCM nonce (12), ciphertext with its tag of 16. All before the ciphertext is authenticated
 * with it. What a file asks for is bounded before any of it is spent.
 */
final class SealedBox {

  private static final byte[] MAGIC = "DCRTKEY1".getBytes(StandardCharsets.US_ASCII);
  private static final int SALT_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int HEADER_BYTES =
      MAGIC.length + 3 * Integer.BYTES + SALT_BYTES + NONCE_BYTES;

  private static final int MEMORY_KIB = 64 * 1024;
  private static final int PASSES = 3;
  private static final int LANES = 1;

  // Twice to four times what is written today, so that a later version may ask for more.
  private static final int MOST_MEMORY_KIB = 256 * 1024;
  private static final int MOST_PASSES = 10;
  private static final int MOST_LANES = 4;

  private static final String WRONG =
      "keys.sealed does not open: the passphrase is wrong, or the file is damaged or another"
          + " shop's";
  private static final String DAMAGED =
      "keys.sealed is damaged or no key file: restore it from a backup";

  private SealedBox() {}

  static byte[] seal(byte[] secret, char[] passphrase, String shopId) {
    byte[] header = new byte[HEADER_BYTES];
    byte[] salt = new byte[SALT_BYTES];
    byte[] nonce = new byte[NONCE_BYTES];
    SecureRandom random = new SecureRandom();
    random.nextBytes(salt);
    random.nextBytes(nonce);
    ByteBuffer.wrap(header)
        .put(MAGIC)
        .putInt(MEMORY_KIB)
        .putInt(PASSES)
        .putInt(LANES)
        .put(salt)
        .put(nonce);
    byte[] key = stretch(passphrase, salt, MEMORY_KIB, PASSES, LANES);
    try {
      byte[] sealed = Arrays.copyOf(header, HEADER_BYTES + secret.length + TAG_BYTES);
      GCMModeCipher gcm = cipher(true, key, nonce, bound(header, shopId));
      int written = gcm.processBytes(secret, 0, secret.length, sealed, HEADER_BYTES);
      gcm.doFinal(sealed, HEADER_BYTES + written);
      return sealed;
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("sealing cannot fail to authenticate", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** Opens what {@link #seal} made: secrets of one length, one or more. */
  static byte[] open(byte[] sealed, char[] passphrase, String shopId) {
    int length = sealed.length - HEADER_BYTES - TAG_BYTES;
    if (length % MasterKeys.SECRET_BYTES != 0
        || !within(length / MasterKeys.SECRET_BYTES, 1, MasterKeys.MOST_SECRETS)) {
      throw new RefusedException(DAMAGED);
    }
    byte[] magic = new byte[MAGIC.length];
    byte[] salt = new byte[SALT_BYTES];
    byte[] nonce = new byte[NONCE_BYTES];
    ByteBuffer in = ByteBuffer.wrap(sealed);
    in.get(magic);
    int memory = in.getInt();
    int passes = in.getInt();
    int lanes = in.getInt();
    in.get(salt).get(nonce);
    if (!Arrays.equals(magic, MAGIC)
        || !within(lanes, 1, MOST_LANES)
        || !within(memory, 8 * lanes, MOST_MEMORY_KIB)
        || !within(passes, 1, MOST_PASSES)) {
      throw new RefusedException(DAMAGED);
    }
    byte[] header = Arrays.copyOf(sealed, HEADER_BYTES);
    byte[] key = stretch(passphrase, salt, memory, passes, lanes);
    byte[] secret = new byte[length];
    try {
      GCMModeCipher gcm = cipher(false, key, nonce, bound(header, shopId));
      int written = gcm.processBytes(sealed, HEADER_BYTES, length + TAG_BYTES, secret, 0);
      gcm.doFinal(secret, written);
      return secret;
    } catch (InvalidCipherTextException e) {
      Arrays.fill(secret, (byte) 0);
      throw new RefusedException(WRONG);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static boolean within(int value, int least, int most) {
    return value >= least && value <= most;
  }

  /** What is authenticated beside the secret. */
  private static byte[] bound(byte[] header, String shopId) {
    byte[] shop = shopId.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(header.length + shop.length).put(header).put(shop).array();
  }

  private static GCMModeCipher cipher(boolean seal, byte[] key, byte[] nonce, byte[] header) {
    GCMModeCipher gcm = GCMBlockCipher.newInstance(AESEngine.newInstance());
    gcm.init(seal, new AEADParameters(new KeyParameter(key), 8 * TAG_BYTES, nonce, header));
    return gcm;
  }

  private static byte[] stretch(
      char[] passphrase, byte[] salt, int memoryKib, int passes, int lanes) {
    byte[] utf8 = utf8(passphrase);
    try {
      Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
      argon2.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(memoryKib)
              .withIterations(passes)
              .withParallelism(lanes)
              .withSalt(salt)
              .build());
      byte[] key = new byte[32];
      argon2.generateBytes(utf8, key);
      return key;
    } finally {
      Arrays.fill(utf8, (byte) 0);
    }
  }

  /** Without a {@code String}, which could not be wiped. */
  private static byte[] utf8(char[] passphrase) {
    if (passphrase.length == 0) {
      throw new InputException("the passphrase is empty; give one of several words");
    }
    CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    byte[] roomy = new byte[3 * passphrase.length]; // a char takes three bytes at most
    ByteBuffer out = ByteBuffer.wrap(roomy);
    // Malformed text is reported, and would otherwise make different passphrases alike.
    if (encoder.encode(CharBuffer.wrap(passphrase), out, true).isError()) {
      Arrays.fill(roomy, (byte) 0);
      throw new InputException("the passphrase is not valid Unicode text");
    }
    byte[] exact = Arrays.copyOf(roomy, out.position());
    Arrays.fill(roomy, (byte) 0);
    return exact;
  }
}
