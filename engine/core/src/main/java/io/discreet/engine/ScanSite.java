package io.discreet.engine;

import io.discreet.engine.ledger.Standing;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.scan.Bounding;
import io.discreet.engine.scan.Scan;
import io.discreet.engine.scan.Tally;
import io.discreet.engine.vault.Vault;

/** Where a scan runs. Everything before and after it stays with the {@link QueryRunner}. */
@FunctionalInterface
interface ScanSite {

  /** All processors of this machine, over the columns that are loaded. */
  ScanSite LOCAL =
      (plan, vault, standing, bounding) ->
          Scan.tally(
              plan, vault::table, standing, bounding, Runtime.getRuntime().availableProcessors());

  /**
   * Exact totals and who pays for them: the same at every site (law 10).
   *
   * @param vault of the generation that {@code standing} belongs to
   */
  Tally tally(QueryPlan plan, Vault vault, Standing standing, Bounding bounding);
}
