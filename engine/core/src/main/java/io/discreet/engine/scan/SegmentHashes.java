package io.discreet.engine.scan;

import io.discreet.engine.keys.KeyedHash;
import io.discreet.engine.plan.QueryPlan;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Keyed hashes of the segments' canonical bytes: axis names and labels, each with its length. Not
 * thread-safe.
 */
final class SegmentHashes {
  private final QueryPlan plan;
  private final KeyedHash hash;
  private final long[] hashes;
  private final boolean[] known;

  SegmentHashes(QueryPlan plan, KeyedHash hash) {
    this.plan = plan;
    this.hash = hash;
    this.hashes = new long[plan.finestSegments()];
    this.known = new boolean[plan.finestSegments()];
  }

  long of(int segment) {
    if (!known[segment]) {
      hashes[segment] = hash.hash(canonicalBytes(segment));
      known[segment] = true;
    }
    return hashes[segment];
  }

  private byte[] canonicalBytes(int segment) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<String> labels = plan.finestLabels(segment);
    for (int axis = 0; axis < labels.size(); axis++) {
      write(bytes, plan.axes().get(axis).name());
      write(bytes, labels.get(axis));
    }
    return bytes.toByteArray();
  }

  private static void write(ByteArrayOutputStream bytes, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).array());
    bytes.writeBytes(utf8);
  }
}
