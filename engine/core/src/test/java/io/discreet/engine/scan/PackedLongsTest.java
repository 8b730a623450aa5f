package io.discreet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedLongsTest {
  private static final long[] EXTREMES = {
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1,
    -(1L << 62),
    -65,
    -64,
    -1,
    0,
    1,
    63,
    64,
    1L << 62,
    Long.MAX_VALUE
  };

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void addTo_anyNumbers_addsThem(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      int mostZeros = random.nextInt(300);
      long[] values = new long[random.nextInt(2_000)];
      for (int i = random.nextInt(300); i < values.length; i += 1 + random.nextInt(1 + mostZeros)) {
        values[i] =
            random.nextInt(4) == 0
                ? EXTREMES[random.nextInt(EXTREMES.length)]
                : random.nextLong() >> random.nextInt(Long.SIZE);
      }
      int length = random.nextInt(values.length + 1);
      PackedLongs packed = PackedLongs.of(values, length);
      assertThat(packed.unpacked()).isEqualTo(Arrays.copyOf(values, length));

      long[] sums = random.longs(values.length).toArray();
      long[] expected = sums.clone();
      for (int i = 0; i < length; i++) {
        expected[i] += values[i];
      }
      packed.addTo(sums);
      assertThat(sums).isEqualTo(expected);
    }
  }

  /** As the class promises: a byte for a small number, and a few for any number of zeros. */
  @Test
  void bytes_ofSmallNumbersAndZeros_areFew() throws IOException {
    long[] values = new long[1 << 22];
    int bytesOfNone = bytes(PackedLongs.of(values, values.length));
    for (int i = 0; i < 1_000; i++) {
      values[i] = 63;
      values[1_000 + i] = -64;
    }
    assertThat(bytesOfNone).isLessThan(200);
    assertThat(bytes(PackedLongs.of(values, values.length)) - bytesOfNone).isEqualTo(2_000);
  }

  private static int bytes(PackedLongs packed) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(packed);
    }
    return bytes.size();
  }
}
