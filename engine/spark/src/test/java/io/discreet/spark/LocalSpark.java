package io.discreet.spark;

import org.apache.spark.sql.SparkSession;

/** A Spark session on two cores of this machine, which tries a failing task four times. */
final class LocalSpark {

  private LocalSpark() {}

  static SparkSession start() {
    return SparkSession.builder()
        .master("local[2,4]")
        .appName("discreet-tests")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate();
  }
}
