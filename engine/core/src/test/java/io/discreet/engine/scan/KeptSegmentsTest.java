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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    public long offset(int slot) {
      return slot;
    }

    @Override
    public long otherOffset(int slot, int other) {
      throw new UnsupportedOperationException();
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
    RandomShop shop = aShop(1);
    Bounding bounding = shop.bounding();
    Cells cells =
        new Cells(plan(shop, "product", 1).axes(), 1, name -> new Products(), Integer.MAX_VALUE);
    SegmentHashes hashes =
        new SegmentHashes(plan(shop, "product", 1), cells, bounding.segmentHash());
    long[] priorities =
        IntStream.range(0, SLOTS)
            .mapToLong(
                slot ->
                    Bounding.priority(bounding.ofCustomers(0, 1)[0], hashes.of(slot, new long[0])))
            .toArray();
    long[] sorted = priorities.clone();
    Arrays.sort(sorted);
    for (int l0 : new int[] {16, 17}) {
      KeptSegments kept = new KeptSegments(plan(shop, "product", l0), cells, bounding);
      kept.begin(new Block(new int[] {0, SLOTS}, 0, 1));
      int count = kept.choose(0, 0, new OneOfEach(SLOTS));
      long last = sorted[l0 - 1];
      assertThat(Arrays.stream(kept.slots(), 0, count).sorted())
          .as("l0 %d", l0)
          .containsExactlyElementsOf(
              IntStream.range(0, SLOTS).filter(slot -> priorities[slot] <= last).boxed().toList());
    }
  }

  /** What one answer leaves out would else be left out of all, and errors would not even out. */
  @Test
  void choose_queriesByOtherAttributes_choosesAnew() {
    RandomShop shop = aShop(20);
    List<List<Long>> choices = new ArrayList<>();
    for (String axes : List.of("category", "category, city", "category, age_band")) {
      QueryPlan plan = plan(shop, axes, 3);
      Cells cells = new Cells(plan.axes(), plan.finestSegments(), shop::table, Integer.MAX_VALUE);
      WordChoice choice = new WordChoice(plan, cells, shop.bounding());
      choices.add(
          Arrays.stream(shop.bounding().ofCustomers(0, 20))
              .mapToObj(customerHash -> choice.choose(customerHash, 0b111111))
              .toList());
    }
    assertThat(choices).doesNotHaveDuplicates();
  }

  private static QueryPlan plan(RandomShop shop, String axes, int l0) {
    return new QueryPlanner(shop.policy)
        .plan(
            SegmentQuery.parse(
                    "SELECT " + axes + ", COUNT(DISTINCT customer) FROM purchases GROUP BY " + axes,
                    "recommendations")
                .withL0(l0),
            Share.percent(100),
            RandomShop.AS_OF);
  }

  private static RandomShop aShop(int customers) {
    long seed = 0;
    RandomShop shop = new RandomShop(seed);
    while (shop.policy.budget().pure() || shop.customers() < customers) {
      shop = new RandomShop(++seed);
    }
    return shop;
  }
}
