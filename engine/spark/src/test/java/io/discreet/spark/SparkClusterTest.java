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
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Law 10 on executors that are processes of their own: some die in the middle of a query, and some
 * are so slow that Spark runs their task a second time. {@code -Ddiscreet.duel.shops=300} asks more
 * shops.
 */
class SparkClusterTest {
  private static final int QUESTIONS_OF_SHOP = 2;

  /** A shop in so many loses an executor, which takes seconds to replace. */
  private static final int SHOPS_PER_LOSS = 4;

  private static final int SLOW_MILLIS = 20_000;
  private static final int KILLED = 137;

  @TempDir Path temporary;

  /** Counts what Spark had to do again. */
  private static final class Watch extends SparkListener {
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger copiesThatWon = new AtomicInteger();

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
      lost.incrementAndGet();
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      if (end.taskInfo().speculative() && end.taskInfo().successful()) {
        copiesThatWon.incrementAndGet();
      }
    }
  }

  @Test
  void law10_executorsThatDie_equalOneScan() throws IOException {
    int shops = Integer.getInteger("discreet.duel.shops", 8);
    Watch watch = new Watch();
    long paid = 0;
    try (SparkSession spark = LocalSpark.cluster().getOrCreate()) {
      spark.sparkContext().addSparkListener(watch);
      for (long seed = 0; seed < shops; seed++) {
        Path folder = Files.createDirectory(temporary.resolve("shop-" + seed));
        SparkRanges.Probe death = seed % SHOPS_PER_LOSS == 0 ? task -> dieAtFirst() : task -> {};
        SparkRanges runner = new SparkRanges(spark, 1 + (int) (5 * seed % 16), death);
        paid += new StoredShop(seed, folder).assertSameOn(runner, QUESTIONS_OF_SHOP);
      }
    }
    assertThat(paid).isPositive();
    assertThat(watch.lost).hasPositiveValue();
  }

  private static void dieAtFirst() {
    TaskContext context = TaskContext.get();
    if (context.attemptNumber() == 0 && context.partitionId() == 0) {
      Runtime.getRuntime().halt(KILLED);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX) // others have one loopback address
  void law10_slowTasksThatRunTwice_equalOneScan() throws IOException {
    int shops = Integer.getInteger("discreet.duel.shops", 4);
    Watch watch = new Watch();
    long paid = 0;
    try (TwoHosts hosts = new TwoHosts(Files.createDirectory(temporary.resolve("work")));
        SparkSession spark = LocalSpark.speculating(hosts.master())) {
      spark.sparkContext().addSparkListener(watch);
      for (long seed = 1; seed <= shops; seed++) {
        Path folder = Files.createDirectory(temporary.resolve("shop-" + seed));
        SparkRanges runner =
            new SparkRanges(spark, 1 + (int) (5 * seed % 16), task -> dawdleAtFirst());
        paid += new StoredShop(seed, folder).assertSameOn(runner, QUESTIONS_OF_SHOP);
      }
    }
    assertThat(paid).isPositive();
    assertThat(watch.copiesThatWon).hasPositiveValue();
  }

  private static void dawdleAtFirst() {
    TaskContext context = TaskContext.get();
    if (context.attemptNumber() == 0 && context.partitionId() == 1) {
      try {
        Thread.sleep(SLOW_MILLIS);
      } catch (InterruptedException e) {
        throw new IllegalStateException("the copy was faster", e);
      }
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
