package io.discreet.engine.ledger;

/**
 * The ledger or the vault moved on since the caller read it: nothing was written, and doing the
 * same from a fresh reading is right.
 */
public final class MovedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MovedException(String message) {
    super(message);
  }
}
