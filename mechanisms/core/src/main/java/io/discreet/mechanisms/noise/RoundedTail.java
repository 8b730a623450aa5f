package io.discreet.mechanisms.noise;

import io.discreet.mechanisms.exact.Enclosure;
import io.discreet.mechanisms.exact.ThresholdSearch;
import java.math.BigInteger;

/** The exact tail of round(scale · Z) for a Z of unit scale: P(|round| ≥ k) = T((k − ½)/scale). */
final class RoundedTail {

  /** A double has 53 bits; an enclosure narrower than 2⁻⁶⁴ of itself rounds to one of two. */
  private static final int RELATIVE_BITS = 64;

  private static final int FIRST_BITS = 128;

  /** Below this power of 2 a tail is smaller than every positive double. */
  private static final int UNDERFLOW_BITS = 1100;

  private final UnitDistribution distribution;
  private final double scale;

  RoundedTail(UnitDistribution distribution, double scale) {
    this.distribution = distribution;
    this.scale = scale;
  }

  /**
   * Encloses P(|round| ≥ k).
   *
   * @param k at least 1
   */
  Enclosure twoSided(long k, int bits) {
    Enclosure boundary = Enclosure.of(k, bits).times(2).minus(Enclosure.of(1, bits));
    Enclosure twice = Enclosure.of(scale, bits).times(2);
    return distribution.tail(boundary.dividedBy(twice));
  }

  /** Returns P(round ≥ k), rounded up. */
  double upper(long k) {
    if (k <= 0) {
      return k <= Long.MIN_VALUE + 1 ? 1 : atMostHalfway(k); // 1 − k would not be a long
    }
    for (int bits = FIRST_BITS; ; bits *= 2) {
      Enclosure tail = twoSided(k, bits).scaled(-1, bits);
      if (tail.isRelativelyNarrow(RELATIVE_BITS) || bits > UNDERFLOW_BITS) {
        return tail.toDoubleUp();
      }
    }
  }

  /** P(round ≥ k) = 1 − P(round ≥ 1 − k) for k ≤ 0. */
  private double atMostHalfway(long k) {
    Enclosure below = twoSided(1 - k, FIRST_BITS).scaled(-1, FIRST_BITS);
    return Math.min(1, Enclosure.of(1, FIRST_BITS).minus(below).toDoubleUp());
  }

  /** Returns the least w such that P(|round| ≤ w) ≥ confidence. */
  long halfWidth(double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "confidence must be above 0 and below 1, got " + confidence);
    }
    Enclosure rest = Enclosure.of(1, FIRST_BITS).minus(Enclosure.of(confidence, FIRST_BITS));
    return ThresholdSearch.largest( // a tail that cannot be told from the rest counts as above it
        guessedHalfWidth(confidence), k -> twoSided(k, FIRST_BITS).isBelow(rest) ? -1 : 1);
  }

  /** About {@link #halfWidth}: a place to start looking, no more. */
  long guessedHalfWidth(double confidence) {
    return guessed(Math.log1p(-confidence) / Math.log(2));
  }

  /**
   * Returns the integer to which |scale · Z| rounds, for every |Z| whose two-sided tail lies in [p,
   * p + 1] · 2^(−bits), or {@link ThresholdSearch#UNDECIDED} if that interval holds a boundary.
   */
  long rounded(BigInteger p, int bits) {
    return ThresholdSearch.largest(guessedRounded(p, bits), k -> isAtLeast(k, p, bits));
  }

  /** About {@link #rounded}: a place to start looking, no more. */
  long guessedRounded(BigInteger p, int bits) {
    BigInteger middle = p.shiftLeft(1).setBit(0); // of the interval, in units of 2^(−bits − 1)
    int shift = middle.bitLength() - Long.SIZE;
    return guessed(
        Math.log(middle.shiftRight(shift).doubleValue()) / Math.log(2) + shift - bits - 1);
  }

  private long guessed(double log2) {
    return Math.round(scale * distribution.quantileGuess(log2));
  }

  /** As {@link #rounded}, where the integer is known to be k or k − 1. */
  long roundedToOneOf(long k, BigInteger p, int bits) {
    return switch (isAtLeast(k, p, bits)) {
      case 1 -> k;
      case -1 -> k - 1;
      default -> ThresholdSearch.UNDECIDED;
    };
  }

  /** Whether |scale · Z| rounds to k or more: 1 (yes), −1 (no) or 0 (undecided). */
  private int isAtLeast(long k, BigInteger p, int bits) {
    int working = bits + 16;
    Enclosure level = new Enclosure(p, p.add(BigInteger.ONE), bits).withBits(working);
    Enclosure tail = twoSided(k, working);
    return level.isBelow(tail) ? 1 : tail.isBelow(level) ? -1 : 0;
  }
}
