package io.discreet.engine.ranges;

import java.util.List;

/**
 * Runs the tasks of a scan, wherever that is. Used by any number of threads at once.
 *
 * <h2>Security guarantees</h2>
 *
 * A runner is trusted as the engine itself is. Tasks hold balances and the bounding key, and what
 * they return holds exact totals, before any charge and without noise: no method tells them, but
 * whoever carries their bytes can read them. It is asked to run each task and to hand back what it
 * returned, and to show neither. A task may be run any number of times. A runner that fails charges
 * nobody: the charge comes after the last task.
 */
public interface RangeRunner {

  /** How many tasks a scan is best divided into; at least 1. */
  int ranges();

  /**
   * Runs tasks.
   *
   * @return what each task returned, once, in the order of the tasks
   * @throws io.discreet.engine.failure.StorageException if a task fails for good; no message of a
   *     library, which may quote a row, is passed on
   */
  List<RangeResult> run(List<RangeTask> tasks);
}
