package io.discreet.engine.keys;

/** Why a raw id has no pseudonym. */
public enum IdRefusal implements IdResult {
  /** Nothing is left once white space is trimmed. */
  EMPTY("the id is empty"),

  /** Longer than {@link Pseudonymizer#MOST_BYTES} bytes of UTF-8 once normalized. */
  TOO_LONG("the id is longer than 1 KiB"),

  /** Half a surrogate pair, which is no Unicode text. */
  INVALID("the id is not valid Unicode text");

  private final String reason;

  IdRefusal(String reason) {
    this.reason = reason;
  }

  /** The reason as part of a message, without the id. */
  public String reason() {
    return reason;
  }
}
