package io.discreet.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.discreet.engine.Operator;
import io.discreet.engine.Statement;
import io.discreet.engine.intake.IntakeOptions;
import io.discreet.engine.scan.StoredShop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session whose serializer is Kryo, as many clusters have it, on executors that are processes.
 */
class SparkKryoTest {
  private static final int SHOPS = 3;

  @TempDir Path temporary;

  private static SparkSession start() {
    return LocalSpark.settings("local[2]")
        .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
        .config("spark.kryo.registrationRequired", "true")
        .getOrCreate();
  }

  @Test
  void law10_scansWithKryo_equalOneScan() throws IOException {
    long paid = 0;
    try (SparkSession spark = start()) {
      for (long seed = 0; seed < SHOPS; seed++) {
        Path folder = Files.createDirectory(temporary.resolve("shop-" + seed));
        paid += new StoredShop(seed, folder).assertSameOn(SparkRanges.of(spark, 3), 2);
      }
    }
    assertThat(paid).isPositive();
  }

  @Test
  void intakeWithKryo_takesInEveryRow() throws IOException {
    BreadShop bread = BreadShop.fill(temporary);
    StringBuilder rows = new StringBuilder("email,category,amount\n");
    for (int i = 0; i < 100; i++) {
      rows.append(BreadShop.rawId(i)).append(",cake,").append(i).append(".50\n");
    }
    Path file = Files.writeString(temporary.resolve("more.csv"), rows);
    try (SparkSession spark = start();
        Operator operator = bread.operate()) {
      operator.intake(
          "purchases",
          SparkRows.of(spark.read().option("header", "true").csv(file.toString()), 2),
          IntakeOptions.DEFAULT);
      Statement statement = operator.statement(BreadShop.rawId(7));
      assertThat(statement.tables().get(0).rows().toString())
          .contains("[bread], Optional[7.00]", "[cake], Optional[7.50]");
    }
  }
}
