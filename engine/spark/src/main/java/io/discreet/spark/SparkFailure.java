package io.discreet.spark;

import io.discreet.engine.failure.StorageException;

/**
 * A scan failed on Spark, so that nobody was charged, or an intake, so that the shop is as it was.
 * Spark's own text is not passed on, because what a library says can quote a row; it is in the
 * cluster's log.
 */
public final class SparkFailure extends StorageException {
  private static final long serialVersionUID = 1L;

  private SparkFailure(String message) {
    super(message);
  }

  static SparkFailure ofScan() {
    return new SparkFailure(
        "the scan failed on Spark, and nobody was charged: look into the log of its driver, and"
            + " whether every executor finds the shop's folder at the same path");
  }

  static SparkFailure ofIntake() {
    return new SparkFailure(
        "the intake failed on Spark, and the shop is as it was: look into the log of its driver,"
            + " and whether every executor can read the DataFrame's source");
  }
}
