package io.discreet.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.discreet.engine.Discreet;
import io.discreet.engine.plan.Share;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.ReleaseJson;
import io.discreet.engine.scan.StoredShop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.TaskContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Law 10 on executors that are processes of their own, some of which die in the middle of a query.
 * {@code -Ddiscreet.duel.shops=300} asks more shops.
 */
class SparkClusterTest {
  private static final int QUESTIONS_OF_SHOP = 2;

  /** A shop in so many loses an executor, which takes seconds to replace. */
  private static final int SHOPS_PER_LOSS = 4;

  private static final int KILLED = 137;

  @TempDir Path temporary;

  /** Counts the executors that were lost. */
  private static final class Losses extends SparkListener {
    private final AtomicInteger lost = new AtomicInteger();

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
      lost.incrementAndGet();
    }
  }

  @Test
  void law10_executorsThatDie_equalOneScan() throws IOException {
    int shops = Integer.getInteger("discreet.duel.shops", 8);
    Losses losses = new Losses();
    long paid = 0;
    try (SparkSession spark = LocalSpark.cluster().getOrCreate()) {
      spark.sparkContext().addSparkListener(losses);
      for (long seed = 0; seed < shops; seed++) {
        Path folder = Files.createDirectory(temporary.resolve("shop-" + seed));
        SparkRanges.Probe death = seed % SHOPS_PER_LOSS == 0 ? task -> dieAtFirst() : task -> {};
        SparkRanges runner = new SparkRanges(spark, 1 + (int) (5 * seed % 16), death);
        paid += new StoredShop(seed, folder).assertSameOn(runner, QUESTIONS_OF_SHOP);
      }
    }
    assertThat(paid).isPositive();
    assertThat(losses.lost).hasPositiveValue();
  }

  private static void dieAtFirst() {
    TaskContext context = TaskContext.get();
    if (context.attemptNumber() == 0 && context.partitionId() == 0) {
      Runtime.getRuntime().halt(KILLED);
    }
  }

  @Test
  void query_whoseExecutorsAllDie_failsWholeAndSucceedsLater() throws IOException {
    BreadShop bread = BreadShop.fill(temporary);
    String before = bread.head();
    try (SparkSession spark =
            LocalSpark.cluster().config("spark.task.maxFailures", 2).getOrCreate();
        Discreet shop = Discreet.open(bread.folder())) {
      Discreet losing =
          shop.on(
              new SparkRanges(
                  spark,
                  4,
                  task -> {
                    if (TaskContext.getPartitionId() == 3) {
                      Runtime.getRuntime().halt(KILLED);
                    }
                  }));
      assertThatThrownBy(() -> losing.run(BreadShop.query(), Share.percent(10)))
          .isInstanceOf(SparkFailure.class);
      assertThat(bread.head()).isEqualTo(before);

      Release released =
          shop.on(SparkRanges.of(spark, 4)).run(BreadShop.query(), Share.percent(10));
      assertThat(bread.head()).isNotEqualTo(before);
      assertThat(ReleaseJson.write(shop.run(BreadShop.query(), Share.percent(10))))
          .isEqualTo(ReleaseJson.write(released));
      assertThat(shop.releases()).hasSize(1);
    }
  }
}
