package io.discreet.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.discreet.engine.Discreet;
import io.discreet.engine.plan.Share;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.ReleaseJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shop in a folder, asked through Spark. */
class SparkShopTest {
  private static final SparkRanges.Probe FAILING =
      task -> {
        throw new IllegalStateException("the row of " + BreadShop.rawId(1));
      };

  @TempDir static Path events;
  private static SparkSession spark;

  @TempDir Path temporary;
  private BreadShop bread;

  @BeforeAll
  static void startSpark() {
    spark =
        LocalSpark.settings("local[2,4]")
            .config("spark.eventLog.enabled", "true")
            .config("spark.eventLog.compress", "false")
            .config("spark.eventLog.dir", events.toUri().toString())
            .getOrCreate();
  }

  @AfterAll
  static void stopSpark() throws IOException {
    spark.stop();
    assertThat(eventLog()).contains("TaskFailure").doesNotContain("@example.org");
  }

  private static String eventLog() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(events)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text.append(Files.readString(file, StandardCharsets.UTF_8));
      }
    }
    return text.toString();
  }

  @BeforeEach
  void fill() throws IOException {
    bread = BreadShop.fill(temporary);
  }

  @Test
  void query_onSpark_isStoredChargedAndTheSameAnswerHere() {
    Release released;
    try (Discreet shop = Discreet.open(bread.folder()).on(SparkRanges.of(spark, 3))) {
      released = shop.run(BreadShop.query(), Share.percent(10));
      assertThat(shop.releases()).hasSize(1);
    }
    double value = released.rows().get(0).estimates().get(0).value();
    assertThat(value).isBetween(180.0, 350.0); // 266 customers of bread, and noise of a few
    assertThat(bread.spent(1)).isPositive();
    try (Discreet here = Discreet.open(bread.folder())) {
      Release again = here.run(BreadShop.query(), Share.percent(10));
      assertThat(ReleaseJson.write(again)).isEqualTo(ReleaseJson.write(released));
      assertThat(here.releases()).hasSize(1);
    }
  }

  @Test
  void query_whoseTasksFailForGood_writesNothingQuotesNothingAndSucceedsLater() {
    String before = bread.head();
    try (Discreet shop = Discreet.open(bread.folder())) {
      Discreet onSpark = shop.on(new SparkRanges(spark, 4, FAILING));
      Throwable failure = catchThrowable(() -> onSpark.run(BreadShop.query(), Share.percent(10)));

      assertThat(failure).isInstanceOf(SparkFailure.class).hasNoCause();
      assertThat(failure.getMessage()).contains("nobody was charged").doesNotContain("@");
      assertThat(shop.releases()).isEmpty();
      assertThat(shop.budget().spentShare()).isZero();
      assertThat(bread.head()).isEqualTo(before);
      assertThat(bread.spent(1)).isZero();

      shop.on(SparkRanges.of(spark, 4)).run(BreadShop.query(), Share.percent(10));
      assertThat(shop.releases()).hasSize(1);
      assertThat(bread.spent(1)).isPositive();
    }
  }
}
