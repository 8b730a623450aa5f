package io.discreet.engine.ranges;

import io.discreet.engine.keys.SipHash24;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.policy.PolicyFile;
import io.discreet.engine.scan.Bounding;
import io.discreet.engine.scan.Scan;
import io.discreet.engine.vault.Vault;
import java.io.Serializable;
import java.nio.file.Path;

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
  private static final long serialVersionUID = 1L;

  private final VaultPlace vault;
  private final PlanRecipe recipe;
  private final byte[] boundingKey;
  private final int firstCustomer;
  private final long[] remainingUnits;
  private final long[] customerHashes;

  /** Where the vault of a generation is, and under which policy it is read. */
  record VaultPlace(String shop, String shopId, int generation, String policyText)
      implements Serializable {

    Vault open(Policy policy, int firstCustomer, int endCustomer) {
      return Vault.openRange(Path.of(shop), shopId, generation, policy, firstCustomer, endCustomer);
    }
  }

  /**
   * @param remainingUnits of the customers of the range
   * @param customerHashes of the same
   */
  RangeTask(
      VaultPlace vault,
      PlanRecipe recipe,
      byte[] boundingKey,
      int firstCustomer,
      long[] remainingUnits,
      long[] customerHashes) {
    this.vault = vault;
    this.recipe = recipe;
    this.boundingKey = boundingKey;
    this.firstCustomer = firstCustomer;
    this.remainingUnits = remainingUnits;
    this.customerHashes = customerHashes;
  }

  /**
   * Scans the range.
   *
   * @throws io.discreet.engine.failure.StorageException if the vault file cannot be read here
   */
  public RangeResult run() {
    Policy policy = PolicyFile.parse(vault.policyText(), "discreet.yaml");
    QueryPlan plan = recipe.plan(policy);
    Bounding bounding = Bounding.of(customerHashes, () -> SipHash24.of(boundingKey));
    int endCustomer = firstCustomer + remainingUnits.length;
    try (Vault range = vault.open(policy, firstCustomer, endCustomer)) {
      return new RangeResult(
          firstCustomer, endCustomer, Scan.part(plan, range::table, remainingUnits, bounding));
    }
  }

  @Override
  public String toString() {
    return "RangeTask[" + firstCustomer + "]";
  }
}
