package io.discreet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongPlacesTest {

  /** Again and again after {@link LongPlaces#clear}, as for one customer after another. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void place_anyNumbers_isTheOrderOfTheirFirstAppearance(long seed) {
    Random random = new Random(seed);
    LongPlaces places = new LongPlaces();
    for (int round = 0; round < 60; round++) {
      places.clear();
      Map<Long, Integer> expected = new HashMap<>();
      List<Long> numbers = new ArrayList<>();
      int bound = 1 + random.nextInt(3_000);
      for (int i = random.nextInt(4_000); i > 0; i--) {
        // Multiples of a power of two meet in few slots of a table that hashes badly.
        long number = (long) random.nextInt(bound) << (16 * random.nextInt(3));
        if (expected.putIfAbsent(number, expected.size()) == null) {
          numbers.add(number);
        }
        assertThat(places.place(number)).isEqualTo(expected.get(number));
      }
      assertThat(places.size()).isEqualTo(numbers.size());
      for (int place = 0; place < numbers.size(); place++) {
        assertThat(places.number(place)).isEqualTo(numbers.get(place));
      }
    }
  }
}
