package io.discreet.engine.ranges;

import io.discreet.engine.ledger.Allowances;
import io.discreet.engine.ledger.Standing;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.scan.Bounding;
import io.discreet.engine.scan.Part;
import io.discreet.engine.scan.Tally;
import io.discreet.engine.vault.Vault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Divides a scan into tasks for a runner, and adds up what they return as it comes.
 *
 * <p>Law 10: each range counts once, whichever machine ran it and however often.
 */
public final class RangedScan {
  private static final Allowances NOT_LOOKED_AT = Allowances.of(new long[0]);

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
              range,
              first,
              standing.remaining().range(first, end),
              plan.estimatesCoverage() ? standing.ordinary().range(first, end) : NOT_LOOKED_AT,
              bounding.ofCustomers(first, end)));
    }
    Sum sum = new Sum(plan, borders);
    runner.run(tasks, sum::add);
    return sum.tally();
  }

  /** A customer registered after the generation was written has no rows in it, and no range. */
  private int[] borders(QueryPlan plan, Vault vault, Standing standing) {
    int customers = Math.min(vault.customers(), standing.customers());
    return Arrays.stream(vault.borders(plan.table().name(), runner.ranges()))
        .map(border -> Math.min(border, customers))
        .toArray();
  }

  /** What has been returned so far, added up. */
  private static final class Sum {
    private final Part part;
    private final int[] borders;
    private final BitSet added = new BitSet();

    Sum(QueryPlan plan, int[] borders) {
      part = Part.ofNobody(plan, borders[borders.length - 1]);
      this.borders = borders;
    }

    void add(RangeResult result) {
      int range = result.range();
      if (added.get(range)) {
        throw new IllegalStateException("the runner handed over a result twice");
      }
      added.set(range);
      part.add(result.part(), borders[range], borders[range + 1]);
    }

    Tally tally() {
      int ranges = borders.length - 1;
      if (added.cardinality() != ranges) {
        throw new IllegalStateException(
            "the runner handed over " + added.cardinality() + " results of " + ranges);
      }
      return part.tally();
    }
  }
}
