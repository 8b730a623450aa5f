package io.discreet.engine.ledger;

/** Sums of spent units, which only err upwards. Units are never negative. */
final class Units {

  private Units() {}

  /** The sum, or {@link Long#MAX_VALUE} where it does not fit: never less, in whatever order. */
  static long add(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /**
   * Rounds up to four significant binary digits, at most an eighth more, so that a balance does not
   * tell which charges it was made of.
   */
  static long roundUp(long units) {
    int dropped = Long.SIZE - Long.numberOfLeadingZeros(units) - 4;
    if (dropped <= 0) {
      return units;
    }
    long mask = (1L << dropped) - 1;
    return units > Long.MAX_VALUE - mask ? Long.MAX_VALUE : (units + mask) & ~mask;
  }
}
