package io.discreet.engine.scan;

import io.discreet.engine.keys.KeyedHash;
import io.discreet.engine.keys.Pseudonym;
import io.discreet.engine.ledger.Standing;
import io.discreet.engine.plan.CostLevels;
import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.vault.TableData;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.roaringbitmap.RoaringBitmap;

/**
 * Walks a range of customers: consent, filter, group, bound, cost, admission, addition.
 *
 * <p>Law 1: the only state that outlives a customer is the totals and the payers. Law 3: nobody is
 * added whose level does not fit into what the standing leaves.
 */
final class CustomerWalk {

  /** Rows that are filtered at a time; a customer with more has a block alone. */
  private static final int BLOCK_ROWS = 1 << 14;

  private final QueryPlan plan;
  private final Standing standing;
  private final Bounding bounding;
  private final int[] offsets;
  private final Function<String, TableData> tables;
  private final Cells cells;
  private final Contribution contribution;
  private final IndividualCost cost;
  private final KeyedHash hash;
  private final SegmentHashes segmentHashes;
  private final long[][] totals;
  private final RoaringBitmap[] payers = new RoaringBitmap[CostLevels.COUNT];

  /** Slots in the order in which they are kept. */
  private long[] priority = new long[16];

  private int[] kept = new int[16];

  CustomerWalk(
      QueryPlan plan, Function<String, TableData> tables, Standing standing, Bounding bounding) {
    this.plan = plan;
    this.standing = standing;
    this.bounding = bounding;
    this.tables = tables;
    TableData table = tables.apply(plan.table().name());
    offsets = table.offsets();
    cells = new Cells(plan.axes(), plan.segments(), tables);
    contribution = new Contribution(plan, table);
    cost = new IndividualCost(plan);
    hash = bounding.hash().get();
    segmentHashes = new SegmentHashes(plan, hash);
    totals = new long[plan.answers().size()][plan.segments()];
    for (int level = 0; level < payers.length; level++) {
      payers[level] = new RoaringBitmap();
    }
  }

  Tally tally() {
    return new Tally(totals, List.of(payers));
  }

  /** Walks customers first (included) to end (excluded), all within the table and the standing. */
  void walk(int first, int end) {
    List<Block> blocks = blocks(first, end);
    int mostRows = blocks.stream().mapToInt(Block::rows).max().orElse(0);
    Truth truth = new Truth(mostRows);
    Condition where =
        plan.where()
            .map(new Conditions(tables, mostRows)::bind)
            .orElse((block, result) -> result.set(0, block.rows(), true));
    for (Block block : blocks) {
      where.evaluate(block, truth);
      for (int i = block.firstCustomer(); i < block.endCustomer(); i++) {
        if (standing.remainingUnits()[i] >= 0) { // consents, and was not forgotten
          collect(i, truth.yes, block.firstRow());
          admit(i);
        }
      }
    }
  }

  private List<Block> blocks(int first, int end) {
    List<Block> blocks = new ArrayList<>();
    int from = first;
    while (from < end) {
      int to = from + 1;
      while (to < end && offsets[to + 1] - offsets[from] <= BLOCK_ROWS) {
        to++;
      }
      blocks.add(new Block(offsets, from, to));
      from = to;
    }
    return blocks;
  }

  private void collect(int customer, long[] qualifies, int firstRow) {
    contribution.start(customer);
    for (int row = offsets[customer]; row < offsets[customer + 1]; row++) {
      int bit = row - firstRow;
      if ((qualifies[bit >>> 6] & (1L << bit)) != 0) {
        contribution.addRow(cells.step(row), row);
      }
    }
  }

  private void admit(int customer) {
    if (contribution.slots() == 0) {
      return;
    }
    int base = cells.base(customer);
    int segments = keep(customer, base);
    cost.reset();
    for (int position = 0; position < segments; position++) {
      for (int answer = 0; answer < totals.length; answer++) {
        cost.add(answer, contribution.bounded(answer, kept[position]));
      }
    }
    long units = cost.units();
    if (units == 0) {
      return; // every part is 0: nothing to add and nothing learnt
    }
    int level = plan.levels().levelOf(units);
    if (plan.levels().units(level) > standing.remainingUnits()[customer]) {
      return;
    }
    payers[level].add(customer);
    for (int position = 0; position < segments; position++) {
      int slot = kept[position];
      int segment = base + contribution.step(slot);
      for (int answer = 0; answer < totals.length; answer++) {
        totals[answer][segment] += contribution.bounded(answer, slot);
      }
    }
  }

  /** Chooses the slots that count, at most l0 of them, and returns how many they are. */
  private int keep(int customer, int base) {
    int slots = contribution.slots();
    if (kept.length < slots) {
      kept = new int[2 * slots];
      priority = new long[2 * slots];
    }
    for (int slot = 0; slot < slots; slot++) {
      kept[slot] = slot;
    }
    if (slots <= plan.l0()) {
      return slots;
    }
    Pseudonym pseudonym = bounding.registry().pseudonym(customer);
    for (int slot = 0; slot < slots; slot++) {
      long segmentHash = segmentHashes.of(base + contribution.step(slot));
      priority[slot] = hash.hash(pseudonym.high(), pseudonym.low(), segmentHash);
    }
    selectLeast(slots, plan.l0());
    return plan.l0();
  }

  /** Moves the slots of least priority, as unsigned numbers, to the front. */
  private void selectLeast(int slots, int count) {
    for (int position = 0; position < count; position++) {
      int least = position;
      for (int other = position + 1; other < slots; other++) {
        if (Long.compareUnsigned(priority[kept[other]], priority[kept[least]]) < 0) {
          least = other;
        }
      }
      int swapped = kept[position];
      kept[position] = kept[least];
      kept[least] = swapped;
    }
  }
}
