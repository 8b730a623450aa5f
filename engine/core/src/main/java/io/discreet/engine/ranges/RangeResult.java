package io.discreet.engine.ranges;

import io.discreet.engine.scan.Part;
import java.io.Serializable;

/**
 * What a task returns: exact integers and the cost levels of its range. Private: only {@link
 * RangedScan} reads it.
 */
public final class RangeResult implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int firstCustomer;
  private final int endCustomer;
  private final Part part;

  RangeResult(int firstCustomer, int endCustomer, Part part) {
    this.firstCustomer = firstCustomer;
    this.endCustomer = endCustomer;
    this.part = part;
  }

  boolean isOf(int first, int end) {
    return firstCustomer == first && endCustomer == end;
  }

  Part part() {
    return part;
  }

  @Override
  public String toString() {
    return "RangeResult";
  }
}
