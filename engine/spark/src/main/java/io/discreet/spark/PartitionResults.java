package io.discreet.spark;

import io.discreet.engine.rows.CheckedRows;
import io.discreet.engine.rows.RowBatch;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/** Fetches the results of partitions in their order, a job each, some of them ahead. */
final class PartitionResults implements CheckedRows {

  private final JavaRDD<byte[]> batches;
  private final JavaSparkContext context;
  private final List<String> ignoredColumns;
  private final int partitions;
  private final ExecutorService jobs;
  private final String group = "discreet-intake-" + UUID.randomUUID();
  private final Deque<Future<List<byte[]>>> ahead = new ArrayDeque<>();
  private Iterator<byte[]> fetched = Collections.emptyIterator();
  private int asked;
  private boolean ended;

  PartitionResults(JavaRDD<byte[]> batches, int atOnce, List<String> ignoredColumns) {
    this.batches = batches;
    this.context = JavaSparkContext.fromSparkContext(batches.context());
    this.ignoredColumns = ignoredColumns;
    this.partitions = batches.getNumPartitions();
    this.jobs = Executors.newFixedThreadPool(atOnce);
    for (int i = 0; i < atOnce; i++) {
      ask();
    }
  }

  private void ask() {
    if (asked < partitions) {
      int partition = asked++;
      ahead.add(jobs.submit(() -> fetch(partition)));
    }
  }

  private List<byte[]> fetch(int partition) {
    context.setJobGroup(group, "intake", false);
    return batches.collectPartitions(new int[] {partition})[0];
  }

  @Override
  public @Nullable RowBatch next() {
    while (!fetched.hasNext()) {
      Future<List<byte[]>> job = ahead.poll();
      if (job == null) {
        ended = true;
        return null;
      }
      fetched = result(job).iterator();
      ask();
    }
    return Parcel.open(fetched.next(), RowBatch.class);
  }

  private static List<byte[]> result(Future<List<byte[]>> job) {
    try {
      return job.get();
    } catch (ExecutionException e) {
      throw SparkFailure.ofIntake(); // Spark's own text may quote a row
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SparkFailure.ofIntake();
    }
  }

  @Override
  public long done() {
    return 0;
  }

  @Override
  public List<String> ignoredColumns() {
    return ignoredColumns;
  }

  /** None: rows have no bytes. */
  @Override
  public Optional<String> sha256() {
    return Optional.empty();
  }

  @Override
  public void close() {
    jobs.shutdownNow();
    if (!ended) {
      context.sc().cancelJobGroup(group);
    }
  }
}
