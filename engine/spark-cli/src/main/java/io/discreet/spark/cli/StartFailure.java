package io.discreet.spark.cli;

import io.discreet.engine.failure.StorageException;

/** Spark did not start, so that nothing was read and nobody charged. */
final class StartFailure extends StorageException {
  private static final long serialVersionUID = 1L;

  StartFailure(String master) {
    super(
        "Spark did not start on "
            + master
            + ", and nobody was charged: its log says what it lacks, such as a master that"
            + " answers");
  }
}
