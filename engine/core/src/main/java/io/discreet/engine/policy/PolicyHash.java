package io.discreet.engine.policy;

import io.discreet.engine.policy.Budget.NoiseChoice;
import io.discreet.engine.policy.Column.Bounds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.bouncycastle.crypto.digests.SHA256Digest;

/**
 * The fingerprint of a policy: SHA-256 over a canonical encoding of what the policy declares.
 *
 * <p>Two policies have the same fingerprint exactly if they declare the same: comments, layout, the
 * order of keys and the notation of numbers do not count, nor does where the ledger is, nor what
 * shapes no answer: who may ask and how much (analysts, plans, quotas), and the capacity; the order
 * of a category's values does. The encoding is prefix-free (every text and every list is preceded
 * by its length), so that no two policies share one. Its version is part of it: {@value #VERSION}.
 */
public final class PolicyHash {

  private static final String VERSION = "discreet-policy-1";

  private final SHA256Digest digest = new SHA256Digest();

  private PolicyHash() {}

  /** 64 lower-case hexadecimal digits. */
  public static String of(Policy policy) {
    PolicyHash hash = new PolicyHash();
    hash.text(VERSION);
    hash.policy(policy);
    byte[] out = new byte[hash.digest.getDigestSize()];
    hash.digest.doFinal(out, 0);
    return HexFormat.of().formatHex(out);
  }

  private void policy(Policy policy) {
    text(policy.customer().column());
    text(policy.customer().kind().name());
    text(policy.timeZone().getId());
    Budget budget = policy.budget();
    real(budget.epsilon());
    real(budget.delta());
    real(budget.selectionDelta());
    text(budget.period().name());
    text(budget.whenSpent().name());
    // Nothing is written for exact noise, as in the policies from before there was a choice; a
    // retention, which comes next, begins with 0 or 1, and no text of a name does.
    if (budget.noise() != NoiseChoice.EXACT) {
      text(budget.noise().name());
    }
    // Likewise; longer than any name of noise.
    budget.coverageReserve().ifPresent(reserve -> text("coverage-reserve " + reserve));
    optional(policy.retention(), period -> text(period.normalized().toString()));
    byName(
        policy.purposes(),
        purpose -> {
          text(purpose.name());
          number(purpose.consentRequired() ? 1 : 0);
        });
    byName(policy.tables(), this::table);
  }

  private void table(Table table) {
    text(table.name());
    // One number says what the table is and what follows its bound: without a named date nothing.
    number((table.oneRowPerCustomer() ? 1 : 0) | (table.retentionDate().isPresent() ? 2 : 0));
    number(table.maxRows().orElse(0));
    table.retentionDate().ifPresent(this::text);
    byName(table.columns(), this::column);
  }

  private void column(Column column) {
    text(column.name());
    if (column instanceof Column.Category category) {
      text("category");
      list(category.values(), this::text);
    } else if (column instanceof Column.Date) {
      text("date");
    } else if (column instanceof Column.Numeric numeric) {
      text("numeric");
      number(numeric.scale());
      bounds(numeric.range());
      optional(numeric.clamp(), this::bounds);
    } else {
      throw new IllegalStateException("no encoding for " + column.getClass());
    }
  }

  private void bounds(Bounds bounds) {
    number(bounds.low());
    number(bounds.high());
  }

  private <T> void byName(Map<String, T> values, Consumer<T> each) {
    list(List.copyOf(new TreeMap<>(values).values()), each);
  }

  private <T> void list(List<T> values, Consumer<T> each) {
    number(values.size());
    values.forEach(each);
  }

  private <T> void optional(Optional<T> value, Consumer<T> present) {
    number(value.isPresent() ? 1 : 0);
    value.ifPresent(present);
  }

  private void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    number(utf8.length);
    digest.update(utf8, 0, utf8.length);
  }

  private void real(double value) {
    // Adding 0.0 makes -0.0, which compares equal to 0.0, the same bits.
    number(Double.doubleToLongBits(value + 0.0));
  }

  private void number(long value) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(value).array(), 0, Long.BYTES);
  }
}
