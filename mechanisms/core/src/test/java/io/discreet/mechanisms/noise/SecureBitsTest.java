package io.discreet.mechanisms.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SecureBitsTest {

  /** More than a MiB, so that the source has been keyed anew; a repeat has odds of 6e-10. */
  private static final int WORDS = 150_000;

  @Test
  void nextLong_beyondOneKey_neverRepeatsAWord() {
    RandomBits bits = SecureBits.fromOperatingSystem();
    assertThat(LongStream.generate(bits::nextLong).limit(WORDS).distinct().count())
        .isEqualTo(WORDS);
  }

  @Test
  void fill_mixedWithSingleWords_neverRepeatsAWordOrLeavesOneOut() {
    RandomBits bits = SecureBits.fromOperatingSystem();
    Set<Long> seen = new HashSet<>();
    int drawn = 0;
    for (int size = 0; drawn < WORDS; size = (size * 5 + 1) % 3001) {
      long[] words = new long[size];
      bits.fill(words);
      Arrays.stream(words).forEach(seen::add);
      seen.add(bits.nextLong());
      drawn += size + 1;
    }
    assertThat(seen).hasSize(drawn).doesNotContain(0L);
  }

  @Test
  void fromOperatingSystem_twoInstances_shareNoWord() {
    Set<Long> first = words(SecureBits.fromOperatingSystem(), 10_000);
    first.retainAll(words(SecureBits.fromOperatingSystem(), 10_000));
    assertThat(first).isEmpty();
  }

  @Test
  void nextLong_fourThreadsOnOneInstance_neverHandOutAWordTwice() throws Exception {
    RandomBits bits = SecureBits.fromOperatingSystem();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Set<Long>> task = () -> words(bits, WORDS / 4);
      List<Future<Set<Long>>> futures =
          new ArrayList<>(threads.invokeAll(List.of(task, task, task, task)));
      Set<Long> all = new HashSet<>();
      for (Future<Set<Long>> future : futures) {
        all.addAll(future.get());
      }
      assertThat(all).hasSize(WORDS / 4 * 4);
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * Each of 64 counts is binomial: 7.2 standard deviations have odds of 6e-13, 64 of them 4e-11.
   */
  @Test
  void nextLong_everyBit_isSetHalfTheTime() {
    assertThat(farthestBit(SecureBits.fromOperatingSystem())).isLessThan(7.2);
  }

  @Test
  void farthestBit_oneBitStuckTwoPercentOfTheTime_isNoticed() {
    RandomBits bits = SecureBits.fromOperatingSystem();
    int[] turn = {0};
    assertThat(farthestBit(() -> bits.nextLong() & (turn[0]++ % 25 == 0 ? ~(1L << 17) : -1L)))
        .isGreaterThan(7.2);
  }

  private static double farthestBit(RandomBits bits) {
    int[] ones = new int[64];
    for (int i = 0; i < WORDS; i++) {
      long word = bits.nextLong();
      for (int bit = 0; bit < 64; bit++) {
        ones[bit] += (int) (word >>> bit & 1);
      }
    }
    double sigma = Math.sqrt(WORDS * 0.25);
    return Arrays.stream(ones)
        .mapToDouble(n -> Math.abs(n - WORDS / 2.0) / sigma)
        .max()
        .orElseThrow();
  }

  private static Set<Long> words(RandomBits bits, int count) {
    Set<Long> words = new HashSet<>();
    for (int i = 0; i < count; i++) {
      words.add(bits.nextLong());
    }
    return words;
  }
}
