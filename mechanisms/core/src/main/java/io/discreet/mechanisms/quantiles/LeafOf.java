package io.discreet.mechanisms.quantiles;

import java.math.BigInteger;

/**
 * Which leaf of a {@link QuantileTree} a value falls into, without a division, which would take
 * most of the time of a row.
 *
 * <p>While there is a leaf for every value, that is the value's place in the range; beyond that
 * ⌊offset · leaves / values⌋. The quotient is a multiplication by leaves / values in 62 bits,
 * rounded up: exact for fewer than 2⁴⁵ values, and with larger ranges a value at the end of a leaf
 * may count in the next one. {@link #first} inverts what is computed, so that ends of leaves are
 * always exact.
 */
public final class LeafOf {

  /** Bits of the factor below the point, beyond the 64 that {@code multiplyHigh} drops. */
  private static final int EXTRA_BITS = 44;

  private final long least;
  private final long greatest;
  private final long values;
  private final int last;
  private final boolean own;
  private final int shift;
  private final long factor;

  /** The leaves of a tree. */
  public LeafOf(QuantileTree tree) {
    least = tree.least();
    greatest = tree.greatest();
    values = tree.values();
    last = tree.leaves() - 1;
    own = values <= tree.leaves();
    shift = Long.numberOfLeadingZeros(values) - 1; // values · 2^shift is from 2⁶² to 2⁶³
    BigInteger[] quotient =
        BigInteger.valueOf(tree.leaves())
            .shiftLeft(Long.SIZE + EXTRA_BITS)
            .divideAndRemainder(BigInteger.valueOf(values).shiftLeft(shift));
    factor = own ? 0 : quotient[0].longValueExact() + quotient[1].signum();
  }

  /** The leaf of a value; one beyond the range is in that of its nearer end. */
  public int leaf(long value) {
    long offset = Math.max(least, Math.min(greatest, value)) - least;
    return own ? (int) offset : shared(offset);
  }

  private int shared(long offset) {
    return Math.min(last, (int) (Math.multiplyHigh(offset << shift, factor) >>> EXTRA_BITS));
  }

  /**
   * How far the least value of a leaf is from the start of the range.
   *
   * @param leaf from 0 to the number of leaves, for which it is the number of values, as for a leaf
   *     that no value falls into
   */
  long first(int leaf) {
    if (own) {
      return Math.min(values, leaf);
    }
    if (leaf > last) {
      return values;
    }
    BigInteger[] quotient =
        BigInteger.valueOf(leaf)
            .shiftLeft(Long.SIZE + EXTRA_BITS - shift)
            .divideAndRemainder(BigInteger.valueOf(factor));
    return quotient[0].longValueExact() + quotient[1].signum();
  }
}
