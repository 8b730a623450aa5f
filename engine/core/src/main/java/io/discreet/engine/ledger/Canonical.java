package io.discreet.engine.ledger;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The one encoding of a row's values: a byte for the type, a length where there is one, the value.
 * Prefix-free, so that different lists of values never have the same bytes.
 */
final class Canonical {

  private Canonical() {}

  /** Writes null, text, whole numbers, doubles and byte strings; order and lengths count. */
  static void write(OutputStream to, @Nullable Object... values) {
    try {
      DataOutputStream out = new DataOutputStream(to);
      for (Object value : values) {
        if (value == null) {
          out.writeByte(0);
        } else if (value instanceof Double real) {
          out.writeByte(4);
          out.writeLong(Double.doubleToLongBits(real));
        } else if (value instanceof Number number) {
          out.writeByte(1);
          out.writeLong(number.longValue());
        } else if (value instanceof byte[] bytes) {
          out.writeByte(2);
          out.writeInt(bytes.length);
          out.write(bytes);
        } else if (value instanceof String text) {
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          out.writeByte(3);
          out.writeInt(bytes.length);
          out.write(bytes);
        } else {
          throw new IllegalArgumentException("no canonical form of " + value.getClass());
        }
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SHA-256 over the encoding: 64 lower-case hexadecimal digits. */
  static String sha256(@Nullable Object... values) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256"); // in the processor's own instructions
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    write(new DigestOutputStream(OutputStream.nullOutputStream(), digest), values);
    return HexFormat.of().formatHex(digest.digest());
  }
}
