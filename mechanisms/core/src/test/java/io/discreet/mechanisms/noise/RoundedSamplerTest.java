package io.discreet.mechanisms.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.discreet.mechanisms.exact.ThresholdSearch;
import io.discreet.mechanisms.testing.InsecureSeededNoise;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.numbers.gamma.Erfc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast path against exact arithmetic, and the ways through the sampler. */
class RoundedSamplerTest {

  private static final double[] SCALES = {
    0.1, 0.37, 1, 2.5, 100.5, 12_345.678, 0x1p20, 3e9, 0x1.fffffffffffffp39, 0x1p40
  };

  private static LatticeNoise noise(UnitDistribution distribution, double scale) {
    return distribution == UnitDistribution.NORMAL
        ? new RoundedGaussian(scale)
        : new RoundedLaplace(scale);
  }

  @ParameterizedTest
  @EnumSource
  void draw_everyBinadeAndScale_equalsExactArithmetic(UnitDistribution distribution) {
    SplittableRandom random = new SplittableRandom(11);
    for (double scale : SCALES) {
      LatticeNoise noise = noise(distribution, scale);
      RoundedTail tail = new RoundedTail(distribution, scale);
      for (int binade = 0; binade <= 62; binade++) {
        long v = (1L << (62 - binade)) | random.nextLong(1L << (62 - binade));
        long more = random.nextLong();
        long draw = noise.draw(new ScriptedBits(v << 1, more));
        BigInteger p =
            BigInteger.valueOf(v).shiftLeft(64).add(new BigInteger(Long.toUnsignedString(more)));
        assertThat(draw)
            .as("seed 11: %s, scale %s, v %d", distribution, scale, v)
            .isEqualTo(tail.rounded(p, 127));
        assertThat(noise.draw(new ScriptedBits(v << 1 | 1, more))).isEqualTo(-draw);
      }
    }
  }

  /**
   * Boundaries of the scales that the reference table lacks, against Commons Numbers. The last 40
   * of 107 bisections are inside of the fast path's error, so that exact arithmetic decides them.
   */
  @ParameterizedTest
  @EnumSource
  void draw_bitsAtSeamsOfExtremeScales_changesWhereTheTailDoes(UnitDistribution distribution) {
    for (double scale : new double[] {0.1, 0.37, 0x1p26, 0x1p40}) {
      LatticeNoise noise = noise(distribution, scale);
      for (double z : new double[] {0.0, 0.01, 0.5, 1, 3, 6.2, 7.4}) {
        long k = 1 + (long) (z * scale);
        double boundary = (k - 0.5) / scale;
        double tail =
            distribution == UnitDistribution.NORMAL
                ? Erfc.value(boundary / Math.sqrt(2))
                : Math.exp(-boundary);
        BigInteger below = BigInteger.ZERO;
        BigInteger above = BigInteger.ONE.shiftLeft(127);
        while (above.subtract(below).bitLength() > 20) {
          BigInteger middle = below.add(above).shiftRight(1);
          long[] words = Arrays.copyOf(ScriptedBits.uniform(middle, 1).words(), 3);
          ScriptedBits bits = new ScriptedBits(words);
          if (noise.draw(bits) >= k) {
            below = middle;
          } else {
            above = middle;
          }
        }
        assertThat(below.doubleValue() * 0x1p-127)
            .as("%s, scale %s, seam below %d", distribution, scale, k)
            .isCloseTo(tail, withinPercentage(1e-10));
      }
    }
  }

  @Test
  void draw_intervalInsideOneInteger_looksAtTwoWordsOnly() {
    ScriptedBits bits = ScriptedBits.uniform(BigInteger.ONE.shiftLeft(126), 1); // q(½) = 0.674
    assertThat(new RoundedGaussian(2).draw(bits)).isEqualTo(1);
    assertThat(bits.used()).isEqualTo(2);
  }

  @Test
  void draw_intervalAcrossABoundary_looksAtMoreWordsUntilCertain() {
    // With b = ½, the boundary between 0 and 1 is at p = e⁻¹: find its first 127 bits.
    LatticeNoise noise = new RoundedLaplace(0.5);
    RoundedTail tail = new RoundedTail(UnitDistribution.LAPLACE, 0.5);
    BigInteger seam = tail.twoSided(1, 127).low();
    assertThat(tail.rounded(seam, 127)).isEqualTo(ThresholdSearch.UNDECIDED);
    long first = seam.shiftRight(64).longValueExact() << 1;
    ScriptedBits below = new ScriptedBits(first, seam.longValue(), 0);
    assertThat(noise.draw(below)).isEqualTo(1);
    ScriptedBits above = new ScriptedBits(first, seam.longValue(), -1);
    assertThat(noise.draw(above)).isZero();
    assertThat(below.used()).isEqualTo(3);
    assertThat(above.used()).isEqualTo(3);
  }

  @Test
  void draw_zeroWord_looksOnAndIsLarge() {
    ScriptedBits bits = new ScriptedBits(0, Long.MAX_VALUE);
    assertThat(new RoundedLaplace(1).draw(bits)).isBetween(44L, 45L); // ln 2⁶⁴ = 44.4
    assertThat(bits.used()).isEqualTo(2);
  }

  @Test
  void draw_sourceStuckAtZero_failsInsteadOfAnswering() {
    CountedBits zeros = new CountedBits(() -> 0);
    assertThatThrownBy(() -> new RoundedLaplace(1000).draw(zeros))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("repeats itself");
    assertThat(zeros.asked).isEqualTo(66); // 4159 bits of p and the sign are 65 words
  }

  /** Whoever asked the tail of another scale would draw another number. */
  @ParameterizedTest
  @EnumSource
  void draw_usualBits_neverAsksForTheExactTail(UnitDistribution distribution) {
    RoundedTail wrong = new RoundedTail(distribution, 0.1);
    RoundedSampler sampler = new RoundedSampler(distribution, wrong, 1000);
    LatticeNoise noise = noise(distribution, 1000);
    RandomBits bits = new InsecureSeededNoise(31);
    RandomBits same = new InsecureSeededNoise(31);
    for (int i = 0; i < 10_000; i++) {
      assertThat(sampler.draw(bits)).as("seed 31").isEqualTo(noise.draw(same));
    }
  }

  @ParameterizedTest
  @EnumSource
  void fill_noSlowPath_equalsSingleDrawsOfTheSameBits(UnitDistribution distribution) {
    LatticeNoise noise = noise(distribution, 7.5);
    long[] values = new long[5000];
    noise.fill(values, new InsecureSeededNoise(13));
    RandomBits same = new InsecureSeededNoise(13);
    for (long value : values) {
      assertThat(value).as("seed 13").isEqualTo(noise.draw(same));
    }
  }

  /** The shorter polynomial of draws in bulk decides what the longer one does, in the tail too. */
  @ParameterizedTest
  @EnumSource
  void fill_everyBinadeAndScale_equalsSingleDraws(UnitDistribution distribution) {
    SplittableRandom random = new SplittableRandom(19);
    for (double scale : SCALES) {
      LatticeNoise noise = noise(distribution, scale);
      long[] words = new long[2 * 63 * 20];
      for (int draw = 0; draw < words.length / 2; draw++) {
        int binade = draw % 63;
        long v = (1L << (62 - binade)) | random.nextLong(1L << (62 - binade));
        words[2 * draw] = v << 1 | random.nextInt(2);
        words[2 * draw + 1] = random.nextLong();
      }
      long[] values = new long[words.length / 2];
      noise.fill(values, new ScriptedBits(Arrays.copyOf(words, words.length + 2 * 256)));
      for (int draw = 0; draw < values.length; draw++) {
        assertThat(values[draw])
            .as("seed 19: %s, scale %s, binade %d", distribution, scale, draw % 63)
            .isEqualTo(noise.draw(new ScriptedBits(words[2 * draw], words[2 * draw + 1])));
      }
    }
  }

  /** One chunk more than there are values would be bits for nobody. */
  @ParameterizedTest
  @ValueSource(ints = {0, 256, 5 * 256})
  void fill_wholeChunks_takesTwoWordsForEachDraw(int draws) {
    CountedBits bits = new CountedBits(new InsecureSeededNoise(37));
    new RoundedGaussian(7.5).fill(new long[draws], bits);
    assertThat(bits.asked).isEqualTo(2 * draws);
  }

  @ParameterizedTest
  @EnumSource
  void fill_bitsOfTheDraws_areErasedAfterwards(UnitDistribution distribution) {
    RememberedArrays bits = new RememberedArrays();
    noise(distribution, 7.5).fill(new long[600], bits);
    assertThat(bits.given)
        .isNotEmpty()
        .allMatch(words -> Arrays.stream(words).allMatch(w -> w == 0));
  }

  /** For the largest scale the slow path is common enough to be met, and must not show. */
  @ParameterizedTest
  @EnumSource
  void fill_largestScale_hasTheSpreadOfTheDistribution(UnitDistribution distribution) {
    LatticeNoise noise = noise(distribution, 0x1p40);
    long[] values = new long[100_000];
    noise.fill(values, new InsecureSeededNoise(17));
    long half = noise.halfWidth(0.5);
    long inside = 0;
    for (long value : values) {
      inside += Math.abs(value) <= half ? 1 : 0;
    }
    // Binomial: 6.5 standard deviations have odds of 8e-11.
    assertThat(inside).as("seed 17").isBetween(50_000L - 1028, 50_000L + 1028);
  }

  /** Counts the words that it hands out. */
  private static final class CountedBits implements RandomBits {
    private final RandomBits bits;
    private int asked;

    CountedBits(RandomBits bits) {
      this.bits = bits;
    }

    @Override
    public long nextLong() {
      asked++;
      return bits.nextLong();
    }
  }

  /** Remembers the arrays that it filled, not what it put there. */
  private static final class RememberedArrays implements RandomBits {
    private final RandomBits bits = new InsecureSeededNoise(29);
    private final List<long[]> given = new ArrayList<>();

    @Override
    public long nextLong() {
      return bits.nextLong();
    }

    @Override
    public void fill(long[] words) {
      bits.fill(words);
      given.add(words);
    }
  }
}
