package io.discreet.engine.ledger;

import io.discreet.engine.failure.InputException;
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
   * @throws InputException if there is no such customer or amount
   */
  void add(int customer, Spend cost) {
    add(customer, cost.units(), cost.deltaUnits());
  }

  /** The same in numbers. */
  void add(int customer, long cost, long deltaCost) {
    if (customer < 0 || customer >= units.length || cost < 0 || deltaCost < 0) {
      throw impossible();
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

  /**
   * Adds what customers that follow each other paid.
   *
   * @param numbers for each of them a place among the costs
   * @param costs the first is 0, for who paid nothing, in the second column as well
   */
  void add(int first, byte[] numbers, int count, long[] costs, long deltaCost) {
    if (first < 0
        || count > units.length - first
        || deltaCost < 0
        || Arrays.stream(costs).anyMatch(cost -> cost < 0)) {
      throw impossible();
    }
    most = Math.max(most, add(numbers, count, costs, units, first));
    if (deltaCost > 0) {
      if (deltaUnits.length == 0) {
        deltaUnits = new long[units.length];
      }
      long[] deltaCosts = new long[costs.length];
      Arrays.fill(deltaCosts, 1, deltaCosts.length, deltaCost);
      mostDelta = Math.max(mostDelta, add(numbers, count, deltaCosts, deltaUnits, first));
    }
  }

  /** Returns the largest sum. */
  private static long add(byte[] numbers, int count, long[] costs, long[] sums, int first) {
    long largest = 0;
    for (int i = 0; i < count; i++) {
      long sum = Units.add(sums[first + i], costs[numbers[i]]);
      sums[first + i] = sum;
      largest = Math.max(largest, sum);
    }
    return largest;
  }

  private static InputException impossible() {
    return RowChecksum.damaged("a charge names a customer or an amount that cannot be");
  }

  /** Takes a customer's spend out. */
  void clear(int customer) {
    units[customer] = 0;
    if (deltaUnits.length > 0) {
      deltaUnits[customer] = 0;
    }
  }

  /** Tells what each customer from {@code first} on has left of a budget, at least 0. */
  void remaining(long budget, long[] left, int first, int end) {
    long[] all = units;
    for (int customer = first; customer < end; customer++) {
      left[customer] = Math.max(0, budget - all[customer]);
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
