package io.discreet.spark;

import io.discreet.engine.ranges.RangeResult;
import io.discreet.engine.ranges.RangeRunner;
import io.discreet.engine.ranges.RangeTask;
import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import scala.Function1;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.runtime.BoxedUnit;

/**
 * Runs the tasks of a scan as one Spark job without a shuffle, one partition a task.
 *
 * <p>A task that fails is tried again as the session is configured ({@code
 * spark.task.maxFailures}); of a task that ran more than once Spark takes one result. Executors
 * need this module and what it depends on, and find the shop's folder at the driver's path. The
 * ranges of the next scan are offered first to the executors that ran them, which have the columns
 * in memory; how long others wait until they are offered them is {@code spark.locality.wait}.
 *
 * <pre>{@code
 * try (Discreet shop = Discreet.open(Path.of("/shared/shop")).on(SparkRanges.of(spark))) {
 *   Release release = shop.run(query, Share.percent(2));
 * }
 * }</pre>
 *
 * <h2>Security guarantees</h2>
 *
 * Tasks, which hold the bounding key and balances, are the data of the job's partitions: Spark
 * sends those with a task and keeps them out of broadcasts, blocks on disk and the event log. On
 * the way they are as secret as Spark's connections: set {@code spark.authenticate} and {@code
 * spark.network.crypto.enabled}. Results above {@code spark.task.maxDirectResultSize} may pass
 * through an executor's disk: set {@code spark.io.encryption.enabled}. Spark's log and event log
 * show times and sizes of tasks, which depend on rows: they are the operator's. Of a task that
 * failed they show the kind and the place in the code, and no text of a library, which may quote a
 * row.
 */
public final class SparkRanges implements RangeRunner {

  /** Partitions for each core that Spark says it has, so that one that is slower takes fewer. */
  private static final int RANGES_PER_CORE = 2;

  /** Called on the executor before a task runs, so that tests can make tasks fail. */
  @FunctionalInterface
  interface Probe extends Serializable {
    void before(RangeTask task);
  }

  private final SparkSession spark;
  private final int ranges;
  private final Probe probe;
  private final RangeHomes homes = new RangeHomes();

  SparkRanges(SparkSession spark, int ranges, Probe probe) {
    if (ranges < 1) {
      throw new IllegalArgumentException("there must be at least 1 range, got " + ranges);
    }
    this.spark = spark;
    this.ranges = ranges;
    this.probe = probe;
  }

  /** On a session, with two ranges for each of its cores. */
  public static SparkRanges of(SparkSession spark) {
    return of(spark, RANGES_PER_CORE * spark.sparkContext().defaultParallelism());
  }

  /**
   * On a session.
   *
   * @param ranges how many tasks a scan is divided into, at least 1; a task holds 16 bytes a
   *     customer of its range and must stay below {@code spark.rpc.message.maxSize}
   */
  public static SparkRanges of(SparkSession spark, int ranges) {
    return new SparkRanges(spark, ranges, task -> {});
  }

  @Override
  public int ranges() {
    return ranges;
  }

  @Override
  public void run(List<RangeTask> tasks, Consumer<RangeResult> results) {
    SparkContext context = spark.sparkContext();
    Probe before = probe; // so that the job does not hold the session
    Work work =
        partition -> Parcel.of(new Ran(RangeHomes.here(), result(partition.next(), before)));
    int executors = context.statusTracker().getExecutorInfos().length - 1; // and the driver
    try {
      context.runJob(
          new TaskData<>(context, tasks, homes.of(tasks.size(), executors), RangeTask.class),
          work,
          (partition, parcel) -> {
            Ran ran = Parcel.open(parcel, Ran.class);
            homes.ran((Integer) partition, ran.executor());
            results.accept(ran.result());
            return BoxedUnit.UNIT;
          },
          ClassTag.apply(byte[].class));
    } catch (Exception e) { // Spark throws what it does not declare
      throw SparkFailure.ofScan();
    }
  }

  /** What a task returned, and where it ran. */
  private record Ran(String executor, RangeResult result) implements Serializable {}

  /** What Spark runs for a partition. */
  @FunctionalInterface
  private interface Work extends Function1<Iterator<RangeTask>, byte[]>, Serializable {}

  private static RangeResult result(RangeTask task, Probe before) {
    try {
      before.before(task);
      return task.run();
    } catch (RuntimeException e) {
      throw new TaskFailure(e);
    }
  }
}
