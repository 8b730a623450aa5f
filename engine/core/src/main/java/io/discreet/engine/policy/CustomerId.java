package io.discreet.engine.policy;

import io.discreet.engine.failure.InputException;

/** Which column of a file holds the raw id, and how a raw id is normalized before it is keyed. */
public record CustomerId(String column, Kind kind) {

  /** The word for the privacy unit in queries, which no column may take. */
  public static final String RESERVED = "customer";

  public CustomerId {
    Identifier.require("the customer's column", column);
  }

  /** Refuses a column that is the raw id, or that has the reserved name. */
  void requireOther(String declared) {
    if (declared.equalsIgnoreCase(column)) {
      throw new InputException(
          "column '"
              + declared
              + "' holds the raw id, which is never stored; remove it from the columns");
    }
    if (declared.equalsIgnoreCase(RESERVED)) {
      throw new InputException("the column name 'customer' is reserved; rename the column");
    }
  }

  /** How raw ids are normalized: both NFC and trimmed, e-mail addresses lower-cased as well. */
  public enum Kind {
    EMAIL,
    TEXT
  }
}
