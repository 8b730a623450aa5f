package io.discreet.engine.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackerTest {

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void packer_runsOfAnyMagnitudeByTwoThreads_givesBackWhatWasPut(long seed) {
    java.util.Random random = new java.util.Random(seed);
    int[] numbers = new int[1 + random.nextInt(500)];
    int most = new int[] {127, 128, 32_767, 32_768, Integer.MAX_VALUE}[random.nextInt(5)];
    for (int row = 0; row < numbers.length; row++) {
      int magnitude = random.nextInt(9) == 0 ? most : random.nextInt(100);
      int signed = random.nextBoolean() ? magnitude : -magnitude;
      numbers[row] = random.nextInt(6) == 0 ? Packed.NULL : signed;
    }
    Packer packer = new Packer(numbers.length, random.nextInt(40_000));
    int half = numbers.length / 2;
    IntStream.range(0, 2)
        .parallel()
        .forEach(
            part -> {
              int from = part == 0 ? 0 : half;
              int to = part == 0 ? half : numbers.length;
              for (int row = from; row < to; row += 7) {
                int count = Math.min(7, to - row);
                packer.put(row, Arrays.copyOfRange(numbers, row, row + count), count);
              }
            });

    Packed packed = packer.packed();
    int[] got = IntStream.range(0, packed.length()).map(packed::get).toArray();
    assertThat(got).as("seed %d", seed).containsExactly(numbers);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 127, 128, 32_767, 32_768})
  void packer_expectedMagnitude_takesTheNarrowestType(long magnitude) {
    int bytes = magnitude <= 127 ? 1 : magnitude <= 32_767 ? 2 : 4;
    assertThat(new Packer(10, magnitude).packed().bytes()).isEqualTo(10L * bytes);
  }
}
