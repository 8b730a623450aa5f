package io.discreet.engine.intake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SHA256Digest;

/**
 * What tells a set of rows from another, in whatever order they come: their number, and the sum and
 * the exclusive or of their keyed hashes. Two sets that differ by accident share it with a
 * probability of about 2⁻⁶⁴.
 */
final class RowsDigest {

  private static final byte[] LABEL = "discreet/rows/1".getBytes(StandardCharsets.US_ASCII);

  private long rows;
  private long sum;
  private long parity;

  void add(long rowHash) {
    rows++;
    sum += rowHash;
    parity ^= rowHash;
  }

  /** Adds rows that were counted elsewhere. */
  void add(long moreRows, long sumOfHashes, long parityOfHashes) {
    rows += moreRows;
    sum += sumOfHashes;
    parity ^= parityOfHashes;
  }

  /** SHA-256 in hexadecimal digits. */
  String sha256() {
    SHA256Digest digest = new SHA256Digest();
    digest.update(LABEL, 0, LABEL.length);
    byte[] words =
        ByteBuffer.allocate(3 * Long.BYTES).putLong(rows).putLong(sum).putLong(parity).array();
    digest.update(words, 0, words.length);
    byte[] hash = new byte[digest.getDigestSize()];
    digest.doFinal(hash, 0);
    return HexFormat.of().formatHex(hash);
  }
}
