package io.discreet.engine.scan;

import io.discreet.engine.ledger.Allowances;
import io.discreet.engine.ledger.Standing;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.vault.TableData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The scan of one query over the customers of a vault.
 *
 * <p>Ranges of customers share nothing but an array in which each customer has a place, so threads,
 * and machines, add up to the same integers and the same payers however the customers are divided
 * (law 10).
 */
public final class Scan {

  /** Ranges for each thread, so that one that is slower takes fewer. */
  private static final int RANGES_PER_THREAD = 16;

  /** Below this many rows a range costs more than it saves. */
  private static final int LEAST_ROWS_OF_RANGE = 1 << 14;

  /** How rows are collected. Both give the same. */
  enum Way {
    BLOCKS,
    SCALAR
  }

  private Scan() {}

  /**
   * Tallies a query.
   *
   * @param tables the vault's tables by name, all of one generation, with the columns of the plan
   *     in memory
   * @param standing who may take part, read at the head that the generation belongs to
   * @param threads how many ranges are walked at once, at least 1
   */
  public static Tally tally(
      QueryPlan plan,
      Function<String, TableData> tables,
      Standing standing,
      Bounding bounding,
      int threads) {
    Cells cells = cells(plan, tables);
    return tally(
        plan, tables, cells, standing, bounding, threads, way(cells), CustomerWalk.BLOCK_ROWS);
  }

  /**
   * Scans one range of customers, by one thread, for {@link Part#add} on this machine or another.
   *
   * @param tables of the customers of the range alone, numbered from 0
   * @param remaining of the same customers, as {@link Standing} has it
   * @param ordinary likewise; looked at where the plan estimates coverage
   * @param bounding of the same customers
   */
  public static PackedPart part(
      QueryPlan plan,
      Function<String, TableData> tables,
      Allowances remaining,
      Allowances ordinary,
      Bounding bounding) {
    Cells cells = cells(plan, tables);
    CustomerWalk walk =
        new CustomerWalk(
            plan,
            tables.apply(plan.table().name()).offsets(),
            cells,
            contribution(plan, cells, tables, way(cells)),
            new Admission(
                plan, cells, remaining, ordinary, bounding, new byte[remaining.customers()]),
            CustomerWalk.BLOCK_ROWS);
    walk.walk(0, remaining.customers());
    return Part.of(plan, cells, walk.admission()).packed();
  }

  private static Cells cells(QueryPlan plan, Function<String, TableData> tables) {
    return new Cells(plan.axes(), plan.finestSegments(), tables, Integer.MAX_VALUE);
  }

  private static Way way(Cells cells) {
    return cells.rowSteps() <= BlockContribution.MOST_STEPS ? Way.BLOCKS : Way.SCALAR;
  }

  private static Contribution contribution(
      QueryPlan plan, Cells cells, Function<String, TableData> tables, Way way) {
    return switch (way) {
      case BLOCKS -> new BlockContribution(plan.asked(), cells, tables);
      case SCALAR -> new ScalarContribution(plan.asked(), cells, tables);
    };
  }

  static Tally tally(
      QueryPlan plan,
      Function<String, TableData> tables,
      Cells cells,
      Standing standing,
      Bounding bounding,
      int threads,
      Way way,
      int blockRows) {
    int[] offsets = tables.apply(plan.table().name()).offsets();
    // A customer registered after this generation was written has no rows in it.
    int customers = Math.min(offsets.length - 1, standing.customers());
    int[] borders = borders(offsets, customers, threads);
    int walkers = Math.min(threads, borders.length - 1);
    byte[] payers = new byte[customers];
    List<CustomerWalk> walks = new ArrayList<>();
    for (int walker = 0; walker < walkers; walker++) {
      Admission admission =
          new Admission(plan, cells, standing.remaining(), standing.ordinary(), bounding, payers);
      Contribution contribution = contribution(plan, cells, tables, way);
      walks.add(new CustomerWalk(plan, offsets, cells, contribution, admission, blockRows));
    }
    AtomicInteger next = new AtomicInteger();
    List<Part> parts =
        IntStream.range(0, walkers)
            .parallel()
            .mapToObj(
                walker -> {
                  CustomerWalk walk = walks.get(walker);
                  int range;
                  while ((range = next.getAndIncrement()) < borders.length - 1) {
                    walk.walk(borders[range], borders[range + 1]);
                  }
                  return Part.of(plan, cells, walk.admission());
                })
            .toList();
    return Part.join(parts);
  }

  /** Divides customers into ranges of about as many rows each. */
  private static int[] borders(int[] offsets, int customers, int threads) {
    long rows = offsets[customers];
    int ranges = (int) Math.min((long) threads * RANGES_PER_THREAD, 1 + rows / LEAST_ROWS_OF_RANGE);
    int[] borders = new int[ranges + 1];
    for (int range = 1; range < ranges; range++) {
      int row = (int) (rows * range / ranges);
      int found = Arrays.binarySearch(offsets, 0, customers, row);
      borders[range] = Math.max(borders[range - 1], found < 0 ? -found - 1 : found);
    }
    borders[ranges] = customers;
    return borders;
  }
}
