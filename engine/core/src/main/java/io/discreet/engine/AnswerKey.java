package io.discreet.engine;

import io.discreet.engine.plan.JointPlan;
import io.discreet.engine.plan.QueryPlan;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Which stored release answers a question: the same question on the same data has the same key.
 *
 * <p>Law 11. The key holds everything that shapes the answer. The as-of date is part of it only
 * where the plan uses it, so that the same question tomorrow is not paid for again.
 */
final class AnswerKey {

  private AnswerKey() {}

  static String of(
      QueryPlan plan, Optional<RunOptions.NightSlot> night, long dataVersion, String policyHash) {
    if (night.isPresent()) {
      RunOptions.NightSlot slot = night.get();
      return "night-" + digest(slot.plan(), slot.slot().toString(), slot.query());
    }
    return "query-"
        + digest(
            plan.query().text(), // has the clamps that the query gives itself
            plan.query().purpose(),
            Long.toString(plan.worstCaseUnits()),
            Integer.toString(plan.l0()),
            plan.usesAsOf() ? plan.asOf().toString() : "",
            policyHash,
            Long.toString(dataVersion));
  }

  /** Of questions that are answered from one draw: all that shapes any of the answers. */
  static String of(
      JointPlan joint, Optional<RunOptions.JointSlot> night, long dataVersion, String policyHash) {
    if (night.isPresent()) {
      RunOptions.JointSlot slot = night.get();
      List<String> parts = new ArrayList<>(slot.queries());
      Collections.sort(parts);
      parts.addAll(0, List.of("jointly", slot.plan(), slot.slot().toString()));
      return "night-" + digest(parts.toArray(String[]::new));
    }
    List<String> parts = new ArrayList<>();
    // In the order of the texts: the same questions in another order are the same.
    joint.asked().stream()
        .sorted(Comparator.comparing(plan -> plan.query().text()))
        .forEach(
            plan -> {
              parts.add(plan.query().text());
              parts.add(Long.toString(plan.worstCaseUnits()));
            });
    QueryPlan finest = joint.finest();
    parts.add(finest.query().purpose());
    parts.add(Integer.toString(finest.l0()));
    parts.add(finest.usesAsOf() ? finest.asOf().toString() : "");
    parts.add(policyHash);
    parts.add(Long.toString(dataVersion));
    return "joint-" + digest(parts.toArray(String[]::new));
  }

  private static String digest(String... parts) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).array());
        sha256.update(utf8);
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
