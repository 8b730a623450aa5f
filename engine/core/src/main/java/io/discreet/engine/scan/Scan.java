package io.discreet.engine.scan;

import io.discreet.engine.ledger.Standing;
import io.discreet.engine.plan.CostLevels;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.vault.TableData;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.roaringbitmap.RoaringBitmap;

/**
 * The scan of one query over the customers of a vault.
 *
 * <p>Ranges of customers share nothing, so threads, and machines, add up to the same integers and
 * the same payers however the customers are divided (law 10).
 */
public final class Scan {

  private Scan() {}

  /**
   * Tallies a query.
   *
   * @param tables the vault's tables by name, all of one generation
   * @param standing who may take part, read at the head that the generation belongs to
   * @param threads how many ranges are walked at once, at least 1
   */
  public static Tally tally(
      QueryPlan plan,
      Function<String, TableData> tables,
      Standing standing,
      Bounding bounding,
      int threads) {
    TableData table = tables.apply(plan.table().name());
    // A customer registered after this generation was written has no rows in it.
    int customers = Math.min(table.customers(), standing.customers());
    int[] borders = borders(table.offsets(), customers, threads);
    List<Tally> parts =
        IntStream.range(0, borders.length - 1)
            .parallel()
            .mapToObj(
                part -> {
                  CustomerWalk walk = new CustomerWalk(plan, tables, standing, bounding);
                  walk.walk(borders[part], borders[part + 1]);
                  return walk.tally();
                })
            .toList();
    return sum(plan, parts);
  }

  /** Divides customers into ranges of about as many rows each. */
  private static int[] borders(int[] offsets, int customers, int threads) {
    int[] borders = new int[threads + 1];
    long rows = offsets[customers];
    int customer = 0;
    for (int part = 1; part < threads; part++) {
      while (customer < customers && offsets[customer] < rows * part / threads) {
        customer++;
      }
      borders[part] = customer;
    }
    borders[threads] = customers;
    return borders;
  }

  private static Tally sum(QueryPlan plan, List<Tally> parts) {
    long[][] totals = new long[plan.answers().size()][plan.segments()];
    List<RoaringBitmap> payers = new ArrayList<>();
    for (int level = 0; level < CostLevels.COUNT; level++) {
      payers.add(new RoaringBitmap());
    }
    for (Tally part : parts) {
      for (int answer = 0; answer < totals.length; answer++) {
        for (int segment = 0; segment < totals[answer].length; segment++) {
          totals[answer][segment] += part.totals()[answer][segment];
        }
      }
      for (int level = 0; level < CostLevels.COUNT; level++) {
        payers.get(level).or(part.payers().get(level));
      }
    }
    return new Tally(totals, payers);
  }
}
