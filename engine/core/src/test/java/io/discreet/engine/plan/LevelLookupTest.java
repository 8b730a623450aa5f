package io.discreet.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LevelLookupTest {

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  /** Bounds of all sizes, near to each other or equal, and values at and beside each of them. */
  @ParameterizedTest
  @MethodSource("seeds")
  void last_anyBounds_isTheLastThatCoversTheValue(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    long[] bounds = new long[1 + random.nextInt(64)];
    long most = Long.MAX_VALUE >>> random.nextInt(62);
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] =
          random.nextBoolean() ? random.nextLong(most) : (most >>> random.nextInt(60)) & most;
    }
    bounds[0] = Math.max(1, most);
    Arrays.sort(bounds);
    for (int i = 0; i < bounds.length / 2; i++) {
      long swapped = bounds[i];
      bounds[i] = bounds[bounds.length - 1 - i];
      bounds[bounds.length - 1 - i] = swapped;
    }
    LevelLookup lookup = new LevelLookup(bounds);
    LongStream.concat(
            Arrays.stream(bounds)
                .flatMap(bound -> LongStream.of(bound - 1, bound, bound + 1, bound / 2)),
            LongStream.of(1, 2, 7, 8, 9, bounds[0]))
        .filter(value -> value >= 1 && value <= bounds[0])
        .forEach(
            value -> {
              int last = 0;
              while (last + 1 < bounds.length && bounds[last + 1] >= value) {
                last++;
              }
              assertThat(lookup.last(value)).as("seed %d, value %d", seed, value).isEqualTo(last);
            });
  }
}
