package io.discreet.engine;

import io.discreet.engine.ledger.Standing;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.scan.Bounding;
import io.discreet.engine.scan.Tally;
import io.discreet.engine.vault.Vault;

/** Where a scan runs. Everything before and after it stays with the {@link QueryRunner}. */
interface ScanSite {

  /**
   * Refuses a plan whose columns do not fit, by public facts alone.
   *
   * @throws io.discreet.engine.failure.RefusedException if they do not
   */
  void requireRoom(QueryPlan plan);

  /**
   * Exact totals and who pays for them: the same at every site (law 10).
   *
   * @param vault of the generation that {@code standing} belongs to
   * @throws io.discreet.engine.failure.StorageException if the vault cannot be read, or what was
   *     read does not fit into memory after all
   */
  Tally tally(QueryPlan plan, Vault vault, Standing standing, Bounding bounding);
}
