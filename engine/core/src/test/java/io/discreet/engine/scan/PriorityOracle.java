package io.discreet.engine.scan;

import io.discreet.engine.keys.KeyedHash;
import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.keys.SipHash24;
import io.discreet.engine.plan.PlannedAxis;
import io.discreet.engine.plan.QueryPlan;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which segments of a customer come before which, segment by segment. */
final class PriorityOracle {
  private static final BigInteger GOLDEN = unsigned(0x9E3779B97F4A7C15L);

  private final KeyedHash hash;
  private final QueryPlan plan;

  PriorityOracle(byte[] boundingKey, QueryPlan plan) {
    this.hash = SipHash24.of(boundingKey);
    this.plan = plan;
  }

  Comparator<List<String>> of(Pseudonym pseudonym) {
    long customerHash = hash.hash(pseudonym.high(), pseudonym.low(), 0);
    if (inWord()) {
      long seed = customerHash ^ hash.hash(bytes(domain()));
      return Comparator.comparing(labels -> string(seed, step(labels)));
    }
    return Comparator.comparingLong(
        labels ->
            mixed(unsigned(customerHash ^ hash.hash(bytes(named(labels))))).longValue() >>> 21);
  }

  private boolean inWord() {
    List<String> last =
        plan.axes().stream()
            .map(axis -> axis.discovered() ? "" : axis.cells().get(axis.nullCell()))
            .toList();
    return plan.axes().stream().noneMatch(PlannedAxis::discovered) && step(last) < 64;
  }

  /** The place of a segment in the list of all cells of the axes that are not customers' own. */
  private int step(List<String> labels) {
    int step = 0;
    for (int axis = 0; axis < labels.size(); axis++) {
      PlannedAxis planned = plan.axes().get(axis);
      if (!planned.column().attribute()) {
        step = step * planned.cells().size() + planned.cells().indexOf(labels.get(axis));
      }
    }
    return step;
  }

  /** The bits at a step in the outputs of SplitMix64. */
  private static String string(long seed, int step) {
    StringBuilder bits = new StringBuilder();
    for (int word = 1; word <= 64; word++) {
      BigInteger state = unsigned(seed).add(GOLDEN.multiply(BigInteger.valueOf(word)));
      bits.append(mixed(state.mod(BigInteger.ONE.shiftLeft(64))).testBit(step) ? '1' : '0');
    }
    return bits.toString();
  }

  private List<String> domain() {
    List<String> domain = new ArrayList<>();
    for (PlannedAxis axis : plan.axes()) {
      domain.add(axis.name());
      domain.addAll(axis.column().attribute() ? List.of() : axis.cells());
    }
    return domain;
  }

  private List<String> named(List<String> labels) {
    List<String> named = new ArrayList<>();
    for (int axis = 0; axis < labels.size(); axis++) {
      named.add(plan.axes().get(axis).name());
      named.add(labels.get(axis));
    }
    return named;
  }

  private static byte[] bytes(List<String> texts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (String text : texts) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The finalizer of SplitMix64, by the remainders of exact integers. */
  private static BigInteger mixed(BigInteger word) {
    BigInteger mixed = word;
    for (long[] shiftAndFactor :
        new long[][] {{30, 0xBF58476D1CE4E5B9L}, {27, 0x94D049BB133111EBL}, {31, 1}}) {
      mixed = mixed.xor(mixed.shiftRight((int) shiftAndFactor[0]));
      mixed = mixed.multiply(unsigned(shiftAndFactor[1])).mod(BigInteger.ONE.shiftLeft(64));
    }
    return mixed;
  }

  private static BigInteger unsigned(long word) {
    return new BigInteger(Long.toUnsignedString(word));
  }
}
