package io.discreet.engine.ledger;

import io.discreet.engine.failure.StorageException;

/** The ledger's files failed us: disk full, locked for too long, not writable. */
public final class LedgerException extends StorageException {
  private static final long serialVersionUID = 1L;

  LedgerException(String message, Throwable cause) {
    super(message, cause);
  }
}
