package io.discreet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPlacesTest {

  /** Again and again after {@link KeyPlaces#clear}, as for one customer after another. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void place_anyKeys_isTheOrderOfTheirFirstAppearance(int words) {
    Random random = new Random(words);
    KeyPlaces places = new KeyPlaces(words);
    for (int round = 0; round < 60; round++) {
      places.clear();
      Map<List<Long>, Integer> expected = new HashMap<>();
      List<List<Long>> keys = new ArrayList<>();
      int bound = 1 + random.nextInt(3_000);
      for (int i = random.nextInt(4_000); i > 0; i--) {
        // Multiples of a power of two meet in few slots of a table that hashes badly; and keys
        // that differ in one word alone, whichever it is, are others.
        long[] key = new long[words];
        key[random.nextInt(words)] = (long) random.nextInt(bound) << (16 * random.nextInt(3));
        List<Long> boxed = LongStream.of(key).boxed().toList();
        if (expected.putIfAbsent(boxed, expected.size()) == null) {
          keys.add(boxed);
        }
        long[] rest = Arrays.copyOfRange(key, 1, words);
        assertThat(places.place(key[0], rest)).isEqualTo(expected.get(boxed));
        Arrays.fill(rest, -1); // which was copied
      }
      assertThat(places.size()).isEqualTo(keys.size());
      for (int place = 0; place < keys.size(); place++) {
        assertThat(places.first(place)).isEqualTo(keys.get(place).get(0));
        for (int word = 1; word < words; word++) {
          assertThat(places.other(place, word - 1)).isEqualTo(keys.get(place).get(word));
        }
      }
    }
  }
}
