package io.discreet.engine.failure;

/** The caller may not: budget, quota or passphrase. The reason is public and depends on no row. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RefusedException(String message) {
    super(message);
  }
}
