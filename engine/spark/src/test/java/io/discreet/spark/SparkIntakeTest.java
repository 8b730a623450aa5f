package io.discreet.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.Discreet;
import io.discreet.engine.Operator;
import io.discreet.engine.intake.IntakeOptions;
import io.discreet.engine.intake.IntakeSummary;
import io.discreet.engine.plan.Share;
import io.discreet.engine.release.ReleaseJson;
import io.discreet.engine.vault.VaultDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.TaskContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tasks that write parts and fail, die or run twice leave the vault that the same rows of files
 * make, and nothing else.
 */
class SparkIntakeTest {
  private static final int SLOW_MILLIS = 20_000;
  private static final int KILLED = 137;

  @TempDir Path temporary;
  private BreadShop bread;
  private BreadShop twin;
  private List<Path> files;

  @BeforeEach
  void makeTwins() throws IOException {
    bread = BreadShop.fill(temporary);
    twin = new BreadShop(Files.createDirectory(temporary.resolve("twin")));
    try (Stream<Path> all = Files.list(bread.folder())) {
      for (Path file : all.toList()) {
        Files.copy(file, twin.folder().resolve(file.getFileName()));
      }
    }
    files = List.of(file("a", 0), file("b", 150), file("c", 450)); // some customers are new
  }

  private Path file(String name, int first) throws IOException {
    StringBuilder rows = new StringBuilder("email,category,amount\n");
    for (int i = 0; i < 300; i++) {
      rows.append(BreadShop.rawId(first + i * 7 % 200))
          .append(i % 4 == 0 ? ",cake," : ",bread,")
          .append(i % 50)
          .append(".25\n");
    }
    return Files.writeString(temporary.resolve(name + ".csv"), rows);
  }

  private Dataset<Row> frame(SparkSession spark) {
    return files.stream()
        .map(file -> spark.read().option("header", "true").csv(file.toString()))
        .reduce(Dataset::union)
        .orElseThrow();
  }

  private void assertSameAsFiles(SparkRows rows) throws IOException, SQLException {
    IntakeSummary byFrame;
    try (Operator operator = bread.operate()) {
      byFrame = operator.intake("purchases", rows, IntakeOptions.DEFAULT);
    }
    try (Operator operator = twin.operate()) {
      assertThat(byFrame).isEqualTo(operator.intake("purchases", files, IntakeOptions.DEFAULT));
    }
    assertThat(VaultDump.of(bread.folder(), 2)).isEqualTo(VaultDump.of(twin.folder(), 2));
    try (Stream<Path> left = Files.list(bread.folder())) {
      assertThat(left.filter(file -> file.getFileName().toString().startsWith("vault-")))
          .hasSize(2);
    }
    try (Stream<Path> parts = Files.list(bread.folder().resolve("vault-2.parts"))) {
      assertThat(parts).hasSize(4); // of one table, and nothing of another attempt
    }
  }

  /** Fails before and after a part is written. */
  private record Failing() implements SparkRows.PartProbe {
    @Override
    public void before(int part) {
      fail(part % 2 == 0);
    }

    @Override
    public void after(int part) {
      fail(part % 2 == 1);
    }

    private static void fail(boolean chosen) {
      if (chosen && TaskContext.get().attemptNumber() == 0) {
        throw new IllegalStateException("a failure that a test asked for");
      }
    }
  }

  @Test
  void law10_partsWhoseFirstAttemptFails_areTheVaultOfFiles_andAnswerAlike() throws Exception {
    try (SparkSession spark = LocalSpark.start()) {
      assertSameAsFiles(new SparkRows(frame(spark), 4, row -> {}, new Failing()));
      try (Discreet shop = Discreet.open(bread.folder())) {
        byte[] there =
            ReleaseJson.write(
                shop.on(SparkRanges.of(spark, 3)).run(BreadShop.query(), Share.percent(10)));
        assertThat(ReleaseJson.write(shop.run(BreadShop.query(), Share.percent(10))))
            .isEqualTo(there);
      }
    }
  }

  /** Dies with the partitions that were read and the rows that were routed there. */
  private record Dying() implements SparkRows.PartProbe {
    @Override
    public void after(int part) {
      TaskContext context = TaskContext.get();
      if (part == 1 && context.attemptNumber() == 0 && context.stageAttemptNumber() == 0) {
        Runtime.getRuntime().halt(KILLED);
      }
    }
  }

  @Test
  void law10_executorThatDiesWhenItHasWrittenAPart_changesNothing() throws Exception {
    Watch watch = new Watch();
    try (SparkSession spark = LocalSpark.cluster().getOrCreate()) {
      spark.sparkContext().addSparkListener(watch);
      assertSameAsFiles(new SparkRows(frame(spark), 4, row -> {}, new Dying()));
    }
    assertThat(watch.tasksOfTheDead).hasPositiveValue();
  }

  /** Has written its part when another attempt is begun. */
  private record Dawdling() implements SparkRows.PartProbe {
    @Override
    public void after(int part) {
      if (part == 1 && TaskContext.get().attemptNumber() == 0) {
        try {
          Thread.sleep(SLOW_MILLIS);
        } catch (InterruptedException e) {
          throw new IllegalStateException("the copy was faster", e);
        }
      }
    }
  }

  /** Counts copies of slow tasks that were faster, and tasks that were lost with an executor. */
  private static final class Watch extends SparkListener {
    private final AtomicInteger copiesThatWon = new AtomicInteger();
    private final AtomicInteger tasksOfTheDead = new AtomicInteger();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      if (end.taskInfo().speculative() && end.taskInfo().successful()) {
        copiesThatWon.incrementAndGet();
      }
      if (end.reason() instanceof ExecutorLostFailure) {
        tasksOfTheDead.incrementAndGet();
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX) // others have one loopback address
  void law10_slowPartThatIsWrittenTwice_isThereOnce() throws Exception {
    Watch watch = new Watch();
    try (TwoHosts hosts = new TwoHosts(Files.createDirectory(temporary.resolve("work")));
        SparkSession spark = LocalSpark.speculating(hosts.master())) {
      spark.sparkContext().addSparkListener(watch);
      assertSameAsFiles(new SparkRows(frame(spark), 4, row -> {}, new Dawdling()));
    }
    assertThat(watch.copiesThatWon).hasPositiveValue();
  }
}
