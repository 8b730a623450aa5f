package io.discreet.mechanisms.noise;

import io.discreet.mechanisms.exact.Enclosure;
import io.discreet.mechanisms.exact.ThresholdSearch;
import java.math.BigInteger;

/** The exact tail of round(scale · Z) for a Z of unit scale: P(|round| ≥ k) = T((k − ½)/scale). */
final class RoundedTail {

  /** A double has 53 bits; an enclosure narrower than 2⁻⁶⁴ of itself rounds to one of two. */
  private static final int RELATIVE_BITS = 64;

  private static final int FIRST_BITS = 128;
  private static final int LAST_BITS = 4096;

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
    check(confidence);
    double guess = scale * distribution.quantileGuess(Math.log1p(-confidence) / Math.log(2));
    return ThresholdSearch.largest(Math.round(guess), k -> isTailAbove(k, confidence));
  }

  /**
   * Returns a w such that two independent draws differ by at most w with this probability or more:
   * rounding moves each draw by at most ½.
   */
  long differenceHalfWidth(double confidence) {
    check(confidence);
    return (long) Math.floor(scale * distribution.differenceQuantile(1 - confidence) + 1);
  }

  private static void check(double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "confidence must be above 0 and below 1, got " + confidence);
    }
  }

  /** Whether P(|round| ≥ k) exceeds 1 − confidence; in doubt it does. */
  private int isTailAbove(long k, double confidence) {
    for (int bits = FIRST_BITS; bits <= LAST_BITS; bits *= 2) {
      Enclosure tail = twoSided(k, bits);
      Enclosure rest = Enclosure.of(1, bits).minus(Enclosure.of(confidence, bits));
      if (tail.isBelow(rest)) {
        return -1;
      }
      if (rest.isBelow(tail)) {
        return 1;
      }
    }
    return 1;
  }

  /**
   * Returns the integer to which |scale · Z| rounds, for every |Z| whose two-sided tail lies in [p,
   * p + 1] · 2^(−bits), or {@link ThresholdSearch#UNDECIDED} if that interval holds a boundary.
   */
  long rounded(BigInteger p, int bits) {
    double log2 = p.bitLength() < 64 ? Math.log(p.doubleValue() + 0.5) / Math.log(2) : log2(p);
    double guess = scale * distribution.quantileGuess(Math.min(log2 - bits, 0));
    return ThresholdSearch.largest(Math.round(guess), k -> isAtLeast(k, p, bits));
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

  private static double log2(BigInteger p) {
    int shift = p.bitLength() - 63;
    return Math.log(p.shiftRight(shift).doubleValue()) / Math.log(2) + shift;
  }
}
