package io.discreet.spark;

import org.apache.spark.sql.SparkSession;

/** Spark sessions on this machine. */
final class LocalSpark {

  private LocalSpark() {}

  /** Two cores of this process; a failing task is tried four times. */
  static SparkSession start() {
    return settings("local[2,4]").getOrCreate();
  }

  /** Settings of {@link #start} with this master. */
  static SparkSession.Builder settings(String master) {
    return SparkSession.builder()
        .master(master)
        .appName("discreet-tests")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1");
  }

  /** Two executors with a process and a core each; one that dies is started again. */
  static SparkSession.Builder cluster() {
    return cluster("local-cluster[2,1,1024]");
  }

  /** Settings for a cluster whose executors are started from here. */
  static SparkSession.Builder cluster(String master) {
    return settings(master)
        .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        // What a worker finds out from an installed Spark.
        .config("spark.executorEnv.SPARK_SCALA_VERSION", "2.13")
        .config("spark.executorEnv.SPARK_TESTING", "1");
  }

  /** Runs a task again as soon as it is slower than the others. */
  static SparkSession speculating(String master) {
    return cluster(master)
        .config("spark.speculation", "true")
        .config("spark.speculation.interval", "50ms")
        .config("spark.speculation.quantile", "0.1")
        .config("spark.speculation.multiplier", "1.1")
        .config("spark.speculation.minTaskRuntime", "100ms")
        .config("spark.speculation.efficiency.enabled", "false")
        .getOrCreate();
  }
}
