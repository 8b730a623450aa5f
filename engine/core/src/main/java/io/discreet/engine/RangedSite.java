package io.discreet.engine;

import io.discreet.engine.ledger.Standing;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.ranges.RangedScan;
import io.discreet.engine.scan.Bounding;
import io.discreet.engine.scan.Tally;
import io.discreet.engine.vault.Vault;

/** Other machines, each over the columns of some of the customers. */
record RangedSite(RangedScan scan) implements ScanSite {

  /** How many columns of how many customers a machine holds at once is its runner's to say. */
  @Override
  public void requireRoom(QueryPlan plan) {}

  @Override
  public Tally tally(QueryPlan plan, Vault vault, Standing standing, Bounding bounding) {
    return scan.tally(plan, vault, standing, bounding);
  }
}
