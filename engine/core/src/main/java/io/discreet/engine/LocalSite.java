package io.discreet.engine;

import io.discreet.engine.failure.Megabytes;
import io.discreet.engine.failure.RefusedException;
import io.discreet.engine.ledger.Standing;
import io.discreet.engine.plan.PlannedColumns;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.policy.Capacity;
import io.discreet.engine.policy.Policy;
import io.discreet.engine.scan.Bounding;
import io.discreet.engine.scan.Scan;
import io.discreet.engine.scan.Tally;
import io.discreet.engine.vault.ColumnMemory;
import io.discreet.engine.vault.Vault;

/**
 * All processors of this machine, over columns in memory.
 *
 * <p>Law 8: what is refused for lack of memory follows from the plan, the capacity that the policy
 * declares and the limit. Where no capacity is declared, nothing is.
 */
final class LocalSite implements ScanSite {
  private final Policy policy;
  private final ColumnMemory memory;

  LocalSite(Policy policy, ColumnMemory memory) {
    this.policy = policy;
    this.memory = memory;
  }

  @Override
  public void requireRoom(QueryPlan plan) {
    policy.capacity().ifPresent(capacity -> requireRoom(plan.columns(), capacity));
  }

  private void requireRoom(PlannedColumns columns, Capacity capacity) {
    long bytes = columns.mostBytes(policy.tables(), capacity);
    if (bytes > memory.limitBytes()) {
      throw new RefusedException(
          "its columns ("
              + columns
              + ") take up to "
              + Megabytes.up(bytes)
              + " at the capacity that the policy declares, and column memory is limited to "
              + Megabytes.down(memory.limitBytes())
              + ": raise the limit (--column-memory) and Java's heap (-Xmx), or ask for fewer"
              + " columns at once");
    }
  }

  @Override
  public Tally tally(QueryPlan plan, Vault vault, Standing standing, Bounding bounding) {
    int threads = Runtime.getRuntime().availableProcessors();
    return vault.holding(
        plan.columns().byTable(),
        plan.columns().coded(),
        tables -> Scan.tally(plan, tables, standing, bounding, threads));
  }
}
