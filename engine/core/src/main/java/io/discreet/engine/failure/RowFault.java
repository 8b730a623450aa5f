package io.discreet.engine.failure;

/** Why a row is set aside. A fault is counted, its row is never shown. */
public enum RowFault {
  /** More or fewer fields than the header. */
  WRONG_NUMBER_OF_FIELDS("wrong number of fields"),
  /** A quoted field that does not end, ends too late, or goes on after its closing quote. */
  BROKEN_QUOTES("broken quotes"),
  /** Bytes that are not UTF-8, or half a surrogate pair. */
  INVALID_UTF8("invalid UTF-8"),
  /** A line that is not one JSON object, or names a column twice. */
  INVALID_JSON("invalid JSON"),
  /** A list or an object where a plain value belongs. */
  NESTED_VALUE("nested value"),
  EMPTY_ID("empty id"),
  /** An id of more than 1 KiB. */
  ID_TOO_LONG("id too long"),
  UNPARSABLE_NUMBER("unparsable number"),
  UNPARSABLE_DATE("unparsable date"),
  /** A category value of more than 1024 characters. */
  VALUE_TOO_LONG("value too long"),
  /** A second row of a customer, in one intake of a one-row-per-customer table. */
  DUPLICATE_CUSTOMER("duplicate customer"),
  /** A consent for a purpose that the policy does not declare. */
  UNKNOWN_PURPOSE("unknown purpose"),
  /** A consent that is neither {@code true} nor {@code false}. */
  UNPARSABLE_FLAG("neither true nor false");

  private final String label;

  RowFault(String label) {
    this.label = label;
  }

  /** The kind in words, for messages and tables. */
  public String label() {
    return label;
  }
}
