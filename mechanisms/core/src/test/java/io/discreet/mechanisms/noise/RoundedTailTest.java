package io.discreet.mechanisms.noise;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.mechanisms.exact.ThresholdSearch;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where the searches of the tail start and where they cannot decide. */
class RoundedTailTest {

  private static final double[] SCALES = {0.1, 1, 100.5, 0x1p26, 0x1p40};

  @ParameterizedTest
  @EnumSource
  void guessedRounded_anyBits_isAtMostOneOff(UnitDistribution distribution) {
    Random random = new Random(41);
    for (double scale : SCALES) {
      RoundedTail tail = new RoundedTail(distribution, scale);
      for (int zeros = 0; zeros < 120; zeros += 3) {
        BigInteger p =
            BigInteger.ONE
                .shiftLeft(190 - zeros)
                .add(new BigInteger(190, random).shiftRight(zeros));
        long result = tail.rounded(p, 191);
        assertThat(tail.guessedRounded(p, 191))
            .as("seed 41: %s, scale %s, p %s", distribution, scale, p)
            .isBetween(result - 1, result + 1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void guessedRounded_endsOfTheUniform_areNumbers(UnitDistribution distribution) {
    RoundedTail tail = new RoundedTail(distribution, 0x1p26);
    BigInteger most = BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE);
    assertThat(tail.guessedRounded(most, 127)).isZero();
    assertThat(tail.guessedRounded(BigInteger.ZERO, 127))
        .isBetween((long) (12 * 0x1p26), (long) (90 * 0x1p26)); // √(2 · 128 ln 2) is 13.3
  }

  @ParameterizedTest
  @EnumSource
  void guessedHalfWidth_anyConfidence_isAtMostOneOff(UnitDistribution distribution) {
    for (double scale : SCALES) {
      RoundedTail tail = new RoundedTail(distribution, scale);
      for (double confidence : new double[] {1e-300, 1e-9, 0.3, 0.95, Math.nextDown(1.0)}) {
        long width = tail.halfWidth(confidence);
        assertThat(tail.guessedHalfWidth(confidence))
            .as("%s, scale %s, confidence %s", distribution, scale, confidence)
            .isBetween(width - 1, width + 1);
      }
    }
  }

  /** The intervals beside the one that holds a boundary are decided. */
  @ParameterizedTest
  @EnumSource
  void rounded_besideABoundary_isDecided(UnitDistribution distribution) {
    for (double scale : SCALES) {
      RoundedTail tail = new RoundedTail(distribution, scale);
      long k = 1 + (long) scale;
      BigInteger seam = tail.twoSided(k, 160).low().shiftRight(160 - 127);
      assertThat(tail.rounded(seam, 127)).isEqualTo(ThresholdSearch.UNDECIDED);
      assertThat(tail.rounded(seam.subtract(BigInteger.ONE), 127)).isEqualTo(k);
      assertThat(tail.rounded(seam.add(BigInteger.ONE), 127)).isEqualTo(k - 1);
    }
  }
}
