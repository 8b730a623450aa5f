package io.discreet.engine.ranges;

import io.discreet.engine.scan.PackedPart;
import java.io.Serializable;

/**
 * What a task returns: exact integers and the cost levels of its range. Private: only {@link
 * RangedScan} reads it.
 */
public final class RangeResult implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int range;
  private final PackedPart part;

  RangeResult(int range, PackedPart part) {
    this.range = range;
    this.part = part;
  }

  /** The number of the range among those that the scan was divided into. */
  int range() {
    return range;
  }

  PackedPart part() {
    return part;
  }

  @Override
  public String toString() {
    return "RangeResult";
  }
}
