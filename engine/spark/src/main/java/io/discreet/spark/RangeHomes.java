package io.discreet.spark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.scheduler.ExecutorCacheTaskLocation;

/**
 * Where each range ran last: that executor has the vault open and the columns in memory, so that
 * Spark is asked to run the range of the next scan there. It may run anywhere; only time depends on
 * it.
 */
final class RangeHomes {

  /** Spark's name for the driver, where tasks run if there are no executors. */
  private static final String DRIVER = "driver";

  private final Map<Integer, String> homes = new HashMap<>();

  /** How Spark writes the executor that runs this; empty on the driver. */
  static String here() {
    SparkEnv here = SparkEnv.get();
    return here.executorId().equals(DRIVER)
        ? ""
        : new ExecutorCacheTaskLocation(
                here.blockManager().blockManagerId().host(), here.executorId())
            .toString();
  }

  synchronized void ran(int range, String executor) {
    if (!executor.isEmpty()) {
      homes.put(range, executor);
    }
  }

  /**
   * The executor that each range is best run on, where one is. None has more than an equal share of
   * the ranges: an executor that was there first ran all of them, and must not keep them.
   *
   * @param executors how many there are now
   */
  synchronized List<Optional<String>> of(int ranges, int executors) {
    int sharing = Math.max(1, executors);
    int share = (ranges + sharing - 1) / sharing;
    Map<String, Integer> given = new HashMap<>();
    List<Optional<String>> preferred = new ArrayList<>(ranges);
    for (int range = 0; range < ranges; range++) {
      Optional<String> home = Optional.ofNullable(homes.get(range));
      preferred.add(home.filter(executor -> given.merge(executor, 1, Integer::sum) <= share));
    }
    return preferred;
  }
}
