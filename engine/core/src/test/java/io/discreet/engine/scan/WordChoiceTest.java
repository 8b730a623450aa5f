package io.discreet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class WordChoiceTest {
  private static final int RUNS = 20_000;

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);

  @Test
  void least_anyWord_isAsManyOfItsBitsAsWanted() {
    for (int run = 0; run < RUNS; run++) {
      long word = random.nextLong() | 1L << 63;
      int wanted = 1 + random.nextInt(Long.bitCount(word));
      long least = WordChoice.least(word, wanted, random.nextLong());
      assertThat(least & ~word).isZero();
      assertThat(Long.bitCount(least)).isEqualTo(wanted);
    }
  }

  /** There is one order for each customer: who is kept among more is kept among fewer. */
  @Test
  void least_wordWithoutOneSegment_keepsTheOthersThatWereKept() {
    for (int run = 0; run < RUNS; run++) {
      long word = random.nextLong();
      long seed = random.nextLong();
      int wanted = 1 + random.nextInt(10);
      long gone = Long.lowestOneBit(Long.rotateLeft(word, 17));
      long fewer = word & ~Long.rotateRight(gone, 17);
      long before = WordChoice.least(word, wanted, seed);
      long after = WordChoice.least(fewer, wanted, seed);
      assertThat(before & fewer & ~after).isZero();
    }
  }

  @Test
  void least_manySeeds_keepsEverySegmentEquallyOften() {
    long word = 0x8000_0400_1020_8049L;
    int segments = Long.bitCount(word);
    int wanted = 3;
    int[] kept = new int[Long.SIZE];
    for (int run = 0; run < RUNS; run++) {
      long least = WordChoice.least(word, wanted, random.nextLong());
      for (long rest = least; rest != 0; rest &= rest - 1) {
        kept[Long.numberOfTrailingZeros(rest)]++;
      }
    }
    double share = (double) wanted / segments;
    double deviation = Math.sqrt(share * (1 - share) / RUNS);
    for (long rest = word; rest != 0; rest &= rest - 1) {
      assertThat((double) kept[Long.numberOfTrailingZeros(rest)] / RUNS)
          .isCloseTo(share, within(5 * deviation));
    }
  }
}
