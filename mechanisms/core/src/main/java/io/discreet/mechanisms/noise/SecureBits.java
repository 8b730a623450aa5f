package io.discreet.mechanisms.noise;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Random bits for production: AES-256 in counter mode, keyed by the operating system's generator.
 *
 * <h2>Security guarantees</h2>
 *
 * <ul>
 *   <li>The key and the counter's start of each instance are 48 bytes read from the operating
 *       system (on Unix {@code /dev/urandom}, unbuffered) when it is made, and again after each MiB
 *       of output. The engine makes new instances for every release.
 *   <li>Words that were handed out are erased from the buffer.
 *   <li>Thread-safe: no word is handed out twice.
 *   <li>Two processes never share a stream, and a forked process makes instances of its own. A
 *       virtual machine copied or restored <em>while a release is being drawn</em> repeats at most
 *       the rest of that instance's current MiB; whatever makes a new instance after the copy is
 *       safe as soon as the guest's kernel has reseeded itself. A user-space generator cannot see
 *       such a copy.
 * </ul>
 */
public final class SecureBits implements RandomBits {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int KEY_BYTES = 32;
  private static final int COUNTER_BYTES = 16;
  private static final int BLOCK_BYTES = 1 << 13;
  private static final int BLOCKS_PER_KEY = 1 << 7;
  private static final byte[] ZEROS = new byte[BLOCK_BYTES];

  private final SecureRandom operatingSystem;
  private final Cipher cipher;
  private final byte[] block = new byte[BLOCK_BYTES];
  private int used = BLOCK_BYTES;
  private int blocksLeft;

  private SecureBits(SecureRandom operatingSystem, Cipher cipher) {
    this.operatingSystem = operatingSystem;
    this.cipher = cipher;
  }

  /**
   * Returns a new source with a fresh key.
   *
   * @throws IllegalStateException if this platform has no generator of its operating system or no
   *     AES: there is then no noise at all, rather than weak noise
   */
  public static SecureBits fromOperatingSystem() {
    try {
      return seededBy(operatingSystemGenerator());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no secure random bits", e);
    }
  }

  /** The class itself, with a generator that a test can read along. */
  static SecureBits seededBy(SecureRandom operatingSystem) throws GeneralSecurityException {
    return new SecureBits(operatingSystem, Cipher.getInstance("AES/CTR/NoPadding"));
  }

  @Override
  public synchronized long nextLong() {
    if (used == BLOCK_BYTES) {
      refill();
    }
    long word = (long) LONGS.get(block, used);
    LONGS.set(block, used, 0L);
    used += Long.BYTES;
    return word;
  }

  @Override
  public synchronized void fill(long[] words) {
    int filled = 0;
    while (filled < words.length) {
      if (used == BLOCK_BYTES) {
        refill();
      }
      int count = Math.min(words.length - filled, (BLOCK_BYTES - used) / Long.BYTES);
      for (int i = 0; i < count; i++) {
        words[filled + i] = (long) LONGS.get(block, used + i * Long.BYTES);
      }
      Arrays.fill(block, used, used + count * Long.BYTES, (byte) 0);
      used += count * Long.BYTES;
      filled += count;
    }
  }

  private void refill() {
    try {
      if (blocksLeft == 0) {
        rekey();
      }
      int written = cipher.update(ZEROS, 0, BLOCK_BYTES, block);
      if (written != BLOCK_BYTES) {
        throw new IllegalStateException("the cipher gave too few bytes: " + written);
      }
      blocksLeft--;
      used = 0;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the generator of random bits failed", e);
    }
  }

  private void rekey() throws GeneralSecurityException {
    byte[] seed = operatingSystem.generateSeed(KEY_BYTES + COUNTER_BYTES);
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(seed, 0, KEY_BYTES, "AES"),
        new IvParameterSpec(seed, KEY_BYTES, COUNTER_BYTES));
    Arrays.fill(seed, (byte) 0);
    blocksLeft = BLOCKS_PER_KEY;
  }

  /** Java's own generators keep state in the process; these two read the system's each time. */
  private static SecureRandom operatingSystemGenerator() throws NoSuchAlgorithmException {
    try {
      return SecureRandom.getInstance("NativePRNGNonBlocking");
    } catch (NoSuchAlgorithmException notUnix) {
      return SecureRandom.getInstance("Windows-PRNG");
    }
  }
}
