package io.discreet.engine.keys;

import io.discreet.engine.failure.InputException;
import io.discreet.engine.failure.RefusedException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.crypto.digests.SHA256Digest;

/**
 * A new master key, sealed and on disk beside the old key file, on the way to take its place.
 *
 * <p>The ledger decides which of the two counts: one transaction rewrites its pseudonyms and names
 * the new file by its hash. {@link #settle} does the rest, now or after a crash.
 */
public final class KeyRotation {

  private static final String SUFFIX = ".next";

  private final RotationStep step;
  private final String keyFile;

  private KeyRotation(RotationStep step, String keyFile) {
    this.step = step;
    this.keyFile = keyFile;
  }

  /**
   * Draws a new master key and writes it, with all before it, to a file beside the old one; what an
   * earlier attempt left there is replaced.
   *
   * @param passphrase of the old file
   * @param next seals the new file; may be the same
   * @throws RefusedException if the passphrase is wrong or the file is damaged
   * @throws InputException if the new passphrase is empty, the keys were rotated too often, or the
   *     file cannot be written
   */
  public static KeyRotation prepare(
      Path keysSealed, char[] passphrase, char[] next, String shopId) {
    byte[] secrets = SealedBox.open(SealedFile.read(keysSealed), passphrase, shopId);
    byte[] added = MasterKeys.draw();
    byte[] all = Arrays.copyOf(secrets, secrets.length + added.length);
    System.arraycopy(added, 0, all, secrets.length, added.length);
    try {
      if (all.length > MasterKeys.MOST_SECRETS * MasterKeys.SECRET_BYTES) {
        throw new InputException(
            "the keys were rotated "
                + (MasterKeys.MOST_SECRETS - 1)
                + " times, which is the most; make a new shop");
      }
      byte[] sealed = SealedBox.seal(all, next, shopId);
      SealedFile.replace(beside(keysSealed), sealed);
      return new KeyRotation(RotationStep.of(added), sha256(sealed));
    } finally {
      Arrays.fill(secrets, (byte) 0);
      Arrays.fill(added, (byte) 0);
      Arrays.fill(all, (byte) 0);
    }
  }

  /** From the old pseudonyms to the new ones. */
  public RotationStep step() {
    return step;
  }

  /** The hash of the new key file: 64 hexadecimal digits. */
  public String keyFile() {
    return keyFile;
  }

  /**
   * Puts the key file in its place that the ledger names, if it is not there yet. Safe to call at
   * any time, from any number of processes.
   *
   * @param keyFile the hash of the file that the ledger's newest rotation made
   * @throws RefusedException if neither file is it: under older keys known customers would be new
   *     ones, with budgets of their own
   */
  public static void settle(Path keysSealed, String keyFile) {
    if (is(keysSealed, keyFile)) {
      return;
    }
    Path next = beside(keysSealed);
    if (is(next, keyFile)) {
      SealedFile.move(next, keysSealed);
    }
    if (!is(keysSealed, keyFile)) {
      throw new RefusedException(
          keysSealed
              + " is not the key file that the last rotation made: put back the newest backup of"
              + " keys.sealed");
    }
  }

  /**
   * Removes what a rotation left that the ledger never heard of.
   *
   * @param keysSealed settled, and nobody rotates
   */
  public static void discard(Path keysSealed) {
    SealedFile.delete(beside(keysSealed));
    SealedFile.unfinished(beside(keysSealed)).forEach(SealedFile::delete);
  }

  /** Whether a rotation left something beside the key file, or is at work. */
  public static boolean untidy(Path keysSealed) {
    Path next = beside(keysSealed);
    return SealedFile.exists(next) || !SealedFile.unfinished(next).isEmpty();
  }

  private static Path beside(Path keysSealed) {
    return keysSealed.resolveSibling(keysSealed.getFileName() + SUFFIX);
  }

  private static boolean is(Path file, String keyFile) {
    Optional<byte[]> content = SealedFile.find(file);
    return content.isPresent() && sha256(content.get()).equals(keyFile);
  }

  private static String sha256(byte[] content) {
    SHA256Digest digest = new SHA256Digest();
    digest.update(content, 0, content.length);
    byte[] hash = new byte[digest.getDigestSize()];
    digest.doFinal(hash, 0);
    return HexFormat.of().formatHex(hash);
  }
}
