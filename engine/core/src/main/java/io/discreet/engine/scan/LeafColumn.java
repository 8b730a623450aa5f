package io.discreet.engine.scan;

import io.discreet.engine.vault.Packed;
import io.discreet.mechanisms.quantiles.LeafOf;
import io.discreet.mechanisms.quantiles.QuantileTree;

/** The leaf of each row's number in a tree over its column's range. Immutable. */
final class LeafColumn {

  /** The leaf of a missing number. */
  static final int NO_VALUE = -1;

  private final Packed values;

  /** The column where it is of shorts, which are read without a call; else empty. */
  private final short[] shorts;

  private final LeafOf leaves;

  LeafColumn(Packed values, QuantileTree tree) {
    this.values = values;
    shorts = values instanceof Packed.Shorts packed ? packed.values() : new short[0];
    leaves = new LeafOf(tree);
  }

  int leaf(int row) {
    if (shorts.length > 0) {
      short value = shorts[row];
      return value == Packed.Shorts.MISSING ? NO_VALUE : leaves.leaf(value);
    }
    int value = values.get(row);
    return value == Packed.NULL ? NO_VALUE : leaves.leaf(value);
  }
}
