package io.discreet.engine.ranges;

import io.discreet.engine.ledger.Standing;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.scan.Bounding;
import io.discreet.engine.scan.Part;
import io.discreet.engine.scan.Scan;
import io.discreet.engine.scan.Tally;
import io.discreet.engine.vault.Vault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Divides a scan into tasks for a runner, and joins what they return.
 *
 * <p>Law 10: each range counts once, in the order of the customers, whichever machine ran it and
 * however often.
 */
public final class RangedScan {
  private static final long[] NOT_LOOKED_AT = {};

  private final RangeRunner runner;
  private final Path shop;
  private final String policyText;
  private final byte[] boundingKey;

  /**
   * @param shop a folder that every machine finds at the same path
   * @param policyText what the plans' policy was read from
   */
  public RangedScan(RangeRunner runner, Path shop, String policyText, byte[] boundingKey) {
    this.runner = runner;
    this.shop = shop;
    this.policyText = policyText;
    this.boundingKey = boundingKey.clone();
  }

  /**
   * Tallies a query.
   *
   * @param vault of the generation that {@code standing} belongs to; asked for borders only
   */
  public Tally tally(QueryPlan plan, Vault vault, Standing standing, Bounding bounding) {
    int[] borders = borders(plan, vault, standing);
    RangeTask.VaultPlace place =
        new RangeTask.VaultPlace(
            shop.toAbsolutePath().toString(), vault.shopId(), vault.generation(), policyText);
    PlanRecipe recipe = PlanRecipe.of(plan);
    List<RangeTask> tasks = new ArrayList<>();
    for (int range = 0; range < borders.length - 1; range++) {
      int first = borders[range];
      int end = borders[range + 1];
      tasks.add(
          new RangeTask(
              place,
              recipe,
              boundingKey,
              first,
              Arrays.copyOfRange(standing.remainingUnits(), first, end),
              plan.estimatesCoverage()
                  ? Arrays.copyOfRange(standing.ordinaryUnits(), first, end)
                  : NOT_LOOKED_AT,
              bounding.ofCustomers(first, end)));
    }
    return Scan.join(plan, parts(runner.run(tasks), borders), borders);
  }

  /** A customer registered after the generation was written has no rows in it, and no range. */
  private int[] borders(QueryPlan plan, Vault vault, Standing standing) {
    int customers = Math.min(vault.customers(), standing.customers());
    return Arrays.stream(vault.borders(plan.table().name(), runner.ranges()))
        .map(border -> Math.min(border, customers))
        .toArray();
  }

  private static List<Part> parts(List<RangeResult> results, int[] borders) {
    if (results.size() != borders.length - 1) {
      throw new IllegalStateException(
          "the runner returned " + results.size() + " results of " + (borders.length - 1));
    }
    List<Part> parts = new ArrayList<>();
    for (RangeResult result : results) {
      if (!result.isOf(borders[parts.size()], borders[parts.size() + 1])) {
        throw new IllegalStateException("the runner returned the results in another order");
      }
      parts.add(result.part());
    }
    return parts;
  }
}
