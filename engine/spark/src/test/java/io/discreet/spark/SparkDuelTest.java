package io.discreet.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.scan.StoredShop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Law 10: random shops and questions on Spark, in 1 to 16 partitions, every second of which fails
 * at its first attempt, give the integers and the payers of one scan in memory. {@code
 * -Ddiscreet.duel.shops=300} asks more shops.
 */
class SparkDuelTest {
  private static final int QUESTIONS_OF_SHOP = 2;

  @Test
  void law10_sparkWithFailingTasks_equalsOneScan(@TempDir Path folders) throws IOException {
    int shops = Integer.getInteger("discreet.duel.shops", 12);
    long paid = 0;
    try (SparkSession spark = LocalSpark.start()) {
      for (long seed = 0; seed < shops; seed++) {
        Path folder = Files.createDirectory(folders.resolve("shop-" + seed));
        int ranges = 1 + (int) (5 * seed % 16);
        SparkRanges runner = new SparkRanges(spark, ranges, task -> failAtFirst());
        paid += new StoredShop(seed, folder).assertSameOn(runner, QUESTIONS_OF_SHOP);
      }
    }
    assertThat(paid).isPositive();
  }

  private static void failAtFirst() {
    TaskContext context = TaskContext.get();
    if (context.attemptNumber() == 0 && context.partitionId() % 2 == 0) {
      throw new IllegalStateException("a failure that a test asked for");
    }
  }
}
