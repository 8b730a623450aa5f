package io.discreet.engine.ledger;

import java.util.Arrays;

/**
 * What each customer has spent, in both columns. The second takes no memory while nobody has spent
 * in it. Sums only err upwards.
 */
final class Balances {

  private static final long[] NOTHING = {};

  private long[] units = NOTHING;
  private long[] deltaUnits = NOTHING;
  private long most;
  private long mostDelta;

  /** Customer indexes that have a balance. */
  int customers() {
    return units.length;
  }

  /** Makes room for {@code customers}; who is new has spent nothing. */
  void grow(int customers) {
    if (units.length < customers) {
      units = Arrays.copyOf(units, customers);
    }
    if (deltaUnits.length > 0 && deltaUnits.length < customers) {
      deltaUnits = Arrays.copyOf(deltaUnits, customers);
    }
  }

  /**
   * Adds a cost.
   *
   * @throws io.discreet.engine.failure.InputException if there is no such customer or amount
   */
  void add(int customer, Spend cost) {
    add(customer, cost.units(), cost.deltaUnits());
  }

  /** The same in numbers. */
  void add(int customer, long cost, long deltaCost) {
    if (customer < 0 || customer >= units.length || cost < 0 || deltaCost < 0) {
      throw RowChecksum.damaged("a charge names a customer or an amount that cannot be");
    }
    long sum = Units.add(units[customer], cost);
    units[customer] = sum;
    most = Math.max(most, sum);
    if (deltaCost > 0) {
      if (deltaUnits.length == 0) {
        deltaUnits = new long[units.length];
      }
      long deltaSum = Units.add(deltaUnits[customer], deltaCost);
      deltaUnits[customer] = deltaSum;
      mostDelta = Math.max(mostDelta, deltaSum);
    }
  }

  /** Takes a customer's spend out. */
  void clear(int customer) {
    units[customer] = 0;
    if (deltaUnits.length > 0) {
      deltaUnits[customer] = 0;
    }
  }

  /** The largest balance of all, in units: no customer has spent more. */
  long mostUnits() {
    return most;
  }

  /** The same of the second column; 0 while nobody has spent in it. */
  long mostDeltaUnits() {
    return mostDelta;
  }

  long units(int customer) {
    return units[customer];
  }

  long deltaUnits(int customer) {
    return deltaUnits.length == 0 ? 0 : deltaUnits[customer];
  }

  /** Whether nobody has spent in the second column. */
  boolean noDelta() {
    return deltaUnits.length == 0;
  }
}
