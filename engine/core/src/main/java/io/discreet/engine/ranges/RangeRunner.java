package io.discreet.engine.ranges;

import java.util.List;
import java.util.function.Consumer;

/**
 * Runs the tasks of a scan, wherever that is. Used by any number of threads at once.
 *
 * <h2>Security guarantees</h2>
 *
 * A runner is trusted as the engine itself is. Tasks hold balances and the bounding key, and what
 * they return holds exact totals, before any charge and without noise: no method tells them, but
 * whoever carries their bytes can read them. It is asked to run each task and to hand over what it
 * returned, and to show neither. A task may be run any number of times. A runner that fails charges
 * nobody: the charge comes after the last task.
 */
public interface RangeRunner {

  /** How many tasks a scan is best divided into; at least 1. */
  int ranges();

  /**
   * Runs tasks.
   *
   * @param results takes what each task returned, once, in any order and one at a time, and does
   *     not keep it: a runner that hands over what it has lets the driver hold few results at once
   * @throws io.discreet.engine.failure.StorageException if a task fails for good; no message of a
   *     library, which may quote a row, is passed on
   */
  void run(List<RangeTask> tasks, Consumer<RangeResult> results);
}
