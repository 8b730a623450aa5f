package io.discreet.engine.ledger;

/**
 * An amount in both columns of the books: the currency's units, and the δ of selection in units of
 * 2⁻⁶². Each is at least 0 and adds up by itself.
 */
public record Spend(long units, long deltaUnits) {

  /** Nothing. */
  public static final Spend NONE = new Spend(0, 0);

  public Spend {
    if (units < 0 || deltaUnits < 0) {
      throw new IllegalArgumentException("spend must be at least 0");
    }
  }

  /** The sum; where it does not fit it is the greatest number there is, never less. */
  Spend plus(Spend other) {
    return new Spend(Units.add(units, other.units), Units.add(deltaUnits, other.deltaUnits));
  }

  /** Both columns rounded up, so that a balance does not tell which charges it was made of. */
  Spend roundUp() {
    return new Spend(Units.roundUp(units), Units.roundUp(deltaUnits));
  }

  /** Whether a budget of which this is spent has room for a cost, in both columns. */
  boolean leaves(Spend cost, Spend budget) {
    return fits(cost.units, budget.units - units)
        && fits(cost.deltaUnits, budget.deltaUnits - deltaUnits);
  }

  /** Written with a difference of numbers that are not negative, which cannot overflow. */
  private static boolean fits(long cost, long left) {
    return cost == 0 || cost <= left; // left is negative where a policy's budget was lowered
  }
}
