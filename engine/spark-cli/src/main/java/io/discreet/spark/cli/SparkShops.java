package io.discreet.spark.cli;

import io.discreet.cli.spark.SparkSite;
import io.discreet.engine.Discreet;
import io.discreet.engine.Operator;
import io.discreet.engine.intake.IntakeOptions;
import io.discreet.engine.intake.IntakeSummary;
import io.discreet.spark.SparkRanges;
import io.discreet.spark.SparkRows;
import org.apache.spark.sql.SparkSession;

/** Shops on a session, which it stops at the end. */
final class SparkShops implements SparkSite {

  private final SparkSession spark;

  SparkShops(SparkSession spark) {
    this.spark = spark;
  }

  @Override
  public Discreet on(Discreet shop) {
    return shop.on(SparkRanges.of(spark));
  }

  @Override
  public IntakeSummary intake(
      Operator operator, String table, String source, IntakeOptions options) {
    return operator.intake(table, SparkRows.table(spark, source), options);
  }

  @Override
  public void close() {
    spark.stop();
  }
}
