package io.discreet.engine.scan;

/** A condition bound to loaded columns. Instances hold scratch space and are not thread-safe. */
interface Condition {

  /** Writes the outcome for every row of the block, numbered from the block's first row. */
  void evaluate(Block block, Truth result);
}
