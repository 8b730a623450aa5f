package io.discreet.engine.failure;

/**
 * A disk, a folder or a server failed us: full, damaged, not writable, not reachable. Nothing that
 * was returned before is lost. The message says what to do, and never quotes a row.
 */
public class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  protected StorageException(String message) {
    super(message);
  }

  protected StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
