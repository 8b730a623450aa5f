package io.discreet.engine.policy;

/** Which column of a file holds the raw id, and how a raw id is normalized before it is keyed. */
public record CustomerId(String column, Kind kind) {

  /** How raw ids are normalized: both NFC and trimmed, e-mail addresses lower-cased as well. */
  public enum Kind {
    EMAIL,
    TEXT
  }
}
