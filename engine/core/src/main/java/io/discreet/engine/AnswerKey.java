package io.discreet.engine;

import io.discreet.engine.plan.QueryPlan;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Which stored release answers a question: the same question on the same data has the same key.
 *
 * <p>Law 11. The key holds everything that shapes the answer. The as-of date is part of it only
 * where the plan uses it, so that the same question tomorrow is not paid for again.
 */
final class AnswerKey {

  /** What the keys of estimates of coverage begin with, but for those of a nightly plan. */
  static final String ESTIMATE = "coverage-";

  private AnswerKey() {}

  static String of(
      QueryPlan plan, Optional<RunOptions.NightSlot> night, long dataVersion, String policyHash) {
    if (night.isPresent()) {
      RunOptions.NightSlot slot = night.get();
      return "night-" + digest(slot.plan(), slot.slot().toString(), slot.query());
    }
    return "query-" + digest(ofQuestion(plan, dataVersion, policyHash));
  }

  /**
   * The key of an estimate of coverage. Whom it counts depends on what customers have spent, too,
   * of which the key holds what is public: the day, since a period, or a consent, may begin with
   * it; and the newest of the other releases, since estimates that follow one another are of the
   * same balances but for what they cost themselves.
   *
   * @param day of the clock, in the shop's time zone
   * @param newestOther the entry of the newest release that is no such estimate
   */
  static String ofEstimate(
      QueryPlan plan, long dataVersion, String policyHash, LocalDate day, long newestOther) {
    String[] question = ofQuestion(plan, dataVersion, policyHash);
    String[] parts = Arrays.copyOf(question, question.length + 2);
    parts[question.length] = day.toString();
    parts[question.length + 1] = Long.toString(newestOther);
    return ESTIMATE + digest(parts);
  }

  private static String[] ofQuestion(QueryPlan plan, long dataVersion, String policyHash) {
    return new String[] {
      plan.query().text(), // has the clamps that the query gives itself
      plan.query().purpose(),
      Long.toString(plan.worstCaseUnits()),
      Integer.toString(plan.l0()),
      plan.usesAsOf() ? plan.asOf().toString() : "",
      policyHash,
      Long.toString(dataVersion)
    };
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
