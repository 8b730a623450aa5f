package io.discreet.spark;

import static io.discreet.engine.query.Measure.customers;
import static io.discreet.engine.query.Measure.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.discreet.engine.Discreet;
import io.discreet.engine.Operator;
import io.discreet.engine.intake.IntakeOptions;
import io.discreet.engine.plan.Share;
import io.discreet.engine.query.SegmentQuery;
import io.discreet.engine.release.Release;
import io.discreet.engine.release.ReleaseJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shop in a folder, asked through Spark. */
class SparkShopTest {
  private static final char[] PASSPHRASE = "correct horse battery staple".toCharArray();
  private static final String POLICY =
      """
      customer: { column: email, kind: email }
      time-zone: Europe/London
      budget: { epsilon: 4.0, delta: 1e-6, period: month, when-spent: drop }
      purposes:
        stock-planning: { consent: not-required }
      tables:
        purchases:
          max-rows: 20
          columns:
            category: { type: category, values: [bread, cake] }
            amount: { type: decimal, scale: 2, range: [0, 500], clamp: [0, 60] }
      """;

  private static SparkSession spark;

  @TempDir Path temporary;
  private Path folder;

  @BeforeAll
  static void startSpark() {
    spark = LocalSpark.start();
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  @BeforeEach
  void fill() throws IOException {
    folder = temporary.resolve("shop");
    Path policy = Files.writeString(temporary.resolve("policy.yaml"), POLICY);
    Discreet.init(folder, policy, PASSPHRASE);
    StringBuilder rows = new StringBuilder("email,category,amount\n");
    for (int i = 0; i < 400; i++) {
      rows.append(rawId(i)).append(i % 3 == 0 ? ",cake," : ",bread,").append(i % 50).append('\n');
    }
    Path file = Files.writeString(temporary.resolve("purchases.csv"), rows);
    try (Operator operator = Discreet.operate(folder, PASSPHRASE)) {
      operator.intake("purchases", List.of(file), IntakeOptions.DEFAULT);
    }
  }

  private static String rawId(int customer) {
    return "customer-" + customer + "@example.org";
  }

  private static SegmentQuery query() {
    return SegmentQuery.from("purchases")
        .segmentBy("category")
        .measure(customers(), sum("amount"))
        .forPurpose("stock-planning");
  }

  /** The share of the budget that a customer spent in this period, as the statement has it. */
  private double spent(int customer) {
    try (Operator operator = Discreet.operate(folder, PASSPHRASE)) {
      return operator.statement(rawId(customer)).periodShare();
    }
  }

  @Test
  void query_onSpark_isStoredChargedAndTheSameAnswerHere() {
    Release released;
    try (Discreet shop = Discreet.open(folder).on(SparkRanges.of(spark, 3))) {
      released = shop.run(query(), Share.percent(10));
      assertThat(shop.releases()).hasSize(1);
    }
    double bread = released.rows().get(0).estimates().get(0).value();
    assertThat(bread).isBetween(180.0, 350.0); // 266 customers, and noise of a few
    assertThat(spent(1)).isPositive();
    try (Discreet here = Discreet.open(folder)) {
      Release again = here.run(query(), Share.percent(10));
      assertThat(ReleaseJson.write(again)).isEqualTo(ReleaseJson.write(released));
      assertThat(here.releases()).hasSize(1);
    }
  }

  @Test
  void query_whoseTasksFailForGood_chargesAndStoresNothingAndQuotesNothing() {
    SparkRanges.Probe failing =
        task -> {
          throw new IllegalStateException("the row of " + rawId(1));
        };
    try (Discreet shop = Discreet.open(folder)) {
      Discreet onSpark = shop.on(new SparkRanges(spark, 4, failing));
      Throwable failure = catchThrowable(() -> onSpark.run(query(), Share.percent(10)));

      assertThat(failure).isInstanceOf(SparkFailure.class).hasNoCause();
      assertThat(failure.getMessage()).contains("nobody was charged").doesNotContain("@");
      assertThat(shop.releases()).isEmpty();
      assertThat(shop.budget().spentShare()).isZero();
      assertThat(spent(1)).isZero();
    }
  }
}
