package io.discreet.engine.ledger;

import io.discreet.engine.policy.Budget.BudgetPeriod;
import io.discreet.engine.policy.CustomerId;
import io.discreet.engine.policy.Policy;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.HexFormat;

/**
 * What is fixed when a shop is made, because a later change would lose spend or move a choice that
 * was already paid for.
 *
 * @param shopId 32 hexadecimal digits, random: which shop the files of a folder belong to
 * @param currencyId {@code gaussian-dp} or {@code pure-dp}: what the books are kept in
 * @param period after which time a budget is granted anew
 * @param timeZone where the days and periods of the shop begin
 * @param customer what a raw id is: read from another column or normalized otherwise, the same
 *     people would get other pseudonyms and with them fresh budgets
 * @param boundingKey 16 random bytes that key the choice of which rows and segments count; not a
 *     secret of the operator, since analysts need it
 */
public record ShopFacts(
    String shopId,
    String currencyId,
    BudgetPeriod period,
    ZoneId timeZone,
    CustomerId customer,
    byte[] boundingKey) {

  /** The books of a policy with δ above 0. */
  public static final String GAUSSIAN_DP = "gaussian-dp";

  /** The books of a policy with δ = 0. */
  public static final String PURE_DP = "pure-dp";

  private static final int KEY_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  public ShopFacts {
    if (!shopId.matches("[0-9a-f]{32}")) {
      throw new IllegalArgumentException("shop id must be 32 hexadecimal digits, got " + shopId);
    }
    if (!currencyId.equals(GAUSSIAN_DP) && !currencyId.equals(PURE_DP)) {
      throw new IllegalArgumentException(
          "currency must be " + GAUSSIAN_DP + " or " + PURE_DP + ", got " + currencyId);
    }
    if (boundingKey.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "bounding key must have " + KEY_BYTES + " bytes, got " + boundingKey.length);
    }
    boundingKey = boundingKey.clone();
  }

  /** The facts of a new shop under this policy: id and bounding key are drawn afresh. */
  public static ShopFacts draw(Policy policy) {
    byte[] id = new byte[16];
    byte[] key = new byte[KEY_BYTES];
    RANDOM.nextBytes(id);
    RANDOM.nextBytes(key);
    return new ShopFacts(
        HexFormat.of().formatHex(id),
        currencyOf(policy),
        policy.budget().period(),
        policy.timeZone(),
        policy.customer(),
        key);
  }

  /** The currency that a policy asks for. */
  static String currencyOf(Policy policy) {
    return policy.budget().pure() ? PURE_DP : GAUSSIAN_DP;
  }

  @Override
  public byte[] boundingKey() {
    return boundingKey.clone();
  }
}
