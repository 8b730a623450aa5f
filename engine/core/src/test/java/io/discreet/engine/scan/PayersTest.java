package io.discreet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.plan.CostLevels;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roaringbitmap.RoaringBitmap;

class PayersTest {

  /** Steps between customers from one to more than a page. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 70, 5_000, 200_000})
  void sets_risingCustomers_haveThemOnceAtTheirLevel(int farthest) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(farthest);
    RoaringBitmap[] expected = new RoaringBitmap[CostLevels.COUNT];
    Arrays.setAll(expected, level -> new RoaringBitmap());
    Payers payers = new Payers();
    int customer = farthest == 1 ? 0 : random.nextInt(farthest);
    for (int i = 0; i < 70_000 && customer >= 0; i++) {
      int level = random.nextInt(3) == 0 ? random.nextInt(CostLevels.COUNT) : 63;
      payers.add(customer, level);
      expected[level].add(customer);
      customer += 1 + random.nextInt(farthest);
    }
    assertThat(payers.sets()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {63, 64, 65_535, 65_536, Integer.MAX_VALUE})
  void sets_customersOnEitherSideOfABorder_areAllThere(int last) {
    Payers payers = new Payers();
    payers.add(last - 1, 0);
    payers.add(last, 0);

    assertThat(payers.sets()[0]).isEqualTo(RoaringBitmap.bitmapOf(last - 1, last));
    assertThat(payers.sets()[1]).isEqualTo(new RoaringBitmap());
  }
}
