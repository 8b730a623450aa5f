package io.discreet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.plan.QueryPlan;
import io.discreet.engine.plan.QueryPlanner;
import io.discreet.engine.plan.Share;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.vault.ColumnData;
import io.discreet.engine.vault.Packed;
import io.discreet.engine.vault.TableData;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeptSegmentsTest {

  /** As many again as a key has bits for. */
  private static final int SLOTS = 2 << Bounding.SLOT_BITS;

  /** Products of which no two are the same. */
  private static final class Products extends AbstractList<String> implements TableData {

    @Override
    public String get(int code) {
      return "p" + code;
    }

    @Override
    public int size() {
      return SLOTS;
    }

    @Override
    public int[] offsets() {
      return new int[] {0, SLOTS};
    }

    @Override
    public ColumnData column(String name) {
      return new ColumnData.Codes(new Packed.Ints(IntStream.range(0, SLOTS).toArray()), this);
    }
  }

  /** A customer with a row of each product. */
  private record OneOfEach(int slots) implements Contribution {

    @Override
    public void begin(Block block) {}

    @Override
    public void collect(int customer) {}

    @Override
    public long word() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void keep(int[] kept, int count) {}

    @Override
    public long step(int slot) {
      return slot;
    }

    @Override
    public void leaves(int answer, int[] kept, int count, KeptLeaves leaves) {}

    @Override
    public void bounded(int answer, int[] kept, int count, long[] parts) {}
  }

  /**
   * A segment that is kept twice would count twice and be paid for as if it were two; so l0
   * different ones, and those of least priority, whichever way they are found.
   */
  @Test
  void choose_customerInMoreSegmentsThanFitAKey_keepsTheLeast() {
    RandomShop shop = aShop();
    Bounding bounding = shop.bounding();
    Cells cells = new Cells(plan(shop, 1).axes(), 1, name -> new Products(), Integer.MAX_VALUE);
    SegmentHashes hashes = new SegmentHashes(plan(shop, 1), cells, bounding.segmentHash());
    long[] priorities =
        IntStream.range(0, SLOTS)
            .mapToLong(slot -> Bounding.priority(bounding.ofCustomer(0), hashes.of(slot)))
            .toArray();
    long[] sorted = priorities.clone();
    Arrays.sort(sorted);
    for (int l0 : new int[] {16, 17}) {
      KeptSegments kept = new KeptSegments(plan(shop, l0), cells, bounding);
      int count = kept.choose(0, 0, new OneOfEach(SLOTS));
      long last = sorted[l0 - 1];
      assertThat(Arrays.stream(kept.slots(), 0, count).sorted())
          .as("l0 %d", l0)
          .containsExactlyElementsOf(
              IntStream.range(0, SLOTS).filter(slot -> priorities[slot] <= last).boxed().toList());
    }
  }

  private static QueryPlan plan(RandomShop shop, int l0) {
    return new QueryPlanner(shop.policy)
        .plan(
            SegmentQuery.parse(
                    "SELECT product, COUNT(DISTINCT customer) FROM purchases GROUP BY product",
                    "recommendations")
                .withL0(l0),
            Share.percent(100),
            RandomShop.AS_OF);
  }

  private static RandomShop aShop() {
    long seed = 0;
    RandomShop shop = new RandomShop(seed);
    while (shop.policy.budget().pure() || shop.customers() == 0) {
      shop = new RandomShop(++seed);
    }
    return shop;
  }
}
