package io.discreet.spark;

import io.discreet.engine.failure.StorageException;

/**
 * The failure of a task as Spark may log and send it: what kind and where in the code. What the
 * engine says of its files quotes no row and is kept; of any other failure the text is not.
 */
final class TaskFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TaskFailure(Throwable failure) {
    super(
        failure instanceof StorageException || failure instanceof TaskFailure
            ? String.valueOf(failure.getMessage())
            : "a task failed with " + failure.getClass().getName());
    setStackTrace(failure.getStackTrace());
  }
}
