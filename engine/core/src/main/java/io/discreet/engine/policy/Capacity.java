package io.discreet.engine.policy;

import io.discreet.engine.failure.InputException;

/**
 * The largest shop that a policy is meant for. It is declared, so that what a query needs at most
 * can be reckoned from it where every number of actual rows is private; intake takes in no more.
 *
 * @param customers the most that are ever registered: who was forgotten keeps a place. Also the
 *     most rows of a one-row-per-customer table
 * @param rows the most of any other table
 */
public record Capacity(int customers, int rows) {

  /** What one primitive array holds. */
  public static final int MOST = Integer.MAX_VALUE - 8;

  public Capacity {
    require("customers", customers);
    require("rows", rows);
  }

  private static void require(String name, int count) {
    if (count < 1 || count > MOST) {
      throw new InputException("capacity: " + name + " must be 1 to " + MOST + ", got " + count);
    }
  }

  /** The most rows of a table. */
  public int rowsOf(Table table) {
    return table.oneRowPerCustomer() ? customers : rows;
  }
}
