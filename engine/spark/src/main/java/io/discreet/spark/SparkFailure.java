package io.discreet.spark;

import io.discreet.engine.failure.StorageException;

/**
 * A scan failed on Spark, so that nobody was charged. Spark's own text is not passed on, because
 * what a library says can quote a row; it is in the cluster's log.
 */
public final class SparkFailure extends StorageException {
  private static final long serialVersionUID = 1L;

  SparkFailure() {
    super(
        "the scan failed on Spark, and nobody was charged: look into the log of its driver, and"
            + " whether every executor finds the shop's folder at the same path");
  }
}
