package io.discreet.engine.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Counts and hashes the bytes of a file as they are read. */
final class MeteredInput extends FilterInputStream {

  private final MessageDigest digest = newSha256();
  private long count;

  MeteredInput(InputStream in) {
    super(in);
  }

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    if (read > 0) {
      digest.update(bytes, offset, read);
      count += read;
    }
    return read;
  }

  @Override
  public long skip(long n) {
    throw new UnsupportedOperationException("skipped bytes would not be hashed");
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  long count() {
    return count;
  }

  /** The hash of the whole file: reads what is left of it first. */
  byte[] sha256() throws IOException {
    byte[] rest = new byte[1 << 16];
    int read;
    do {
      read = read(rest, 0, rest.length);
    } while (read >= 0);
    return digest.digest();
  }
}
