package io.discreet.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.roaringbitmap.RoaringBitmap;

class PayersTest {

  /** Lengths around words of eight, of 64, and containers. */
  @ParameterizedTest
  @CsvSource({
    "0, 1, 1",
    "1, 1, 1",
    "7, 3, 0.5",
    "8, 127, 1",
    "9, 127, 0.5",
    "63, 2, 0.9",
    "64, 2, 0.9",
    "65, 2, 0.9",
    "65537, 64, 0.7",
    "200000, 3, 0.001"
  })
  void payers_haveEachCustomerOnceAtTheirLevel(int customers, int levels, double share) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(customers);
    List<RoaringBitmap> expected = new ArrayList<>();
    for (int level = 0; level < levels; level++) {
      expected.add(new RoaringBitmap());
    }
    byte[] numbers = new byte[customers];
    long count = 0;
    long runs = 0;
    int before = 0;
    for (int customer = 0; customer < customers; customer++) {
      // Levels come in runs, some of one customer.
      boolean pays = random.nextDouble() < share;
      int number =
          !pays ? 0 : random.nextBoolean() ? Math.max(1, before) : 1 + random.nextInt(levels);
      numbers[customer] = (byte) number;
      if (number > 0) {
        expected.get(number - 1).add(customer);
        count++;
        runs += number == before ? 0 : 1;
      }
      before = number;
    }
    Payers payers = new Payers(numbers);

    assertThat(payers.sets(levels)).isEqualTo(expected);
    assertThat(payers.all()).isEqualTo(RoaringBitmap.or(expected.iterator()));
    assertThat(payers.count()).isEqualTo(count);
    assertThat(payers.runs()).isEqualTo(runs);
    Payers ofSets = Payers.of(expected);
    for (int customer = 0; customer < customers; customer++) {
      assertThat(payers.level(customer)).isEqualTo(numbers[customer] - 1);
      assertThat(ofSets.level(customer)).isEqualTo(numbers[customer] - 1);
    }
    assertThat(payers.level(customers)).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 6, 7, 8, 63, 64, 99})
  void beyond_oneCustomerAboveAll_isSeenWherever(int where) {
    byte[] numbers = new byte[100];
    numbers[50] = 3;
    numbers[where] = 64;
    Payers payers = new Payers(numbers);

    assertThat(payers.beyond(63)).isTrue();
    assertThat(payers.beyond(64)).isFalse();
    assertThat(payers.beyond(127)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 8, 15, 16})
  void payers_numberBelowZero_isRefused(int where) {
    byte[] numbers = new byte[17];
    numbers[where] = -1;
    assertThatThrownBy(() -> new Payers(numbers)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void of_customerInTwoSets_isRefused() {
    RoaringBitmap two = RoaringBitmap.bitmapOf(2);
    assertThatThrownBy(() -> Payers.of(List.of(two, two)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("on two levels");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void of_indexBeyondAnArray_isRefused(int customer) {
    assertThatThrownBy(() -> Payers.of(List.of(RoaringBitmap.bitmapOf(customer))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
