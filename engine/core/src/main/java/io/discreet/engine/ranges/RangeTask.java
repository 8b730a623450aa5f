package io.discreet.engine.ranges;

import io.discreet.engine.keys.SipHash24;
import io.discreet.engine.ledger.Allowances;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.scan.Bounding;
import io.discreet.engine.scan.PackedPart;
import io.discreet.engine.scan.Scan;
import java.io.Serializable;

/**
 * The scan of one range of customers: all that another machine needs besides the vault file, which
 * it finds at the same path.
 *
 * <p>Running it twice gives the same, and changes nothing.
 *
 * <h2>Security guarantees</h2>
 *
 * Holds no raw id and no pseudonym. Holds what the customers of its range have left of their
 * budgets, and the shop's bounding key: whoever carries it keeps it in memory and off every log.
 */
public final class RangeTask implements Serializable {
  private static final long serialVersionUID = 2L;

  private final VaultPlace vault;
  private final PlanRecipe recipe;
  private final byte[] boundingKey;
  private final int range;
  private final int firstCustomer;
  private final Allowances remaining;
  private final Allowances ordinary;
  private final long[] customerHashes;

  /** Where the vault of a generation is, and under which policy it is read. */
  record VaultPlace(String shop, String shopId, int generation, String policyText)
      implements Serializable {}

  /**
   * @param range the number of the range among those that the scan is divided into
   * @param remaining what remains of the customers of the range
   * @param ordinary of the same, where coverage is estimated; else empty
   * @param customerHashes of the same
   */
  RangeTask(
      VaultPlace vault,
      PlanRecipe recipe,
      byte[] boundingKey,
      int range,
      int firstCustomer,
      Allowances remaining,
      Allowances ordinary,
      long[] customerHashes) {
    this.vault = vault;
    this.recipe = recipe;
    this.boundingKey = boundingKey;
    this.range = range;
    this.firstCustomer = firstCustomer;
    this.remaining = remaining;
    this.ordinary = ordinary;
    this.customerHashes = customerHashes;
  }

  /**
   * Scans the range.
   *
   * @throws io.discreet.engine.failure.StorageException if the vault file cannot be read here, or
   *     the heap does not suffice
   */
  public RangeResult run() {
    Bounding bounding = Bounding.of(customerHashes, () -> SipHash24.of(boundingKey));
    int endCustomer = firstCustomer + remaining.customers();
    return OpenVaults.with(
        vault,
        open -> {
          QueryPlan plan = recipe.plan(open.policy());
          PackedPart part =
              open.ofCustomers(firstCustomer, endCustomer)
                  .holding(
                      plan.columns().byTable(),
                      plan.columns().coded(),
                      tables -> Scan.part(plan, tables, remaining, ordinary, bounding));
          return new RangeResult(range, part);
        });
  }

  @Override
  public String toString() {
    return "RangeTask[" + firstCustomer + "]";
  }
}
