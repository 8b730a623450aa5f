package io.discreet.engine.failure;

/**
 * The caller asked wrongly: the message is one line that names the place and what would be right.
 */
public class InputException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InputException(String message) {
    super(message);
  }

  /** The cause is kept for {@code --debug} only where it cannot quote a row. */
  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
