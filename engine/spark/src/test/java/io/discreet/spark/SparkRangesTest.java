package io.discreet.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.ranges.RangeResult;
import io.discreet.engine.ranges.RangeRunner;
import io.discreet.engine.ranges.RangeTask;
import io.discreet.engine.scan.StoredShop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver holds few results at once: it takes them as they come. */
class SparkRangesTest {
  private static final int RANGES = 4;
  private static final int MOST_SECONDS = 60;

  /** Even, so that the rows are in one file, which any number of ranges cuts. */
  private static final long SEED = 4;

  /** Static, so that tasks, which travel as bytes, find it in this process. */
  private static final CountDownLatch FIRST_RESULT = new CountDownLatch(1);

  @Test
  void results_areHandedOverWhileOtherTasksRun(@TempDir Path folder) throws IOException {
    try (SparkSession spark = LocalSpark.start()) {
      RangeRunner runner =
          new Watched(new SparkRanges(spark, RANGES, task -> lastOneWaitsForAResult()));

      assertThat(new StoredShop(SEED, folder).assertSameOn(runner, 1)).isNotNegative();
    }
    assertThat(FIRST_RESULT.getCount()).isZero();
  }

  private static void lastOneWaitsForAResult() {
    if (TaskContext.getPartitionId() == RANGES - 1) {
      try {
        if (!FIRST_RESULT.await(MOST_SECONDS, TimeUnit.SECONDS)) {
          throw new IllegalStateException("no result was handed over");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private record Watched(SparkRanges runner) implements RangeRunner {
    @Override
    public int ranges() {
      return runner.ranges();
    }

    @Override
    public void run(List<RangeTask> tasks, Consumer<RangeResult> results) {
      assertThat(tasks).hasSize(RANGES);
      runner.run(
          tasks,
          result -> {
            results.accept(result);
            FIRST_RESULT.countDown();
          });
    }
  }
}
