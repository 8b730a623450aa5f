package io.discreet.engine.ledger;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What one query may charge each customer, in units, or that a customer is {@link Standing#OUT}.
 * Immutable. Private: never shown, summed or compared in the open.
 */
public final class Allowances implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final long[] NOTHING = {};

  private final int customers;

  /** By customer; empty where all who are not out may be charged the same. */
  private final long[] each;

  private final long same;

  /** Who is out, as bits, 64 customers to a word; empty where {@link #each} says it. */
  private final long[] out;

  private Allowances(int customers, long[] each, long same, long[] out) {
    this.customers = customers;
    this.each = each;
    this.same = same;
    this.out = out;
  }

  /**
   * What each customer may be charged.
   *
   * @param units by customer, at least 0 or {@link Standing#OUT}; kept, so that they must not be
   *     changed after
   */
  public static Allowances of(long[] units) {
    return new Allowances(units.length, units, 0, NOTHING);
  }

  /**
   * The same for all but those who are out.
   *
   * @param units of everybody who is not out, at least 0
   * @param out who is
   */
  static Allowances same(int customers, long units, BitSet out) {
    long[] words = Arrays.copyOf(out.toLongArray(), (customers + Long.SIZE - 1) / Long.SIZE);
    return new Allowances(customers, NOTHING, units, words);
  }

  /** Customers are numbered below this. */
  public int customers() {
    return customers;
  }

  /** Units of a customer, or {@link Standing#OUT}: not even a zero cost fits. */
  public long units(int customer) {
    return each.length > 0 ? each[customer] : isOut(customer) ? Standing.OUT : same;
  }

  /** Those of customers first (included) to end (excluded), numbered from 0. */
  public Allowances range(int first, int end) {
    return each.length > 0
        ? of(Arrays.copyOfRange(each, first, end))
        : same(end - first, same, BitSet.valueOf(out).get(first, end));
  }

  private boolean isOut(int customer) {
    return (out[customer / Long.SIZE] >>> customer & 1) != 0;
  }

  /** Units by customer. */
  long[] toArray() {
    long[] units = new long[customers];
    Arrays.setAll(units, this::units);
    return units;
  }
}
