package io.discreet.spark;

import io.discreet.engine.parts.PartTask;
import io.discreet.engine.parts.PartedRows;
import io.discreet.engine.parts.RoutedRows;
import io.discreet.engine.parts.Routing;
import io.discreet.engine.parts.Survey;
import io.discreet.engine.rows.RowBatch;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * The checked rows of a DataFrame. The first survey reads the source; its batches, which hold
 * pseudonyms and no raw id, are kept on the executors' disks until these rows are closed.
 *
 * <p>Rows are written with one shuffle, whose partitions are the ranges of customers. Each attempt
 * of a task writes files of its own, and the driver is told those of the attempt that Spark counts.
 */
final class RowsOfPartitions implements PartedRows {

  /** Below so many new rows, a part is not worth a task of its own. */
  private static final long LEAST_ROWS_OF_PART = 1 << 18;

  private final JavaRDD<byte[]> batches;
  private final JavaSparkContext context;
  private final List<String> ignoredColumns;
  private final int parts;
  private final SparkRows.PartProbe before;

  /**
   * @param parts how many are wanted, or 0 for as many as there are cores and rows enough
   */
  RowsOfPartitions(
      JavaRDD<byte[]> batches, List<String> ignoredColumns, int parts, SparkRows.PartProbe before) {
    this.batches = batches.persist(StorageLevel.DISK_ONLY());
    this.context = JavaSparkContext.fromSparkContext(batches.context());
    this.ignoredColumns = ignoredColumns;
    this.parts = parts;
    this.before = before;
  }

  @Override
  public int partitions() {
    return batches.getNumPartitions();
  }

  @Override
  public int wantedParts(long rows) {
    if (parts > 0) {
      return parts;
    }
    return (int) Math.min(context.defaultParallelism(), 1 + rows / LEAST_ROWS_OF_PART);
  }

  @Override
  public List<String> ignoredColumns() {
    return ignoredColumns;
  }

  @Override
  public List<Survey.Found> survey(List<Survey> surveys) {
    return results(
        tasks(surveys, Survey.class)
            .zipPartitions(batches, (one, of) -> parcel(one.next().run(opened(of)))),
        Survey.Found.class);
  }

  @Override
  public List<PartTask.Done> write(List<Routing> routings, PartTask task) {
    JavaPairRDD<Integer, byte[]> routed =
        tasks(routings, Routing.class)
            .zipPartitions(batches, (one, of) -> routed(one.next(), of))
            .mapToPair(pair -> pair)
            .partitionBy(new ByRange(task.ranges()));
    SparkRows.PartProbe probe = before;
    return results(
        routed.mapPartitionsWithIndex((range, rows) -> written(task, range, rows, probe), true),
        PartTask.Done.class);
  }

  private <T extends Serializable> JavaRDD<T> tasks(List<T> tasks, Class<T> type) {
    return new TaskData<>(context.sc(), tasks, type).toJavaRDD();
  }

  private static <T extends Serializable> List<T> results(JavaRDD<byte[]> job, Class<T> type) {
    List<byte[]> parcels;
    try {
      parcels = job.collect();
    } catch (Exception e) { // Spark throws what it does not declare, and may quote a row
      throw SparkFailure.ofIntake();
    }
    return parcels.stream().map(parcel -> Parcel.open(parcel, type)).toList();
  }

  private static Iterator<byte[]> parcel(Serializable result) {
    return List.of(Parcel.of(result)).iterator();
  }

  private static Iterator<RowBatch> opened(Iterator<byte[]> parcels) {
    return new Mapped<>(parcels, parcel -> Parcel.open(parcel, RowBatch.class));
  }

  private static Iterator<Tuple2<Integer, byte[]>> routed(
      Routing routing, Iterator<byte[]> parcels) {
    try {
      return new Mapped<>(
          routing.run(opened(parcels)), rows -> new Tuple2<>(rows.range(), Parcel.of(rows)));
    } catch (RuntimeException e) {
      throw new TaskFailure(e);
    }
  }

  private static Iterator<byte[]> written(
      PartTask task,
      int range,
      Iterator<Tuple2<Integer, byte[]>> rows,
      SparkRows.PartProbe before) {
    try {
      before.before(range);
      PartTask.Done done =
          task.run(range, new Mapped<>(rows, row -> Parcel.open(row._2(), RoutedRows.class)));
      before.after(range);
      return parcel(done);
    } catch (RuntimeException e) {
      throw new TaskFailure(e);
    }
  }

  @Override
  public void close() {
    batches.unpersist(true);
  }

  /** Each of the elements made into another; of a failure, the text of no library is passed on. */
  private record Mapped<F, T>(Iterator<F> from, Function<F, T> making) implements Iterator<T> {

    @Override
    public boolean hasNext() {
      try {
        return from.hasNext();
      } catch (RuntimeException e) {
        throw new TaskFailure(e);
      }
    }

    @Override
    public T next() {
      try {
        return making.apply(from.next());
      } catch (RuntimeException e) {
        throw new TaskFailure(e);
      }
    }
  }

  /** Keys are the numbers of ranges. */
  private static final class ByRange extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int ranges;

    ByRange(int ranges) {
      this.ranges = ranges;
    }

    @Override
    public int numPartitions() {
      return ranges;
    }

    @Override
    public int getPartition(Object range) {
      return (Integer) range;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ByRange same && same.ranges == ranges;
    }

    @Override
    public int hashCode() {
      return ranges;
    }
  }
}
