package io.discreet.engine.vault;

import io.discreet.engine.failure.StorageException;

/**
 * A vault file is missing, damaged, foreign, or could not be written.
 *
 * <p>The message names the file and the remedy. The storage engine's own text is never passed on,
 * because it can quote rows; only its class of failure is ("IO Error").
 */
public final class VaultException extends StorageException {
  private static final long serialVersionUID = 1L;

  public VaultException(String message) {
    super(message);
  }

  /** The cause must be unable to quote a row: a failure of the file system, never of DuckDB. */
  VaultException(String message, java.io.IOException cause) {
    super(message, cause);
  }
}
